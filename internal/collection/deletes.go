package collection

import (
	"context"
	"slices"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// quiet is how long a create waits for the start of the next delete of this process.
const quiet = 3 * time.Second

// deletes holds the deletes of a process. The store's lock guards it.
type deletes struct {
	running map[string]bool
	done    map[string]time.Time
	latest  time.Time     // end of the latest
	changed chan struct{} // closed at the next change
}

func newDeletes() deletes {
	return deletes{running: map[string]bool{}, done: map[string]time.Time{}, changed: make(chan struct{})}
}

// Delete deletes an object. A 404 or 410 counts as deleted only if a following read proves that the object is gone.
func (c *Collection[T]) Delete(ctx context.Context, id string) error {
	defer c.forget()
	c.beginDelete(id)
	err := c.api.Delete(ctx, id)
	if gone, doubt := c.provenGone(ctx, id, err); gone {
		err = nil
	} else if doubt != nil {
		err = doubt
	}
	c.endDelete(id, err)
	return err
}

// Write changes an object. It ends the snapshot, so that later reads return the new state.
func (c *Collection[T]) Write(ctx context.Context, id string, write func() error) error {
	defer c.forget()
	err := write()
	if _, doubt := c.provenGone(ctx, id, err); doubt != nil {
		return doubt
	}
	return err
}

// provenGone reads an object after a write that failed with 404 or 410. It returns a doubt where that does not prove that
// the object is gone.
func (c *Collection[T]) provenGone(ctx context.Context, id string, err error) (gone bool, doubt error) {
	if !botbiz.IsGone(err) {
		return false, nil
	}
	_, found, doubt := c.Get(ctx, id)
	if found {
		doubt = &MissingRouteError{Kind: c.api.Kind, Err: err}
	}
	return doubt == nil, doubt
}

func (s *Store[T]) beginDelete(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deletes.running[id] = true
	s.deletes.change()
}

func (s *Store[T]) endDelete(id string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &s.deletes
	delete(d.running, id)
	d.latest = time.Now()
	if err == nil {
		prune(d.done)
		d.done[id] = d.latest
		delete(s.made, id) // an id may be used again
	}
	d.change()
}

func (d *deletes) change() {
	close(d.changed)
	d.changed = make(chan struct{})
}

// awaitDeletes waits until this process has deleted all of the objects, and reports whether it did. It stops if no delete
// has been in progress for some seconds.
func (s *Store[T]) awaitDeletes(ctx context.Context, ids []string) bool {
	since := time.Now()
	for {
		s.mu.Lock()
		d := &s.deletes
		left := slices.ContainsFunc(ids, func(id string) bool { return d.done[id].IsZero() })
		busy, changed := len(d.running) > 0, d.changed
		if d.latest.After(since) {
			since = d.latest
		}
		s.mu.Unlock()
		wait := quiet - time.Since(since)
		if !left || !busy && wait <= 0 {
			return !left
		}
		var timeout <-chan time.Time
		if !busy {
			timeout = time.After(wait)
		}
		select {
		case <-ctx.Done():
			return false
		case <-changed:
		case <-timeout:
		}
	}
}

// hasDeletedSince reports whether this process deleted an object after t.
func (s *Store[T]) hasDeletedSince(t time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, at := range s.deletes.done {
		if at.After(t) {
			return true
		}
	}
	return false
}

// prune removes old entries, so that memory is bounded in a long-running process.
func prune(times map[string]time.Time) {
	for id, at := range times {
		if time.Since(at) > time.Hour {
			delete(times, id)
		}
	}
}
