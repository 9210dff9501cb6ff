package mockapi

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strconv"
	"time"
)

// entity is an object as the server stores it.
type entity interface {
	identity() (id string, created time.Time)
	show(s *Server, c *call) object
}

// changeable is an entity with a PATCH route.
type changeable interface {
	// change applies the parameters of a request, or refuses one of them and changes nothing.
	change(p *parameters)
	// clear empties the mutable fields that the parameters lack.
	clear(p *parameters)
}

// mutable are the fields that a PATCH can change, without the secret.
var mutable = map[string][]string{kindAccount: {"name"}, kindEndpoint: {"url", "events", "description", "enabled"}}

// stored is an entity in a collection. It stays there after its deletion, so that it keeps its place in the list.
type stored struct {
	entity
	gone time.Time // when it stops to exist; zero: never
}

func (e *stored) exists(now time.Time) bool { return e.gone.IsZero() || now.Before(e.gone) }

// collection keeps objects in the order of creation.
type collection struct {
	order []*stored
	byID  map[string]int
}

func (c *collection) add(e entity) *stored {
	id, _ := e.identity()
	c.byID[id] = len(c.order)
	c.order = append(c.order, &stored{entity: e})
	return c.order[c.byID[id]]
}

func (c *collection) get(id string, now time.Time) (*stored, bool) {
	i, ok := c.byID[id]
	if !ok || !c.order[i].exists(now) {
		return nil, false
	}
	return c.order[i], true
}

// all returns the objects that exist, oldest first.
func all[T entity](c *collection, now time.Time) (found []T) {
	for _, e := range c.order {
		if e.exists(now) {
			found = append(found, e.entity.(T))
		}
	}
	return found
}

// tenant is a Botbiz customer with one or several keys.
type tenant struct {
	objects  map[string]*collection // by kind
	messages []Message
}

// Kinds of objects, as in messages and in the names of members.
const (
	kindAccount  = "account"
	kindEndpoint = "endpoint"
	kindUser     = "user"
)

// tenantNamed returns a tenant, which it creates if needed. The caller holds the lock.
func (s *Server) tenantNamed(name string) *tenant {
	t, ok := s.tenants[name]
	if !ok {
		t = &tenant{objects: map[string]*collection{}}
		for _, kind := range []string{kindAccount, kindEndpoint, kindUser} {
			t.objects[kind] = &collection{byID: map[string]int{}}
		}
		for _, u := range firstUsers() {
			t.objects[kindUser].add(&user{u})
		}
		s.tenants[name] = t
	}
	return t
}

// newObjectID returns the id of a new account or endpoint. The caller holds the lock.
func (s *Server) newObjectID(kind string) string {
	if !slices.Contains(s.enabled, "numeric-ids") {
		return newID(kind)
	}
	s.created++
	return strconv.Itoa(1000 + s.created)
}

// newID returns a globally unique id.
func newID(kind string) string { return kind + "_" + randomHex(12) }

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
