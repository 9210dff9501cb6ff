package collection

import (
	"context"
	"time"
)

// Pauses before an object that was not found is looked for again, if it may be too young to be visible. Each is twice as
// long as the one before.
const (
	firstLook = 2 * time.Second
	lastLook  = 8 * time.Second
)

// Reader describes a reader of one object.
type Reader[T Object] struct {
	Managed bool         // it reads a resource, which Terraform does only in plans and refreshes
	Seen    bool         // a read returned it before this process
	Fresh   bool         // it needs a reading that begins from now on
	Made    time.Time    // when this provider created the object, if it was not seen since; zero: long ago, or not known
	Whole   func(T) bool // whether a listed object has all fields that the reader needs; nil: always
}

// Key is a natural key of an object.
type Key[T any] struct {
	Held func(T) bool // whether an object contains its key, which a list may omit
	Same func(T) bool // whether it is the key of the search
	Like func(T) bool // whether it may be the key of the search in another notation; nil: no other notation
	Rest func(T) bool // whether an object agrees with a create in all but the key; nil: no object does
}

// hidden reports whether an object does not show its key and agrees in the rest, so that it may have the key.
func (k Key[T]) hidden(item T) bool { return !k.Held(item) && k.Rest != nil && k.Rest(item) }

// matches reports whether an object has the key in any notation.
func (k Key[T]) matches(item T) bool { return k.Same(item) || k.Like != nil && k.Like(item) }

// Read returns an object from the reading. found is false only if it is proven that the object does not exist. Every doubt
// is an error: an [*InvisibleError] if the object is too young, a [*RouteError] or an [*AbsentError].
func (c *Collection[T]) Read(ctx context.Context, id string, r Reader[T]) (item T, found bool, err error) {
	s := c.enter(id, r.Managed, r.Fresh)
	if r.Seen {
		c.mu.Lock()
		s.at(id).seen = true
		c.mu.Unlock()
	}
	item, found, err = c.locate(ctx, s, id, r.Whole)
	if err != nil || found || !c.isYoung(id, r.Made) {
		return item, found, err
	}
	for delay := firstLook; delay <= lastLook; delay *= 2 {
		if err = pause(ctx, delay); err != nil {
			return item, false, err
		}
		if item, found, err = c.single(ctx, c.alone(), id); err != nil || found {
			return item, found, err
		}
	}
	return item, false, &InvisibleError{Kind: c.api.Kind, ID: id}
}

// Get reads one object without the reading, with the same proof as [Collection.Read].
func (c *Collection[T]) Get(ctx context.Context, id string) (item T, found bool, err error) {
	return c.single(ctx, c.alone(), id)
}

// isYoung reports whether this provider created the object less than two minutes ago, by the local clock, and it was never
// seen since.
func (c *Collection[T]) isYoung(id string, made time.Time) bool {
	f := c.factOf(id)
	if !f.deleted.IsZero() || f.seen > 0 {
		return false
	}
	return !f.made.IsZero() && time.Since(f.made) < young || time.Since(made).Abs() < young
}

// locate looks for an id in the reading and fetches missing pages or the object.
func (c *Collection[T]) locate(ctx context.Context, s *reading[T], id string, whole func(T) bool) (item T, found bool, err error) {
	missing := func() bool {
		v := c.view(s, id)
		return !v.known && v.page
	}
	for missing() {
		if err = c.nextPage(ctx, s, missing); err != nil {
			return item, false, err
		}
	}
	if v := c.view(s, id); v.known {
		return c.complete(ctx, s, v.item, whole, false)
	}
	return c.single(ctx, s, id)
}
