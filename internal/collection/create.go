package collection

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// maxPosts is the maximum number of POST requests of one create.
const maxPosts = 3

// Creation describes one create.
type Creation[T Object] struct {
	Post func(ctx context.Context) (T, error)
	Key  Key[T] // of the object to create
}

// Create creates an object exactly once. After a POST with an unknown outcome it looks for the object in the list and
// adopts it (adopted is true). It sends the POST again only if the list excludes that the object exists and Botbiz no
// longer processes the request. Otherwise it returns an [OutcomeError]. If an object with the same natural key explains a
// rejection, it returns a [TakenError].
func (c *Collection[T]) Create(ctx context.Context, creation Creation[T]) (item T, adopted bool, err error) {
	defer c.forget()
	s := &settlement[T]{Collection: c, creation: creation}
	s.begin()
	defer s.end()
	for posts := 1; ; posts++ {
		item, err = s.post(ctx)
		switch {
		case err == nil && c.claim(item.ObjectID()):
			return item, false, nil
		case err == nil:
			return item, false, &OutcomeError{Kind: c.api.Kind, IDs: []string{item.ObjectID()}, Cause: errTaken}
		case botbiz.IsNotSent(err):
			return item, false, err // earlier posts created nothing
		case posts == 1 && isRefusal(err):
			var freed bool
			if freed, err = s.awaitKey(ctx, err); !freed {
				return item, false, err
			}
			posts = 0
			continue
		case posts == 1 && !botbiz.IsUnknownOutcome(err):
			return item, false, err
		}
		if botbiz.IsTimeout(err) {
			s.until = time.Now().Add(c.api.RequestTimeout)
		}
		found, doubt := s.settle(ctx)
		switch {
		case found != nil:
			return *found, true, nil
		case doubt != nil:
			return item, false, s.unknown(err, doubt)
		case !botbiz.IsUnknownOutcome(err):
			return item, false, err // rejected, and earlier posts created nothing
		case posts == maxPosts || botbiz.IsTimeout(err) || botbiz.IsAnswered(err):
			return item, false, s.unknown(err, nil)
		}
	}
}

// post sends the POST once and records when the first one was sent. Attempts that the rate limit rejected created
// nothing, so the last one counts.
func (s *settlement[T]) post(ctx context.Context) (T, error) {
	if !s.sent.IsZero() {
		return s.creation.Post(ctx)
	}
	s.sent = time.Now()
	return s.creation.Post(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GetConn: func(string) { s.sent = time.Now() }}))
}

// isRefusal reports whether the API rejected the content of the request, so that the natural key may be taken.
func isRefusal(err error) bool {
	var e *botbiz.Error
	if !errors.As(err, &e) || !e.Documented {
		return false
	}
	return e.Status == http.StatusBadRequest || e.Status == http.StatusConflict || e.Status == http.StatusUnprocessableEntity
}

// awaitKey looks for objects with the natural key of a rejected create. It returns freed after this process has deleted
// them, for example after the rename of a for_each key. Then the create can be repeated.
func (s *settlement[T]) awaitKey(ctx context.Context, refusal error) (freed bool, err error) {
	holders := s.holders(ctx)
	if !s.waited {
		s.waited = true
		if len(holders) == 0 && s.hasDeletedSince(s.sent.Add(-quiet)) || len(holders) > 0 && s.awaitDeletes(ctx, holders) {
			s.sent = time.Time{}
			return true, nil
		}
	}
	if len(holders) == 0 {
		return false, refusal
	}
	return false, &TakenError{Kind: s.api.Kind, IDs: holders, Err: refusal}
}

// holders returns the ids of the objects with the natural key. If they cannot be read, the rejection is still reported.
func (s *settlement[T]) holders(ctx context.Context) []string {
	list, err := s.look(ctx)
	if err != nil {
		return nil
	}
	var holders []T
	reads := 0
	for _, item := range list.items {
		if !s.creation.Key.Held(item) {
			item = s.reveal(ctx, item, &reads)
		}
		if s.creation.Key.Same(item) {
			holders = append(holders, item)
		}
	}
	return ids(holders)
}

var errTaken = errors.New("the response contains an object that another create made")

// claim records that a create made id, and reports whether no other create did.
func (s *Store[T]) claim(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.made[id]; taken {
		return false
	}
	prune(s.made)
	s.made[id] = time.Now()
	return true
}
