package mockapi

import (
	"crypto/rand"
	"encoding/hex"
	"iter"
	"slices"
	"strconv"
	"time"
)

// Kinds of objects, as in messages and in the names of members.
const (
	kindAccount  = "account"
	kindEndpoint = "endpoint"
	kindUser     = "user"
	kindMessage  = "message"
)

// mutable are the fields that a PATCH can change, without the secret, and what they are when a request empties them.
var mutable = map[string]object{
	kindAccount:  {"name": ""},
	kindEndpoint: {"url": "", "events": nil, "description": nil, "enabled": true},
}

// entity is an object as the server keeps it: *Account, *Endpoint, *User, or *Message.
type entity interface {
	show(s *Server, c *call) object
}

// changeable is an entity with a PATCH route. change applies the parameters of a request, or refuses one of them and changes
// nothing.
type changeable interface{ change(p *parameters) }

// stored is an entity in the store. It stays there after its deletion, so that it keeps its place in the list.
type stored struct {
	entity
	kind, tenant string
	created      time.Time
	at           int       // its place among all objects
	gone         time.Time // when it stops to exist; zero: never
}

func (e *stored) exists(now time.Time) bool { return e.gone.IsZero() || now.Before(e.gone) }

// add stores an object. The caller holds the lock, as for all functions below.
func (s *Server) add(kind, tenant, id string, created time.Time, e entity) *stored {
	added := &stored{entity: e, kind: kind, tenant: tenant, created: created, at: len(s.objects)}
	s.objects = append(s.objects, added)
	s.byID[id] = added
	return added
}

// all yields the objects of a type that exist, oldest first.
func all[T entity](s *Server) iter.Seq[T] {
	return func(yield func(T) bool) {
		now := s.now()
		for _, e := range s.objects {
			if v, ok := e.entity.(T); ok && e.exists(now) && !yield(v) {
				return
			}
		}
	}
}

// owns reports whether an object is in the collection that the request is about.
func (c *call) owns(e *stored) bool { return e.kind == c.kind && e.tenant == c.tenant }

// find returns the object with the id in the path.
func (s *Server) find(c *call) (*stored, bool) {
	e, ok := s.byID[c.id]
	return e, ok && c.owns(e) && (e.exists(c.now) || c.tombstones && c.reads())
}

// newObjectID returns the id of a new account or endpoint.
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
