package collection

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// Creation describes one create.
type Creation[T Object] struct {
	Post func(ctx context.Context) (T, error)
	Key  Key[T] // finds the object that the create made
	// Taken finds the objects that can be the reason of a rejection; its zero value is Key.
	Taken Key[T]
}

// Create creates an object exactly once: it looks, sends the POST once, and looks. Dates and clocks decide nothing.
//
// It reads the list first, so it knows which objects were there before. An object with the natural key is a [*TakenError],
// unless this process is deleting it: then the create waits. After a lost or unusable response it reads the list again. It
// adopts an object with the natural key that was not there before and that no other create made (adopted is true). Without
// one the error is an [*OutcomeError]. A rejected POST is repeated only after a delete of this process freed the natural key.
func (c *Collection[T]) Create(ctx context.Context, creation Creation[T]) (item T, adopted bool, err error) {
	defer c.forget()
	if creation.Taken.Same == nil {
		creation.Taken = creation.Key
	}
	for try := 0; ; try++ {
		first := try == 0
		before, err := c.look(ctx)
		if err != nil {
			return item, false, &NotCreatedError{Kind: c.api.Kind, Err: err}
		}
		if holders, hidden := c.holders(ctx, before, creation.Key, false); len(holders) > 0 {
			if first && c.awaitDeletes(ctx, holders) {
				continue
			}
			return item, false, &TakenError{Kind: c.api.Kind, IDs: holders, Hidden: hidden}
		}
		sent, event := time.Now(), c.event()
		item, err = creation.Post(ctx)
		queued := errors.Is(err, botbiz.ErrQueued)
		switch {
		case err == nil, queued:
			id := item.ObjectID()
			if was := c.factOf(id); was.deleting || was.deleted.After(sent) || was.isBefore(event) {
				if first && c.awaitDeletes(ctx, []string{id}) {
					continue
				}
				return item, false, &TakenError{Kind: c.api.Kind, IDs: []string{id}, Err: errEarlier}
			}
			// A job can repeat the key. Without routes that show objects, the response is all there is.
			shown := creation.Key.Held(item) && (!queued || lacksRoute(before.noList)) || c.confirms(ctx, id)
			if !shown {
				made, adopted, err := c.settle(ctx, creation, before, event, fmt.Errorf("the response contains %s, which the API does not show", id))
				if err == nil && made.ObjectID() == id {
					return item, false, nil
				}
				return made, adopted, err
			}
			if c.claim(id) {
				return item, false, nil
			}
			return item, false, &TakenError{Kind: c.api.Kind, IDs: []string{id}, Err: errTaken}
		case botbiz.IsUnknownOutcome(err):
			return c.settle(ctx, creation, before, event, err)
		case lacksRoute(err):
			return item, false, &RouteError{Kind: c.api.Kind, Err: err, Documented: c.isDocumented(ctx)}
		case !botbiz.IsRefusal(err):
			return item, false, err
		}
		holders, hidden := c.refusers(ctx, creation.Taken)
		switch {
		case len(holders) > 0 && first && c.awaitDeletes(ctx, holders):
		case len(holders) == 0 && first && c.endDeletes(ctx, sent.Add(-quiet)):
		case len(holders) == 0 && botbiz.IsConflict(err) && try < enough && c.endDeletes(ctx, sent.Add(-young)) && pause(ctx, apart<<try) == nil:
		case len(holders) == 0:
			return item, false, err
		default:
			return item, false, &TakenError{Kind: c.api.Kind, IDs: holders, Hidden: hidden, Err: err}
		}
	}
}

var (
	errEarlier = errors.New("the response contains an object that existed before")
	errTaken   = errors.New("the response contains an object that another create made")
)

// isBefore reports whether an object is known to have existed before an event, and was not deleted since.
func (f fact) isBefore(event int) bool { return f.seen > 0 && f.seen < event }

// confirms reports whether the id in a response that lacks the natural key is the id of an object, and not that of a job.
func (c *Collection[T]) confirms(ctx context.Context, id string) bool {
	_, err := c.ask(ctx, c.alone(), id)
	return err == nil
}
