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
	ServerTime func(local time.Time) time.Time
	// RequestTimeout is how long the server may still be at work on a request that got no answer.
	RequestTimeout time.Duration
}

// route is what is known of the route for a single object.
type route int

const (
	routeUnknown  route = iota
	routePresent        // it answered with an object
	routeDoubtful       // it answered without the documented envelope that there is nothing
	routeMissing        // it did so for an object that the list shows
)

// Collection is all objects of one kind. It is safe for concurrent use and lives as long as the provider's
// configuration.
type Collection[T Object] struct {
	api API[T]

	mu       sync.Mutex
	snapshot *snapshot[T]
	noList   error           // why the list route is not used any more
	full     bool            // the list shows all that the route for a single object shows
	lean     bool            // the list leaves fields out, so that managed objects are read singly
	route    route           // whether the server has a route for a single object
	getting  int             // single reads of the snapshot under way
	lists    shared[T]       // fresh listings
	polls    shared[T]       // of those who wait
	pages    int             // pages of the last fresh listing
	waiters  int             // callers of Poll between their first and their last
	made     map[string]bool // ids that creates of this process got

	finding chan struct{} // held by whoever finds out about the route
}

// New returns the collection that api reaches.
func New[T Object](api API[T]) *Collection[T] {
	return &Collection[T]{api: api, made: map[string]bool{}, finding: make(chan struct{}, 1)}
}

// Write runs one write of an object of this kind. What was read before is not used any more.
func (c *Collection[T]) Write(write func() error) error {
	defer c.forget()
	return write()
}

func (c *Collection[T]) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.snapshot = nil
}

// unusable tells whether err means that there is no list to read from, and remembers it.
func (c *Collection[T]) unusable(err error) bool {
	if !listRefused(err) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.noList = err
	return true
}

func (c *Collection[T]) listless() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.noList != nil
}

// get reads one object by its own route and remembers whether that route exists.
func (c *Collection[T]) get(ctx context.Context, id string) (T, error) {
	item, err := c.api.Get(ctx, id)
	if err == nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.route = routePresent
	}
	return item, err
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
