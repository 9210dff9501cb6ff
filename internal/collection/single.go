package collection

import (
	"context"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// single reads one object by its own route. It is the only place that concludes that an object is gone. An API without
// this route responds as if the object did not exist, so the conclusion needs a proof: the route has returned another
// object, or a complete list does not contain this one.
func (c *Collection[T]) single(ctx context.Context, s *snapshot[T], id string) (item T, found bool, err error) {
	item, err = c.ask(ctx, s, id)
	if !saysNothing(err) {
		return item, err == nil, err
	}
	known := c.view(s, id)
	if !known.answered && !known.listed {
		if err := c.readAll(ctx, s); err != nil {
			return item, false, err
		}
		known = c.view(s, id)
	}
	if !known.answered && !known.listed && !(known.complete && botbiz.IsGone(err)) {
		if err := c.askWitness(ctx, s, id); err != nil {
			return item, false, err
		}
		known = c.view(s, id)
	}
	gone := botbiz.IsGone(err)
	if !known.answered {
		gone = known.complete && (gone || known.noSingle != nil)
	}
	switch {
	case known.listed && !known.answered:
		c.missingRoute(s, err)
		return known.item, true, nil
	case gone:
		err = nil
	case !known.answered && !botbiz.IsNoRoute(err):
		err = &MissingRouteError{Kind: c.api.Kind, Err: err, List: known.noList}
	}
	return item, false, err
}

// saysNothing reports whether err means either that the object is gone or that the route does not exist.
func saysNothing(err error) bool { return botbiz.IsGone(err) || botbiz.IsNoRoute(err) }

// ask reads one object, unless the route is known not to exist. A result proves that the route exists.
func (c *Collection[T]) ask(ctx context.Context, s *snapshot[T], id string) (item T, err error) {
	if missing := c.view(s, id).noSingle; missing != nil {
		return item, missing
	}
	item, err = c.api.Get(ctx, id)
	if err == nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.answered = true
		s.items[id], s.single[id] = item, true
	}
	return item, err
}

// askWitness reads another object by the route for a single object: one from the list or, without a list, one that was
// read in this walk.
func (c *Collection[T]) askWitness(ctx context.Context, s *snapshot[T], id string) error {
	other, listed := c.other(s, id)
	if other == "" {
		return nil
	}
	_, err := c.ask(ctx, s, other)
	switch {
	case !saysNothing(err):
		return err
	case listed:
		c.missingRoute(s, err)
	}
	return nil
}

func (c *Collection[T]) other(s *snapshot[T], id string) (other string, listed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for other := range s.items {
		if other != id {
			return other, true
		}
	}
	for other := range s.asked {
		if other != id {
			return other, false
		}
	}
	return "", false
}

// missingRoute records the response of the route for a single object to an object in the list.
func (c *Collection[T]) missingRoute(s *snapshot[T], err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.noSingle = err
}
