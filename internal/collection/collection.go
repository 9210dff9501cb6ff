package collection

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

const (
	// maxAge is how old a reading can get, from the start of its first request.
	maxAge = 2 * time.Minute
	// young is the age up to which an object that this provider created and that cannot be seen is not gone.
	young = 2 * time.Minute
)

// Object is an object of the API.
type Object interface {
	botbiz.Object
	CreatedTime() *string // RFC 3339, or nil
}

// API reads and deletes the objects of one kind.
type API[T Object] struct {
	Kind   string // for messages: "WhatsApp account"
	Pager  func() *botbiz.Pager[T]
	Get    func(ctx context.Context, id string) (T, error)
	Delete func(ctx context.Context, id string) (botbiz.Reply[T], error)
	// Documented asks a documented route and returns nil if it answers under the same base URL and key.
	Documented func(ctx context.Context) error
	// RequestTimeout bounds the last look after an interrupt.
	RequestTimeout time.Duration
}

// Store holds what a process knows about all objects of one kind under one API key. Several collections can share it.
type Store[T Object] struct {
	mu       sync.Mutex
	current  *reading[T]
	managed  bool            // Terraform read a resource in this walk, so the walk is a plan
	routes   routes          // what is known about the routes
	facts    map[string]fact // by canonical id
	events   int             // numbers readings and creates in their order
	waiting  atomic.Int32    // creates that wait for a look
	last     *reading[T]     // the latest look
	lost     time.Time       // when the latest create lost its response
	looks    *turn[*reading[T]]
	listings *turn[*reading[T]] // complete ones, after a lost response
	page     chan struct{}      // holds an element while a page is fetched
	doubt    chan struct{}      // holds an element while a caller finds out whether a route exists
}

// NewStore returns an empty store.
func NewStore[T Object]() *Store[T] {
	return &Store[T]{
		facts: map[string]fact{}, looks: newTurn[*reading[T]](false), listings: newTurn[*reading[T]](false),
		page: make(chan struct{}, 1), doubt: make(chan struct{}, 1),
	}
}

// Collection accesses all objects of one kind for one configuration of the provider. It is safe for concurrent use.
type Collection[T Object] struct {
	*Store[T]
	api API[T]
	// share is how old a reading can be that configurations share, in a program that embeds the provider.
	share time.Duration
}

// New returns a collection for an API and a store. share is how old a reading can be that several configurations share.
func New[T Object](api API[T], store *Store[T], share time.Duration) *Collection[T] {
	return &Collection[T]{Store: store, api: api, share: share}
}

// NewWalk reports that Terraform starts another plan or apply. It must not use an earlier reading, unless readings are
// shared for a time. Readers in progress keep theirs.
func (c *Collection[T]) NewWalk() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.managed = false
	if c.share == 0 {
		c.current, c.last = nil, nil
	}
	c.routes.forget(c.share)
	c.prune()
}

// forget ends the reading after a write.
func (s *Store[T]) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = nil
}

// acquire takes the place in a channel of one, or returns the context's error.
func acquire(ctx context.Context, place chan struct{}) error {
	select {
	case place <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
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

// turn runs calls one at a time and lets callers share them: a caller gets the result of a call that started after the
// caller arrived or, where this is sufficient, of a running one. A call that its own caller canceled is not shared: the next caller
// runs it again.
type turn[V any] struct {
	join    bool          // callers can share a call that was running when they arrived
	running chan struct{} // holds an element while a call runs

	mu    sync.Mutex
	began int // calls so far
	ended int // the latest call that can be shared
	value V   // its result
	err   error
}

func newTurn[V any](join bool) *turn[V] {
	return &turn[V]{join: join, running: make(chan struct{}, 1)}
}

func (t *turn[V]) do(ctx context.Context, call func(context.Context) (V, error)) (V, error) {
	t.mu.Lock()
	came := t.began
	if t.join {
		came = t.ended
	}
	t.mu.Unlock()
	select {
	case t.running <- struct{}{}:
		defer func() { <-t.running }()
	case <-ctx.Done():
		var zero V
		return zero, ctx.Err()
	}
	t.mu.Lock()
	if t.ended > came {
		defer t.mu.Unlock()
		return t.value, t.err
	}
	t.began++
	t.mu.Unlock()

	value, err := call(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	if ctx.Err() == nil {
		t.ended, t.value, t.err = t.began, value, err
	}
	return value, err
}
