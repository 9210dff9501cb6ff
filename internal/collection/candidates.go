package collection

import (
	"context"
	"errors"
	"slices"
	"time"
)

// verdict states whether a create made a listed object.
type verdict int

const (
	no     verdict = iota
	yes            // its natural key, and not older than the create
	hidden         // the object does not show its natural key, or when it was made
	maybe          // it cannot be told apart from the object that the create made
)

// judge returns whether an object can be the result of a create. Botbiz may change the notation of a natural key, and
// created_at may be slightly behind the Date header. So a new object with another key, and a slightly older object with the
// same key, remain possible.
func (s *settlement[T]) judge(item T) verdict {
	at, dated := createdAt(item)
	sent := s.api.ServerTime(s.sent)
	held := s.creation.Key.Held(item)
	same := held && s.creation.Key.Same(item)
	old := dated && at.Before(sent.Add(-slack))
	switch {
	case s.isClaimed(item.ObjectID()), dated && at.Before(sent.Add(-skew)):
		return no
	case !held, same && !dated:
		return hidden
	case same && !old:
		return yes
	case same, dated && !old && !s.isOthers(item):
		return maybe
	}
	return no
}

func createdAt[T Object](item T) (at time.Time, dated bool) {
	created := item.CreatedTime()
	if created == nil {
		return at, false
	}
	at, err := time.Parse(time.RFC3339, *created)
	return at, err == nil
}

// candidates are the objects that can be the result of a create.
type candidates[T Object] struct {
	made    []T  // with its natural key, and not older
	maybe   []T  // cannot be excluded
	unclear bool // an object has too few fields, also after a single read
}

// candidates judges all listed objects. It reads an object with too few fields singly.
func (s *settlement[T]) candidates(ctx context.Context, items []T) candidates[T] {
	var all candidates[T]
	reads := 0
	for _, item := range items {
		v := s.judge(item)
		if v == hidden {
			item = s.reveal(ctx, item, &reads)
			v = s.judge(item)
		}
		switch v {
		case yes:
			all.made = append(all.made, item)
		case hidden:
			all.unclear = true
			all.maybe = append(all.maybe, item)
		case maybe:
			all.maybe = append(all.maybe, item)
		}
	}
	return all
}

// reveal reads a listed object with missing fields singly, up to a maximum number of reads.
func (s *settlement[T]) reveal(ctx context.Context, listed T, reads *int) T {
	if *reads++; *reads > maxReads {
		return listed
	}
	if item, err := s.ask(ctx, s.newSnapshot(), listed.ObjectID()); err == nil {
		return item
	}
	return listed
}

// adopt returns the object that the create made. It excludes objects that other creates of this process made.
func (s *settlement[T]) adopt(all *candidates[T]) *T {
	if len(all.made) != 1 || all.unclear {
		return nil
	}
	if item := all.made[0]; s.claim(item.ObjectID()) {
		return &item
	}
	all.made = nil
	return nil
}

// doubt returns why the create may have made an object, or nil if the list excludes it.
func (all candidates[T]) doubt(complete bool) error {
	switch possible := append(slices.Clone(all.made), all.maybe...); {
	case len(possible) > 0:
		return &ambiguousError{ids: ids(possible)}
	case !complete:
		return errPartial
	}
	return nil
}

var errPartial = errors.New("the list may be incomplete")

func (s *Store[T]) isClaimed(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, claimed := s.made[id]
	return claimed
}

// isOthers reports whether another create in progress makes this object.
func (s *settlement[T]) isOthers(item T) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for other := range s.creating {
		if other != s && other.creation.Key.Same(item) {
			return true
		}
	}
	return false
}
