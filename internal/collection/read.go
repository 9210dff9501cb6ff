package collection

import (
	"context"
	"reflect"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// Pauses before an object that was not found is looked for again, if it may be too young to be visible. Each is twice as
	// long as the one before.
	firstLook = 2 * time.Second
	lastLook  = 8 * time.Second

	maxVain  = 3 // useless single reads before listed objects are used without them
	parallel = 8 // parallel single reads for one caller
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
	item, found, err = s.locate(ctx, id, r.Whole)
	if err != nil || found || !c.isYoung(id, r.Made) {
		return item, found, err
	}
	for delay := firstLook; delay <= lastLook; delay *= 2 {
		if err = pause(ctx, delay); err != nil {
			return item, false, err
		}
		if item, found, err = c.alone().single(ctx, id); err != nil || found {
			return item, found, err
		}
	}
	return item, false, &InvisibleError{Kind: c.api.Kind, ID: id}
}

// Get reads one object without the reading, with the same proof as [Collection.Read].
func (c *Collection[T]) Get(ctx context.Context, id string) (item T, found bool, err error) {
	return c.alone().single(ctx, id)
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
func (s *reading[T]) locate(ctx context.Context, id string, whole func(T) bool) (item T, found bool, err error) {
	missing := func() bool {
		v := s.view(id)
		return !v.known && v.page
	}
	for missing() {
		if err = s.nextPage(ctx, missing); err != nil {
			return item, false, err
		}
	}
	if v := s.view(id); v.known {
		return s.fill(ctx, v.item, whole, false)
	}
	return s.single(ctx, id)
}

// fill returns a listed object with all fields. It reads an object with missing fields singly, as long as such reads
// return more than the list. With always, it does not stop.
func (s *reading[T]) fill(ctx context.Context, listed T, whole func(T) bool, always bool) (item T, found bool, err error) {
	id := listed.ObjectID()
	s.mu.Lock()
	skip := s.at(id).single || s.routes.noSingle != nil || !always && s.gained == 0 && s.vain >= maxVain
	s.mu.Unlock()
	if skip || whole == nil || whole(listed) {
		return listed, true, nil
	}
	item, found, err = s.single(ctx, id)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err != nil:
	case !found:
		s.at(id).gone = true
	case reflect.DeepEqual(listed, item):
		s.vain++
	default:
		s.gained++
	}
	return item, found, err
}

// fillAll completes all listed objects in parallel.
func (s *reading[T]) fillAll(ctx context.Context, whole func(T) bool, always bool) error {
	if whole == nil {
		return nil
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for _, item := range s.items(0) {
		group.Go(func() error {
			_, _, err := s.fill(ctx, item, whole, always)
			return err
		})
	}
	return group.Wait()
}

// items returns the objects of the list in order, starting at index from, without objects that are gone by now.
func (s *reading[T]) items(from int) []T {
	s.mu.Lock()
	defer s.mu.Unlock()
	items := make([]T, 0, len(s.order)-from)
	for _, id := range s.order[from:] {
		if e := s.entries[id]; !e.gone {
			items = append(items, e.item)
		}
	}
	return items
}
