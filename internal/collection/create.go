package collection

import (
	"context"
	"errors"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// maxPosts is how often one create is posted at most.
const maxPosts = 3

// Creation is one object to create.
type Creation[T Object] struct {
	Post func(ctx context.Context) (T, error)
	Key  Key[T] // of the object to create
}

// Create creates an object exactly once. After a Post of which the outcome is unknown it looks for the object in the
// list: one that was made since, by the server's clock, and that no other create of this process got, is adopted, and
// adopted is true. Where there is none in two complete listings it posts again, except after a time-out, when the server
// may still be at it, and after a 2xx, which says that there must be one. Everything else is an [OutcomeError].
func (c *Collection[T]) Create(ctx context.Context, creation Creation[T]) (item T, adopted bool, err error) {
	defer c.forget()
	sent := time.Now()
	for posts := 1; ; posts++ {
		item, err = creation.Post(ctx)
		switch {
		case err == nil && c.claim(item.ObjectID()):
			return item, false, nil
		case err == nil:
			return item, false, &OutcomeError{Kind: c.api.Kind, IDs: []string{item.ObjectID()}, Cause: errTaken}
		case !botbiz.IsUnknownOutcome(err) && (posts == 1 || botbiz.IsNotSent(err)):
			return item, false, err // it made nothing, nor did the posts before it
		}
		s := settlement[T]{Collection: c, creation: creation, sent: sent}
		if botbiz.IsTimeout(err) {
			s.until = time.Now().Add(c.api.RequestTimeout)
		}
		found, serr := s.settle(ctx)
		switch {
		case found != nil:
			return *found, true, nil
		case serr == nil && !botbiz.IsUnknownOutcome(err):
			return item, false, err // refused, and the posts before it left nothing
		case serr != nil || posts == maxPosts || !repeatable(err):
			return item, false, s.unknown(err, serr)
		}
	}
}

// repeatable tells whether a post that failed with err, and left nothing, may be sent again.
func repeatable(err error) bool {
	var answer *botbiz.AnswerError
	return !botbiz.IsTimeout(err) && !errors.As(err, &answer)
}

var errTaken = errors.New("the answer is an object that another create got")

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

func (c *Collection[T]) isClaimed(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.made[id]
}

// release forgets a claim, for servers that give an id again.
func (c *Collection[T]) release(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.made, id)
}
