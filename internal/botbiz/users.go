package botbiz

import (
	"encoding/json"
)

// User is a user of the Botbiz account. The route is documented, the fields are not.
type User struct {
	ID    string
	Name  *string
	Email *string
	JSON  json.RawMessage // the object as received, on one printable line
}

// ObjectID returns the id.
func (u User) ObjectID() string { return u.ID }

// CreatedTime returns nil, because the fields of a user are not documented.
func (u User) CreatedTime() *string { return nil }

// UnmarshalJSON accepts any JSON object that is not too large or too deep to show. A field that is neither a string nor a
// number counts as missing.
func (u *User) UnmarshalJSON(data []byte) error {
	var wire struct {
		ID    id   `json:"id"`
		Name  line `json:"name"`
		Email line `json:"email"`
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	whole, err := printableJSON(data)
	*u = User{ID: string(wire.ID), Name: wire.Name.value, Email: wire.Email.value, JSON: whole}
	return err
}

// Users is the service of users.
type Users struct{ client *Client }

// Pager reads the list of users page by page (documented route, inferred response).
func (u Users) Pager() *Pager[User] { return newPager[User](u.client, "users") }
