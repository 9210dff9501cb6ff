package collection

import (
	"context"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// Get reads one object afresh. found is false only where it is proven that the object does not exist.
func (c *Collection[T]) Get(ctx context.Context, id string) (item T, found bool, err error) {
	c.mu.Lock()
	missing, listless := c.route == routeMissing, c.noList != nil
	c.mu.Unlock()
	if !missing {
		item, err = c.get(ctx, id)
		if err == nil || listless || !botbiz.IsNoRoute(err) {
			return item, err == nil, ignoreGone(err)
		}
	}
	items, lerr := c.List(ctx)
	if lerr != nil && err != nil {
		return item, false, err
	} else if lerr != nil {
		return item, false, lerr
	}
	known := ""
	for _, other := range items {
		if other.ObjectID() == id {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.route = routeMissing
			return other, true, nil
		}
		known = other.ObjectID()
	}
	if missing {
		return item, false, nil
	}
	return c.absent(ctx, known, item, err)
}

// prove decides over an id that a complete list does not show; known is one that it does show, if any.
func (c *Collection[T]) prove(ctx context.Context, id, known string) (item T, found bool, err error) {
	c.mu.Lock()
	missing := c.route == routeMissing
	c.mu.Unlock()
	if missing {
		return item, false, nil
	}
	item, err = c.get(ctx, id)
	if err == nil || !botbiz.IsNoRoute(err) {
		return item, err == nil, ignoreGone(err)
	}
	return c.absent(ctx, known, item, err)
}

// absent decides over an object that is on no page of the list and that its own route answered with err, which is not
// the API's word: absence proves something only if the route answers like that for a known object too.
func (c *Collection[T]) absent(ctx context.Context, known string, item T, err error) (T, bool, error) {
	if known == "" {
		return item, false, err
	}
	there, kerr := c.routeAnswers(ctx, known)
	switch {
	case kerr != nil:
		return item, false, kerr
	case there:
		return item, false, err
	}
	return item, false, nil
}

// routeAnswers tells whether the route for a single object answers for known, which the list shows. Without such an
// object it is believed to.
func (c *Collection[T]) routeAnswers(ctx context.Context, known string) (bool, error) {
	c.mu.Lock()
	route := c.route
	c.mu.Unlock()
	if route == routePresent || known == "" {
		return true, nil
	}
	_, err := c.get(ctx, known)
	if botbiz.IsGone(err) || botbiz.IsNoRoute(err) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.route = routeMissing
		return false, nil
	}
	return err == nil, err
}
