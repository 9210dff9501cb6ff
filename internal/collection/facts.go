package collection

import (
	"context"
	"slices"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

const (
	quiet = 3 * time.Second        // how long a create waits for the start of the next delete of this process
	poll  = 100 * time.Millisecond // between two looks at the deletes of this process
)

// fact is what this process observed of one id.
type fact struct {
	seen     int       // event at the end of the first reading that showed it; 0: none did
	made     time.Time // when a create of this process made it
	deleting bool      // a delete of this process is in progress
	deleted  time.Time // end of that delete
	touched  time.Time
}

// remember changes the fact of an id. The caller holds the lock.
func (s *Store[T]) remember(id string, change func(*fact)) {
	id = botbiz.CanonicalID(id)
	f := s.facts[id]
	f.touched = time.Now()
	change(&f)
	s.facts[id] = f
}

// saw records that a reading that has just ended showed these objects. The caller holds the lock.
func (s *Store[T]) saw(items ...T) {
	s.events++
	for _, item := range items {
		s.remember(item.ObjectID(), func(f *fact) {
			if f.seen == 0 {
				f.seen = s.events
			}
		})
	}
}

// event returns the number of this event, to tell what was seen before it.
func (s *Store[T]) event() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events++
	return s.events
}

// factOf returns the fact of an id.
func (s *Store[T]) factOf(id string) fact {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.facts[botbiz.CanonicalID(id)]
}

// note changes the fact of an id.
func (s *Store[T]) note(id string, change func(*fact)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remember(id, change)
}

// claim records that a create made the object, and reports whether no other create did.
func (s *Store[T]) claim(id string) (claimed bool) {
	s.note(id, func(f *fact) {
		if claimed = f.made.IsZero(); claimed {
			*f = fact{made: f.touched, touched: f.touched}
		}
	})
	return claimed
}

// hasMade reports whether this process created an object less than two minutes ago.
func (s *Store[T]) hasMade() bool {
	return s.some(func(f fact) bool { return time.Since(f.made) < young })
}

// some reports whether a fact of any id is as asked.
func (s *Store[T]) some(is func(fact) bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.facts {
		if is(f) {
			return true
		}
	}
	return false
}

// prune removes old facts, so that memory is bounded in a long-running process. The caller holds the lock.
func (s *Store[T]) prune() {
	for id, f := range s.facts {
		if time.Since(f.touched) > time.Hour && !f.deleting {
			delete(s.facts, id)
		}
	}
}

// awaitDeletes waits until this process has deleted all of the objects, and reports whether it did. It stops if no delete
// has been in progress for some seconds.
func (c *Collection[T]) awaitDeletes(ctx context.Context, ids []string) bool {
	for busy := time.Now(); ; {
		left := slices.ContainsFunc(ids, func(id string) bool { return c.factOf(id).deleted.IsZero() })
		if c.some(func(f fact) bool { return f.deleting }) {
			busy = time.Now()
		}
		if !left || time.Since(busy) >= quiet || pause(ctx, poll) != nil {
			return !left
		}
	}
}

// endDeletes waits for the deletes in progress, and reports whether one ended since a time. It may have freed what a rejected
// create wanted. Without a list, nothing tells which one.
func (c *Collection[T]) endDeletes(ctx context.Context, since time.Time) bool {
	for c.some(func(f fact) bool { return f.deleting }) && pause(ctx, poll) == nil {
	}
	return c.some(func(f fact) bool { return f.deleted.After(since) })
}
