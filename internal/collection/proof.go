package collection

import (
	"context"
	"errors"
	"net/http"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

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
		if unread := c.view(s, id).routes.unread; unread != nil && !v.seen {
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
func isAbsence(err error) bool {
	var e *botbiz.Error
	return lacksRoute(err) || isRefused(err) || errors.As(err, &e) && e.Status == http.StatusInternalServerError
}

// isRefused reports a response that some servers have for an object that is gone: a refusal, or a 2xx without an object.
func isRefused(err error) bool {
	var e *botbiz.Error
	return errors.As(err, new(*botbiz.AnswerError)) || botbiz.IsRefusal(err) ||
		errors.As(err, &e) && e.Documented && e.Status == http.StatusForbidden
}

// conclude states what the response err to a single read means, after the list was read as far as needed.
func (c *Collection[T]) conclude(ctx context.Context, s *reading[T], id string, err error) (item T, found bool, _ error) {
	gone, noRoute := botbiz.IsGone(err), botbiz.IsNoRoute(err)
	v := c.view(s, id)
	if !v.routes.single && (noRoute || gone && (v.listed || !v.complete)) {
		if err := c.askWitness(ctx, s, id); err != nil {
			return item, false, err
		}
		v = c.view(s, id)
	}
	switch {
	case v.listed && (gone || noRoute) && !v.routes.single: // the route does not exist
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
