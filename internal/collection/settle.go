package collection

import (
	"cmp"
	"context"
	"time"
)

const (
	apart = 3 * time.Second // between two listings that look for the same object, at least
	slack = 2 * time.Second // created_at is in whole seconds
	// skew is how far created_at may be behind Botbiz's Date header before an object counts as older than the create.
	skew     = 30 * time.Second
	maxReads = 10 // of listed objects that do not show what they are
)

// settlement finds out what one create did.
type settlement[T Object] struct {
	*Collection[T]
	creation Creation[T]
	sent     time.Time // when the first post left, on the local monotonic clock
	until    time.Time // Botbiz may work on the post until then; zero: it does not
	waited   bool      // for other objects to free the natural key
}

// listing is one reading of the whole list.
type listing[T Object] struct {
	items    []T
	complete bool
}

// begin lets other creates know which natural key this one makes.
func (s *settlement[T]) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.creating[s] = true
}

func (s *settlement[T]) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.creating, s)
}

// settle returns the object that the create made. It returns neither an object nor a doubt only where two listings some
// seconds apart rule out that there is one.
func (s *settlement[T]) settle(ctx context.Context) (found *T, doubt error) {
	for looks := 1; ; looks++ {
		interrupted, began := ctx.Err() != nil, time.Now()
		list, err := s.look(ctx)
		if err != nil && !interrupted && ctx.Err() != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		candidates := s.candidates(ctx, list.items)
		switch found := s.adopt(&candidates); {
		case found != nil:
			return found, nil
		case len(candidates.made) > 0 || candidates.unclear:
			return nil, candidates.doubt(list.complete)
		case interrupted:
			return nil, cmp.Or(candidates.doubt(list.complete), ctx.Err())
		case looks >= 2 && !began.Before(s.until):
			return nil, candidates.doubt(list.complete)
		}
		_ = pause(ctx, s.wait(looks)) // an interrupt ends it, and the look that follows is the last
	}
}

// look lists. One listing goes on after an interrupt, so that what Botbiz made is recorded.
func (s *settlement[T]) look(ctx context.Context) (listing[T], error) {
	if ctx.Err() != nil {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.api.RequestTimeout)
		defer cancel()
		ctx = last
	}
	return s.listings.do(ctx, func(ctx context.Context) (listing[T], error) {
		fresh := s.newSnapshot()
		if err := s.needAll(ctx, fresh); err != nil {
			return listing[T]{}, err
		}
		return listing[T]{items: s.listed(fresh, 0), complete: fresh.complete}, nil
	})
}

// wait is how long to wait after so many looks: longer each time while Botbiz may be at work, because looking costs
// requests.
func (s *settlement[T]) wait(looks int) time.Duration {
	return max(apart, min(apart<<(looks-1), time.Until(s.until)))
}
