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
		began := time.Now()
		item, adopted, err = c.create(ctx, creation)
		if err == nil || !c.freed(ctx, err, try, began) {
			return item, adopted, err
		}
	}
}

func (c *Collection[T]) create(ctx context.Context, creation Creation[T]) (item T, adopted bool, err error) {
	taken := func(err error, hidden bool, ids ...string) error {
		return &TakenError{Kind: c.api.Kind, IDs: ids, Hidden: hidden, Err: err}
	}
	before, err := c.look(ctx)
	if err != nil {
		return item, false, &NotCreatedError{Kind: c.api.Kind, Err: err}
	}
	if holders, hidden := c.holders(ctx, before, creation.Key, false); len(holders) > 0 {
		return item, false, taken(nil, hidden, holders...)
	}
	sent, event := time.Now(), c.event()
	item, err = creation.Post(ctx)
	id, queued := item.ObjectID(), errors.Is(err, botbiz.ErrQueued)
	switch {
	case err == nil, queued:
		was := c.factOf(id)
		if was.deleting && c.awaitDeletes(ctx, []string{id}) {
			was = c.factOf(id)
		}
		// A delete at the same time ended what the response contains, or the create made it again after that.
		if was.deleting || was.isBefore(event) || was.deleted.After(sent) && !c.confirms(ctx, id) {
			return item, false, taken(errEarlier, false, id)
		}
		// A job can repeat the key. Without routes that show objects, the response is all there is.
		if creation.Key.Held(item) && (!queued || lacksRoute(before.noList)) || c.confirms(ctx, id) {
			if c.claim(id) {
				return item, false, nil
			}
			return item, false, taken(errTaken, false, id)
		}
		made, adopted, err := c.settle(ctx, creation, before, event, enough, fmt.Errorf("the response contains %s, which the API does not show", id))
		if err == nil && made.ObjectID() == id {
			return item, false, nil
		}
		return made, adopted, err
	case botbiz.IsUnknownOutcome(err):
		return c.settle(ctx, creation, before, event, enough, err)
	case lacksRoute(err), botbiz.IsForeign(err): // a proxy can answer for an API that acted
		made, adopted, settled := c.settle(ctx, creation, before, event, 1, err)
		var unknown *OutcomeError
		switch {
		case !errors.As(settled, &unknown) || len(unknown.IDs) > 0:
			return made, adopted, settled
		case lacksRoute(err) && !botbiz.IsRedirect(err):
			err = &RouteError{Kind: c.api.Kind, Err: err, Documented: c.isDocumented(ctx)}
		}
	case botbiz.IsRefusal(err):
		if holders, hidden := c.refusers(ctx, creation.Taken); len(holders) > 0 {
			err = taken(err, hidden, holders...)
		}
	}
	return item, false, err
}

// freed reports whether deletes of this process have freed what a create wanted that failed with err. A key can be free some
// time after the delete.
func (c *Collection[T]) freed(ctx context.Context, err error, try int, began time.Time) bool {
	var taken *TakenError
	switch {
	case errors.As(err, &taken):
		return try == 0 && !errors.Is(err, errTaken) && c.awaitDeletes(ctx, taken.IDs)
	case errors.As(err, new(*OutcomeError)), !botbiz.IsRefusal(err): // a list can be refused, too
		return false
	case try == 0 && c.endDeletes(ctx, began.Add(-quiet)):
		return true
	}
	return try < enough && botbiz.IsConflict(err) && c.endDeletes(ctx, began.Add(-young)) && pause(ctx, apart<<try) == nil
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
