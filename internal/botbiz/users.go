package botbiz

import (
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

// UnmarshalJSON reads any JSON object; a field of another type than a string or a number counts as absent.
func (u *User) UnmarshalJSON(data []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	*u = User{JSON: append(json.RawMessage(nil), data...), Name: scalar(fields["name"]), Email: scalar(fields["email"])}
	if id := scalar(fields["id"]); id != nil {
		u.ID = *id
	}
	return nil
}

func scalar(raw json.RawMessage) *string {
	var text *string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var number json.Number
	if json.Unmarshal(raw, &number) != nil {
		return nil
	}
	digits := number.String()
	return &digits
}

// Users is the service of users.
type Users struct{ client *Client }

// List yields all users (documented route, inferred answer).
func (u Users) List(ctx context.Context) iter.Seq2[User, error] {
	return newPager[User](u.client, "users").All(ctx)
}
