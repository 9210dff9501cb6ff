package collection

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// single reads one object by its own route. Readers of a reading share the requests for one id.
func (s *reading[T]) single(ctx context.Context, id string) (item T, found bool, err error) {
	s.mu.Lock()
	turn := s.at(id).turn
	s.mu.Unlock()
	read, err := turn.do(ctx, func(ctx context.Context) (*T, error) {
		item, found, err := s.prove(ctx, id)
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
func (s *reading[T]) prove(ctx context.Context, id string) (item T, found bool, err error) {
	if v := s.view(id); lacksRoute(v.noList) && !v.routes.single {
		// No route has returned an object yet. One caller at a time finds out, for all.
		if err := acquire(ctx, s.doubt); err != nil {
			return item, false, err
		}
		defer func() { <-s.doubt }()
		if unread := s.view(id).routes.unread; unread != nil && !v.seen {
			return item, false, unread
		}
	}
	item, err = s.ask(ctx, id)
	if err == nil || !isAbsence(err) {
		return item, err == nil, err
	}
	if botbiz.IsGone(err) && !s.view(id).routes.single {
		// Another object of the first page is a cheaper witness than all other pages.
		if err := s.readAll(ctx, func() int { return 1 }); err != nil {
			return item, false, err
		}
		if v := s.view(id); !v.listed && !v.done {
			if err := s.askWitness(ctx, id); err != nil {
				return item, false, err
			}
		}
	}
	if v := s.view(id); !v.listed && (!v.routes.single || !botbiz.IsGone(err)) {
		if err := s.readAll(ctx, nil); err != nil {
			return item, false, err
		}
	}
	return s.conclude(ctx, id, err)
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
func (s *reading[T]) conclude(ctx context.Context, id string, err error) (item T, found bool, _ error) {
	gone, noRoute := botbiz.IsGone(err), botbiz.IsNoRoute(err)
	v := s.view(id)
	if !v.routes.single && (noRoute || gone && (v.listed || !v.complete)) {
		if err := s.askWitness(ctx, id); err != nil {
			return item, false, err
		}
		v = s.view(id)
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
		return item, false, &AbsentError{Kind: s.api.Kind, ID: id, Err: err}
	case v.routes.single || !gone && !noRoute:
		return item, false, err
	}
	return item, false, s.noRoute(ctx, err, v.noList)
}

// ask reads one object, unless the route is known not to exist. A result proves that the route exists.
func (s *reading[T]) ask(ctx context.Context, id string) (item T, err error) {
	if missing := s.view(id).routes.noSingle; missing != nil {
		return item, missing
	}
	s.begin()
	item, err = s.api.Get(ctx, id)
	if err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.routes.single, s.routes.noSingle = true, nil
		e := s.at(id)
		e.item, e.known, e.single = item, true, true
		s.saw(item)
	}
	return item, err
}

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
func (s *reading[T]) askWitness(ctx context.Context, id string) error {
	other, listed := s.other(id)
	if other == "" {
		return nil
	}
	_, err := s.ask(ctx, other)
	switch {
	case err == nil:
	case botbiz.IsPassing(err) || ctx.Err() != nil:
		return err
	case listed && lacksRoute(err):
		s.missing(err)
	}
	return nil
}

// other returns the id of another object: of the list, or else one that a reader asked for.
func (s *reading[T]) other(id string) (other string, listed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
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
