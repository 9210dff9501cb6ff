package collection

import (
	"context"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// later is how long a write is looked for that the API accepted and may carry out later.
const later = 9 * time.Second

// Delete deletes an object. made is when this provider created it, if the state has it. It is deleted if the API says
// nothing more, or says so; after any other response only if a following read proves that it is gone. While Botbiz is
// deleting it, Delete waits.
func (c *Collection[T]) Delete(ctx context.Context, id string, made time.Time) error {
	defer c.forget()
	c.note(id, func(f *fact) { f.deleting = true })
	err := c.delete(ctx, id, made)
	c.note(id, func(f *fact) {
		if f.deleting = false; err == nil {
			*f = fact{deleted: f.touched, touched: f.touched} // the id may be used again
		}
	})
	return err
}

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
		case err == nil && !found, refused == nil && reply.Fine && isUnread(err):
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
// following read shows it. Otherwise stored is the object as it is now.
func (c *Collection[T]) Update(ctx context.Context, id string, send func(context.Context) (botbiz.Reply[T], error), shows func(T) bool) (stored *T, err error) {
	defer c.forget()
	reply, refused := send(ctx)
	switch {
	case refused == nil && (reply.Empty || reply.Item != nil && !reply.Deleted && shows(*reply.Item)):
		return nil, nil
	case refused != nil && !lacksRoute(refused):
		return nil, refused
	}
	item, found, err := c.Get(ctx, id)
	for began := time.Now(); reply.Queued && err == nil && found && !shows(item) && time.Since(began) < later; {
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
