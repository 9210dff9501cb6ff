package collection

import (
	"context"
	"errors"
	"net/http"
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

// refuseList records that there is no list.
func (r *routes) refuseList(err error) { r.list, r.at = err, time.Now() }

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

// single reads one object by its own route. Readers of a reading share the requests for one id.
func (c *Collection[T]) single(ctx context.Context, s *reading[T], id string) (item T, found bool, err error) {
	c.mu.Lock()
	turn := s.at(id).turn
	c.mu.Unlock()
	read, err := turn.do(ctx, func(ctx context.Context) (*T, error) {
		item, found, err := c.prove(ctx, s, id)
		if !found {
			return nil, err
		}
		return &item, err
	})
	if read == nil {
		return item, false, err
	}
	return *read, true, err
}

// prove reads one object. It is the only place that concludes that an object is gone.
func (c *Collection[T]) prove(ctx context.Context, s *reading[T], id string) (item T, found bool, err error) {
	if v := c.view(s, id); lacksRoute(v.noList) && !v.routes.single {
		// No route has returned an object yet. One caller at a time finds out, for all.
		if err := acquire(ctx, c.doubt); err != nil {
			return item, false, err
		}
		defer func() { <-c.doubt }()
		if unread := c.view(s, id).routes.unread; unread != nil {
			return item, false, unread
		}
	}
	item, err = c.ask(ctx, s, id)
	if err == nil || !isAbsence(err) {
		return item, err == nil, err
	}
	if botbiz.IsGone(err) && !c.view(s, id).routes.single {
		// Another object of the first page is a cheaper witness than all other pages.
		if err := c.readAll(ctx, s, func() int { return 1 }); err != nil {
			return item, false, err
		}
		if v := c.view(s, id); !v.listed && !v.done {
			if err := c.askWitness(ctx, s, id); err != nil {
				return item, false, err
			}
		}
	}
	if v := c.view(s, id); !v.listed && (!v.routes.single || !botbiz.IsGone(err)) {
		if err := c.readAll(ctx, s, nil); err != nil {
			return item, false, err
		}
	}
	return c.conclude(ctx, s, id, err)
}

// isAbsence reports whether the response to a single read can mean that the object is gone.
func isAbsence(err error) bool { return lacksRoute(err) || isRefused(err) || isServerError(err) }

// isRefused reports a response that some servers have for an object that is gone: a refusal, or a 2xx without an object.
func isRefused(err error) bool {
	var e *botbiz.Error
	return errors.As(err, new(*botbiz.AnswerError)) || botbiz.IsRefusal(err) ||
		errors.As(err, &e) && e.Documented && e.Status == http.StatusForbidden
}

func isServerError(err error) bool {
	var e *botbiz.Error
	return errors.As(err, &e) && e.Status == http.StatusInternalServerError
}

// conclude states what the response err to a single read means, after the list was read as far as needed.
func (c *Collection[T]) conclude(ctx context.Context, s *reading[T], id string, err error) (item T, found bool, _ error) {
	gone, noRoute := botbiz.IsGone(err), botbiz.IsNoRoute(err)
	v := c.view(s, id)
	if !v.routes.single && !v.listed && (noRoute || gone && !v.complete) {
		if err := c.askWitness(ctx, s, id); err != nil {
			return item, false, err
		}
		v = c.view(s, id)
	}
	switch {
	case v.listed && (gone || noRoute) && !v.routes.single: // a witness that the route does not exist
		c.missing(err)
		return v.item, true, nil
	case v.listed && gone: // it was deleted after the page was read
		return item, false, nil
	case v.listed && isRefused(err): // the list is all that this API returns
		return v.item, true, nil
	case v.listed:
		return item, false, err
	case gone && (v.routes.single || v.complete):
		return item, false, nil
	case noRoute && v.complete && v.routes.noSingle != nil:
		return item, false, nil //nolint:nilerr // the response is the proof
	case v.complete:
		return item, false, &AbsentError{Kind: c.api.Kind, ID: id, Err: err}
	case v.routes.single || !gone && !noRoute:
		return item, false, err
	}
	return item, false, c.noRoute(ctx, err, v.noList)
}

// ask reads one object, unless the route is known not to exist. A result proves that the route exists.
func (c *Collection[T]) ask(ctx context.Context, s *reading[T], id string) (item T, err error) {
	if missing := c.view(s, id).routes.noSingle; missing != nil {
		return item, missing
	}
	c.begin(s)
	item, err = c.api.Get(ctx, id)
	if err == nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.routes.single, c.routes.noSingle = true, nil
		e := s.at(id)
		e.item, e.known, e.single = item, true, true
		c.saw(item)
	}
	return item, err
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
		return nil
	case !botbiz.IsGone(err) && !botbiz.IsNoRoute(err):
		if botbiz.IsPassing(err) || ctx.Err() != nil {
			return err
		}
	case listed:
		c.missing(err)
	}
	return nil
}

func (c *Collection[T]) other(s *reading[T], id string) (other string, listed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id = botbiz.CanonicalID(id)
	for each, e := range s.entries {
		if each != id && (e.listed || e.asked && !listed) {
			other, listed = each, e.listed
			if listed {
				return e.item.ObjectID(), true
			}
		}
	}
	return other, listed
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
