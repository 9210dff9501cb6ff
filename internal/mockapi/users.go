package mockapi

import (
	"cmp"
	"maps"
)

// User is a user. Its fields are not documented, so there can be any.
type User struct {
	ID     string         `json:"id"`
	Tenant string         `json:"tenant,omitempty"`
	Name   string         `json:"name"`
	Email  string         `json:"email"`
	Extra  map[string]any `json:"extra,omitempty"` // additional members, as in JSON
}

// addFirstUsers adds the initial users of a tenant.
func (s *Server) addFirstUsers(tenant string) {
	s.addUser(&User{Tenant: tenant, Name: "Ada Lovelace", Email: "ada@example.com", Extra: map[string]any{
		"role": "owner", "verified": true, "tags": []string{"founder", "billing"},
	}})
	s.addUser(&User{Tenant: tenant, Name: "Charles Babbage", Email: "charles@example.com", Extra: map[string]any{
		"role": "agent", "quota": 1.5e3, "team": map[string]any{"id": "team_1", "name": "Support"}, "last_login": nil,
	}})
}

func (s *Server) addUser(u *User) {
	u.ID = cmp.Or(u.ID, newID("usr"))
	s.add(kindUser, u.Tenant, u.ID, s.now(), u)
}

func (u *User) show(*Server, *call) object {
	o := object{"id": u.ID, "name": u.Name, "email": u.Email}
	maps.Copy(o, u.Extra)
	return o
}
