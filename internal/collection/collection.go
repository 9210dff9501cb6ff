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

// API reads and deletes the objects of one kind.
type API[T Object] struct {
	Kind       string // for messages: "WhatsApp account"
	Pager      func() *botbiz.Pager[T]
	Get        func(ctx context.Context, id string) (T, error)
	Delete     func(ctx context.Context, id string) error
	ServerTime func(local time.Time) time.Time
	// RequestTimeout is how long Botbiz may still process a request without a response.
	RequestTimeout time.Duration
}

// Store holds what a process knows about all objects of one kind under one API key. Several collections can share it.
type Store[T Object] struct {
	mu       sync.Mutex
	snapshot *snapshot[T]
	answered bool                    // the route for a single object has returned one, so the route exists
	made     map[string]time.Time    // ids that creates returned, and the time
	creating map[*settlement[T]]bool // creates in progress
	deletes  deletes                 // deletes in progress and completed
	listings *turn[listing[T]]       // fresh listings, for creates
}

// NewStore returns an empty store.
func NewStore[T Object]() *Store[T] {
	return &Store[T]{
		made: map[string]time.Time{}, creating: map[*settlement[T]]bool{}, listings: newTurn[listing[T]](false),
		deletes: newDeletes(),
	}
}

// Collection accesses all objects of one kind for one configuration of the provider. It is safe for concurrent use.
type Collection[T Object] struct {
	*Store[T]
	api API[T]
}

// New returns a collection for an API and a store.
func New[T Object](api API[T], store *Store[T]) *Collection[T] {
	return &Collection[T]{Store: store, api: api}
}

// NewWalk reports that Terraform starts another plan or apply, which must not use an earlier snapshot. A snapshot that is
// being read belongs to a walk in progress and stays.
func (s *Store[T]) NewWalk() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.snapshot != nil && s.snapshot.readers == 0 {
		s.snapshot = nil
	}
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
