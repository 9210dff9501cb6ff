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
	// Besides gets the ids of other objects with the key of Taken, if the look before the POST showed any. nil: nobody asks.
	Besides func(ids []string)
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
		if err == nil && creation.Besides != nil {
			if ids := c.besides(creation.Taken); len(ids) > 0 {
				creation.Besides(ids)
			}
		}
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
	if holders, hidden := before.holders(ctx, creation.Key, false); len(holders) > 0 {
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
		case !errors.As(settled, &unknown) || len(unknown.IDs) > 0 || !unknown.looked():
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
	_, err := c.alone().ask(ctx, id)
	return err == nil
}

// later is how long a write is looked for that the API accepted and may carry out later.
const later = 9 * time.Second

// Delete deletes an object. made is when this provider created it, if the state has it. It is deleted if the API says
// nothing more, or says so; after any other response only if a following read proves that it is gone. While Botbiz is
// deleting it, Delete waits. An object that is older than the create of this process that returned it is its result: [ErrKept].
func (c *Collection[T]) Delete(ctx context.Context, id string, made time.Time) error {
	defer c.forget()
	if f := c.factOf(id); f.seen == 0 && made.Before(f.made.Add(-time.Second)) {
		return ErrKept
	}
	c.note(id, func(f *fact) { f.deleting = true })
	err := c.delete(ctx, id, made)
	c.note(id, func(f *fact) {
		if f.deleting = false; err == nil {
			*f = fact{deleted: f.touched, touched: f.touched} // the id may be used again
		}
	})
	return err
}

// ErrKept is a delete that was not sent, because a create of this process returned the same object as its own.
var ErrKept = errors.New("a create of this run returned the same object")

func (c *Collection[T]) delete(ctx context.Context, id string, made time.Time) error {
	reply, refused := c.api.Delete(ctx, id)
	switch {
	case refused == nil && (reply.Empty || reply.Deleted):
		return nil
	case refused != nil && !lacksRoute(refused):
		return refused
	}
	// A delete that the API took for other objects is a route that exists: what it shows may be out of date.
	slow := reply.Fine || reply.Queued || refused != nil && c.some(func(f fact) bool { return !f.deleted.IsZero() })
	for began := time.Now(); ; {
		item, found, err := c.Get(ctx, id)
		switch {
		case err == nil && !found && refused != nil && c.isYoung(id, made):
			return &InvisibleError{Kind: c.api.Kind, ID: id}
		case err == nil && !found, refused == nil && (errors.As(err, new(*AbsentError)) || reply.Fine && isUnread(err)):
			return nil
		case err != nil:
			return c.missingWrite(refused, err)
		case time.Since(began) >= young, !item.Leaving() && (!slow || time.Since(began) >= later):
			if slow {
				refused = nil
			}
			return c.ignored(id, refused)
		}
		if err := pause(ctx, apart); err != nil {
			return err
		}
	}
}

// Update changes an object. It is changed if the response is empty or shows the change; after any other response only if a
// following read shows it. Otherwise stored is the object as it is now. An object as it was before the change may be out of date.
func (c *Collection[T]) Update(ctx context.Context, id string, send func(context.Context) (botbiz.Reply[T], error), shows, isOld func(T) bool) (stored *T, err error) {
	defer c.forget()
	reply, refused := send(ctx)
	switch {
	case refused == nil && (reply.Empty || reply.Item != nil && !reply.Deleted && shows(*reply.Item)):
		return nil, nil
	case refused != nil && !lacksRoute(refused):
		return nil, refused
	}
	item, found, err := c.Get(ctx, id)
	old := func() bool { return !shows(item) && (reply.Queued || reply.Fine && isOld(item)) }
	for began := time.Now(); err == nil && found && old() && time.Since(began) < later; {
		if err = pause(ctx, apart); err == nil {
			item, found, err = c.Get(ctx, id)
		}
	}
	switch {
	case refused == nil && reply.Fine && isUnread(err):
		return nil, nil
	case err != nil:
		return nil, c.missingWrite(refused, err)
	case !found && refused != nil:
		return nil, refused
	case !found:
		return nil, &AbsentError{Kind: c.api.Kind, ID: id}
	case refused != nil:
		return nil, c.ignored(id, refused)
	case shows(item):
		return nil, nil
	}
	return &item, nil
}

// missingWrite returns the error for a write whose object cannot be read. If the API has no route for either, it is that of the
// write.
func (c *Collection[T]) missingWrite(refused, err error) error {
	if refused != nil && isUnread(err) {
		return &RouteError{Kind: c.api.Kind, Err: refused, Documented: true}
	}
	return err
}

// ignored returns the error for a write of an object that exists and did not change. If the API refused it as if the object
// did not exist, it does not have the route.
func (c *Collection[T]) ignored(id string, refused error) error {
	switch {
	case refused == nil:
		return &IgnoredError{Kind: c.api.Kind, ID: id}
	case botbiz.IsRedirect(refused): // the word of a proxy
		return refused
	}
	return &RouteError{Kind: c.api.Kind, Err: refused, Documented: true}
}
