package collection

import (
	"context"
	"errors"
	"slices"
	"time"
)

const (
	slack    = 2 * time.Second // servers write created_at in whole seconds
	apart    = 3 * time.Second // between two listings that look for the same object, at least
	maxReads = 10              // of listed objects that do not show what they are
)

// settlement is the search for the outcome of one create.
type settlement[T Object] struct {
	*Collection[T]
	creation Creation[T]
	sent     time.Time // when the first post was sent, on the local monotonic clock
	until    time.Time // the server may be at work on the post until then; zero: it is not
}

// settle returns the object that the create made, or nil where there is none in two complete listings some seconds
// apart.
func (s *settlement[T]) settle(ctx context.Context) (*T, error) {
	for looks := 1; ; looks++ {
		interrupted, began := ctx.Err() != nil, time.Now()
		items, err := s.look(ctx)
		if err != nil && !interrupted && ctx.Err() != nil {
			continue
		} else if err != nil {
			return nil, err
		}
		found, err := s.match(ctx, items)
		switch {
		case found != nil || err != nil:
			return found, err
		case interrupted:
			return nil, ctx.Err()
		case looks >= 2 && !began.Before(s.until):
			return nil, nil
		}
		_ = pause(ctx, s.wait(looks)) // an interrupt ends it, and the look that follows is the last
	}
}

// look lists. One listing goes on after an interrupt, so that what the server made is recorded.
func (s *settlement[T]) look(ctx context.Context) ([]T, error) {
	if ctx.Err() == nil {
		return s.List(ctx)
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.api.RequestTimeout)
	defer cancel()
	return s.List(last)
}

// wait is how long to wait after so many looks: ever longer while the server may be at work, because looking costs
// requests.
func (s *settlement[T]) wait(looks int) time.Duration {
	return max(apart, min(apart<<(looks-1), time.Until(s.until)))
}

// verdict says whether the create made a listed object.
type verdict int

const (
	no verdict = iota
	yes
	unsure // the object lacks its natural key, or when it was made
)

func (s *settlement[T]) judge(item T) verdict {
	at, undated := s.createdAt(item)
	unkeyed := !s.creation.Key.Held(item)
	switch {
	case s.isClaimed(item.ObjectID()), !unkeyed && !s.creation.Key.Same(item):
		return no
	case !undated && at.Before(s.api.ServerTime(s.sent).Add(-slack)):
		return no
	case undated || unkeyed:
		return unsure
	}
	return yes
}

func (s *settlement[T]) createdAt(item T) (at time.Time, undated bool) {
	created := item.CreatedTime()
	if created == nil {
		return at, true
	}
	at, err := time.Parse(time.RFC3339, *created)
	return at, err != nil
}

// match picks the one object that this create can have made.
func (s *settlement[T]) match(ctx context.Context, items []T) (*T, error) {
	candidates := slices.DeleteFunc(items, func(item T) bool { return s.judge(item) == no })
	unclear := 0
	for _, item := range candidates {
		if s.judge(item) == unsure {
			unclear++
		}
	}
	if unclear > maxReads {
		return nil, errUnclear
	}
	sure := true
	var matches []T
	for _, item := range candidates {
		if s.judge(item) == unsure {
			item = s.readSingly(ctx, item)
		}
		if v := s.judge(item); v != no {
			matches = append(matches, item)
			sure = sure && v == yes
		}
	}
	switch {
	case len(matches) == 0:
		return nil, nil
	case len(matches) > 1 || !sure:
		return nil, &ambiguousError{ids: ids(matches)}
	case !s.claim(matches[0].ObjectID()):
		return s.match(ctx, matches) // another create has just got it
	}
	return &matches[0], nil
}

// readSingly returns an object with what the list leaves out of it, if its own route tells.
func (s *settlement[T]) readSingly(ctx context.Context, listed T) T {
	if s.routeNow() == routeMissing {
		return listed
	}
	if item, err := s.get(ctx, listed.ObjectID()); err == nil {
		return item
	}
	return listed
}

// unknown is the error for a post that failed with cause and an outcome that err kept from being settled; nil: the object
// is not there.
func (s *settlement[T]) unknown(cause, err error) error {
	outcome := &OutcomeError{Kind: s.api.Kind, Cause: cause, Err: err}
	var ambiguous *ambiguousError
	if errors.As(err, &ambiguous) {
		outcome.IDs = ambiguous.ids
	}
	return outcome
}
