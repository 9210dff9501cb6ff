package botbiz

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
)

// User is a user of the Botbiz account. The route is documented, the fields are not.
type User struct {
	ID    string
	Name  *string
	Email *string
	JSON  json.RawMessage // the object as the server sent it
}

// ObjectID returns the id.
func (u User) ObjectID() string { return u.ID }

// UnmarshalJSON reads any JSON object. A field that is neither a string nor a number counts as absent.
func (u *User) UnmarshalJSON(data []byte) error {
	var f fields
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	*u = User{ID: f.id(), Name: f.text("name"), Email: f.text("email"), JSON: bytes.Clone(data)}
	return nil
}

// Users is the service of users.
type Users struct{ client *Client }

// List yields all users (documented route, inferred answer).
func (u Users) List(ctx context.Context) iter.Seq2[User, error] {
	return newPager[User](u.client, "users").All(ctx)
}
