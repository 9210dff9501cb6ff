package collection

import (
	"context"
	"sync"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// Object is an object of the API.
type Object interface {
	botbiz.Object
	CreatedTime() *string // RFC 3339, or nil
}

// API is how a collection reaches the objects of its kind.
type API[T Object] struct {
	Kind       string // for messages: "WhatsApp account"
	Pager      func() *botbiz.Pager[T]
	Get        func(ctx context.Context, id string) (T, error)
	Delete     func(ctx context.Context, id string) error
	ServerTime func(local time.Time) time.Time
	// RequestTimeout is how long Botbiz may still work on a request that got no answer.
	RequestTimeout time.Duration
}

// Store is what a process knows of all objects of one kind under one API key. Several collections may share it.
type Store[T Object] struct {
	mu       sync.Mutex
	snapshot *snapshot[T]
	answered bool                    // the route for a single object has answered with one, so it exists
	made     map[string]time.Time    // the ids that creates got, and when
	creating map[*settlement[T]]bool // creates under way
	deletes  deletes                 // deletes under way and done
	listings *turn[listing[T]]       // fresh listings, for creates
}

// NewStore returns an empty store.
func NewStore[T Object]() *Store[T] {
	return &Store[T]{
		made: map[string]time.Time{}, creating: map[*settlement[T]]bool{}, listings: newTurn[listing[T]](false),
		deletes: newDeletes(),
	}
}

// Collection is all objects of one kind, as one configuration of the provider reaches them. It is safe for concurrent use.
type Collection[T Object] struct {
	*Store[T]
	api API[T]
}

// New returns the collection that api reaches, with what store knows.
func New[T Object](api API[T], store *Store[T]) *Collection[T] {
	return &Collection[T]{Store: store, api: api}
}

// NewWalk says that Terraform starts another plan or apply, which must not be answered from an earlier one's snapshot. A
// snapshot that is being read belongs to a walk under way and stays.
func (s *Store[T]) NewWalk() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.snapshot != nil && s.snapshot.readers == 0 {
		s.snapshot = nil
	}
}

// Write runs one write of an object of this kind. What was read before is not used any more.
func (s *Store[T]) Write(write func() error) error {
	defer s.forget()
	return write()
}

func (s *Store[T]) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.snapshot = nil
}

// pause waits, or returns the context's error.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
