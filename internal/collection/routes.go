package collection

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// routes is what a process knows about the routes of one kind.
type routes struct {
	single   bool      // the route for a single object has returned one, so it exists
	noSingle error     // its response to an object in the list, so it does not exist
	list     error     // why there is no list
	unread   error     // no route returns an object, and a documented route answers
	at       time.Time // of list and unread
}

// noList returns why there is no list, as long as that is known.
func (r *routes) noList(share time.Duration) error {
	if time.Since(r.at) > max(maxAge, share) {
		return nil
	}
	return r.list
}

// forget drops at the start of a walk what a walk found to be missing.
func (r *routes) forget(share time.Duration) {
	if r.noSingle = nil; time.Since(r.at) > share {
		r.list, r.unread = nil, nil
	}
}

// askWitness reads another object by the route for a single object: one from the list or, without a list, one that was asked
// for in this reading.
func (c *Collection[T]) askWitness(ctx context.Context, s *reading[T], id string) error {
	other, listed := c.other(s, id)
	if other == "" {
		return nil
	}
	_, err := c.ask(ctx, s, other)
	switch {
	case err == nil:
	case botbiz.IsPassing(err) || ctx.Err() != nil:
		return err
	case listed && lacksRoute(err):
		c.missing(err)
	}
	return nil
}

// other returns the id of another object: of the list, or else one that a reader asked for.
func (c *Collection[T]) other(s *reading[T], id string) (other string, listed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id = botbiz.CanonicalID(id)
	for _, each := range s.order {
		if e := s.entries[each]; each != id && !e.gone {
			return e.item.ObjectID(), true
		}
	}
	for _, each := range slices.Sorted(maps.Keys(s.entries)) {
		if each != id && s.entries[each].asked {
			return each, false
		}
	}
	return "", false
}

// missing records the response of the route for a single object to an object in the list.
func (c *Collection[T]) missing(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.routes.noSingle = err
}

// noRoute returns the error for a response that means either that an object is gone or that the API does not have the route.
// If the API has no list either, a documented route that answers is the witness that base URL and key are right, and that
// this API returns no objects of this kind.
func (c *Collection[T]) noRoute(ctx context.Context, err, list error) error {
	missing := &RouteError{Kind: c.api.Kind, Err: err, List: list, Documented: lacksRoute(list) && c.isDocumented(ctx)}
	switch {
	case missing.Documented:
		c.mu.Lock()
		defer c.mu.Unlock()
		c.routes.unread, c.routes.at = missing, time.Now()
	case botbiz.IsNoRoute(err): // not the word of the API
		return err
	}
	return missing
}

// isDocumented reports whether a documented route has answered: a create of this process, or the one that is asked now.
func (c *Collection[T]) isDocumented(ctx context.Context) bool {
	return c.hasMade() || c.api.Documented != nil && c.api.Documented(ctx) == nil
}

// lacksRoute reports whether err is the response of an API that does not have the route.
func lacksRoute(err error) bool { return botbiz.IsGone(err) || botbiz.IsNoRoute(err) }
