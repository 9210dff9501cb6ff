package botbiz

import (
	"context"
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

// Leaving returns false.
func (u User) Leaving() bool { return false }

// readUser returns a user without an id if the object is too large or too deep to show.
func readUser(f fields) User {
	whole, err := printableJSON(f[wholeObject])
	if err != nil {
		return User{}
	}
	return User{ID: f.id(), Name: f.line("name"), Email: f.line("email"), JSON: whole}
}

// Users is the service of users.
type Users struct{ client *Client }

// Pager reads the list of users page by page (documented route, inferred response).
func (u Users) Pager() *Pager[User] { return newPager(u.client, readUser, "users") }

// Answer asks the documented route for users once and returns nil if it answers. So the base URL and the key are right.
func (u Users) Answer(ctx context.Context) error {
	_, err := u.client.do(ctx, request{method: "GET", path: []string{"users"}})
	return err
}
