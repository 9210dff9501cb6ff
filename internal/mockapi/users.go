package mockapi

import (
	"maps"
	"time"
)

// User is a user. Its fields are not documented, so there can be any.
type User struct {
	ID     string         `json:"id"`
	Tenant string         `json:"tenant,omitempty"`
	Name   string         `json:"name"`
	Email  string         `json:"email"`
	Extra  map[string]any `json:"extra,omitempty"` // additional members, as in JSON
}

// firstUsers are the initial users of each tenant.
func firstUsers() []User {
	return []User{
		{ID: newID("usr"), Name: "Ada Lovelace", Email: "ada@example.com", Extra: map[string]any{
			"role": "owner", "verified": true, "tags": []string{"founder", "billing"},
		}},
		{ID: newID("usr"), Name: "Charles Babbage", Email: "charles@example.com", Extra: map[string]any{
			"role": "agent", "quota": 1.5e3, "team": map[string]any{"id": "team_1", "name": "Support"}, "last_login": nil,
		}},
	}
}

type user struct{ User }

func (u *user) identity() (string, time.Time) { return u.ID, time.Time{} }

func (u *user) show(*Server, *call) object {
	o := object{"id": u.ID, "name": u.Name, "email": u.Email}
	maps.Copy(o, u.Extra)
	return o
}
