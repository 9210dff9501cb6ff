package collection

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

const (
	slack    = 2 * time.Second // servers write created_at in whole seconds
	apart    = 3 * time.Second // between two listings that look for the same object
	maxPosts = 3
)

// Creation is one object to create.
type Creation[T Object] struct {
	Post func(ctx context.Context) (T, error)
	Same func(T) bool // whether an object has the natural key of the one to create
}

// Create creates an object exactly once. After a Post of which the outcome is unknown it looks for the object in the
// list: one that was made since, by the server's clock, and that no other create of this process got, is adopted, and
// adopted is true. Where there is none in two complete listings it posts again, except after a time-out, when the server
// may still be at it. Everything else is an [OutcomeError].
func (c *Collection[T]) Create(ctx context.Context, creation Creation[T]) (item T, adopted bool, err error) {
	defer c.forget()
	sent := time.Now()
	for posts := 1; ; posts++ {
		item, err = creation.Post(ctx)
		switch {
		case err == nil:
			c.claim(item.ObjectID())
			return item, false, nil
		case posts == 1 && !botbiz.IsUnknownOutcome(err):
			return item, false, err
		}
		s := settlement[T]{Collection: c, same: creation.Same, sent: sent, cause: err}
		if botbiz.IsTimeout(err) {
			s.until = time.Now().Add(c.api.RequestTimeout)
		}
		found, serr := s.settle(ctx)
		if found != nil {
			return *found, true, nil
		}
		if serr == nil && !botbiz.IsUnknownOutcome(err) {
			return item, false, err // refused, and the posts before it left nothing
		}
		if serr == nil && (s.until.IsZero() && posts < maxPosts) {
			continue
		}
		return item, false, s.unknown(serr)
	}
}

// claim remembers that id is the outcome of a create, and reports whether it was free.
func (c *Collection[T]) claim(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.made[id] {
		return false
	}
	c.made[id] = true
	return true
}

// settlement is the search for the outcome of one create.
type settlement[T Object] struct {
	*Collection[T]
	same  func(T) bool
	sent  time.Time // when the first post was sent, on the local monotonic clock
	until time.Time // the server may be at work on the post until then; zero: it is not
	cause error
}

// settle returns the object that the create made, or nil where there is none in two complete listings some seconds
// apart.
func (s *settlement[T]) settle(ctx context.Context) (*T, error) {
	for looks := 1; ; looks++ {
		began := time.Now()
		items, err := s.look(ctx)
		if err != nil {
			return nil, err
		}
		found, err := s.match(items)
		if found != nil || err != nil {
			return found, err
		}
		if looks >= 2 && began.After(s.until) {
			return nil, nil
		}
		if err := pause(ctx, apart); err != nil {
			return nil, err
		}
	}
}

// look lists. One listing goes on after an interrupt, so that what the server made is recorded.
func (s *settlement[T]) look(ctx context.Context) ([]T, error) {
	if ctx.Err() != nil {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.api.RequestTimeout)
		defer cancel()
		return s.List(last)
	}
	items, err := s.List(ctx)
	if err != nil && ctx.Err() != nil {
		return s.look(ctx)
	}
	return items, err
}

// match picks the one object that this create can have made.
func (s *settlement[T]) match(items []T) (*T, error) {
	since := s.api.ServerTime(s.sent).Add(-slack)
	var matches, undated []T
	for _, item := range items {
		if !s.same(item) || s.isClaimed(item.ObjectID()) {
			continue
		}
		created := item.CreatedTime()
		if created == nil {
			undated = append(undated, item)
			continue
		}
		at, err := time.Parse(time.RFC3339, *created)
		switch {
		case err != nil:
			undated = append(undated, item)
		case !at.Before(since):
			matches = append(matches, item)
		}
	}
	switch candidates := append(matches, undated...); {
	case len(candidates) == 0:
		return nil, nil
	case len(candidates) == 1 && len(undated) == 0 && s.claim(candidates[0].ObjectID()):
		return &candidates[0], nil
	default:
		return nil, &ambiguousError{ids: ids(candidates)}
	}
}

func (s *settlement[T]) isClaimed(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.made[id]
}

// unknown is the error for an outcome that err kept from being settled; nil: the object is not there.
func (s *settlement[T]) unknown(err error) error {
	outcome := &OutcomeError{Kind: s.api.Kind, Cause: s.cause, Err: err}
	var ambiguous *ambiguousError
	if errors.As(err, &ambiguous) {
		outcome.IDs = ambiguous.ids
	}
	return outcome
}

// OutcomeError is a create of which it is unknown whether it was carried out.
type OutcomeError struct {
	Kind  string
	IDs   []string // the objects that it may have made; several, or one that cannot be dated
	Cause error    // why the create itself failed
	Err   error    // why its outcome could not be looked up; nil: it was, and nothing is there yet
}

func (e *OutcomeError) Error() string {
	text := fmt.Sprintf("the create of the %s was sent and not properly answered (%v)", e.Kind, e.Cause)
	switch {
	case len(e.IDs) > 0:
		return text + "; it may have made " + strings.Join(e.IDs, " or ")
	case e.Err != nil:
		return text + "; its outcome could not be looked up: " + e.Err.Error()
	}
	return text + "; nothing of it shows in the list so far"
}

// Unwrap returns both causes.
func (e *OutcomeError) Unwrap() []error { return []error{e.Cause, e.Err} }

type ambiguousError struct{ ids []string }

func (e *ambiguousError) Error() string { return "candidates: " + strings.Join(e.ids, ", ") }

func ids[T Object](items []T) []string {
	var ids []string
	for _, item := range items {
		ids = append(ids, item.ObjectID())
	}
	slices.Sort(ids)
	return ids
}
