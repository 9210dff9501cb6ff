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
	var wire struct {
		ID    text `json:"id"`
		Name  text `json:"name"`
		Email text `json:"email"`
	}
	err := json.Unmarshal(data, &wire)
	*u = User{ID: wire.ID.String(), Name: wire.Name.value, Email: wire.Email.value, JSON: bytes.Clone(data)}
	return err
}

// Users is the service of users.
type Users struct{ client *Client }

// List yields all users (documented route, inferred answer).
func (u Users) List(ctx context.Context) iter.Seq2[User, error] {
	return newPager[User](u.client, "users").All(ctx)
}
