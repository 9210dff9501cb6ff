package collection

import (
	"cmp"
	"context"
	"time"
)

const (
	apart = 3 * time.Second // minimum time between two listings for the same object
	slack = 2 * time.Second // created_at is in whole seconds
	// skew is how far created_at can be behind the Date header before an object counts as older than the create.
	skew     = 30 * time.Second
	maxReads = 10 // of listed objects with too few fields
)

// settlement finds out the outcome of one create.
type settlement[T Object] struct {
	*Collection[T]
	creation Creation[T]
	sent     time.Time // when the first POST was sent, on the local monotonic clock
	until    time.Time // Botbiz may process the POST until then; zero: it does not
	waited   bool      // until other objects free the natural key
}

// listing is one read of the complete list.
type listing[T Object] struct {
	items    []T
	complete bool
}

// begin publishes the natural key of this create to other creates.
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

// settle returns the object that the create made. It returns neither an object nor a doubt only if two listings some
// seconds apart exclude it.
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
		_ = pause(ctx, s.wait(looks)) // an interrupt ends it, and the next listing is the last
	}
}

// look reads the list. One listing continues after an interrupt, so that a created object is recorded.
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

// wait returns the pause after a number of listings. It grows while Botbiz may process the request, because listings cost
// requests.
func (s *settlement[T]) wait(looks int) time.Duration {
	return max(apart, min(apart<<(looks-1), time.Until(s.until)))
}
