package collection

import (
	"context"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// Get reads one object afresh. found is false only where it is proven that the object does not exist.
func (c *Collection[T]) Get(ctx context.Context, id string) (item T, found bool, err error) {
	c.mu.Lock()
	missing, listless := c.route == routeMissing, c.noList != nil
	c.mu.Unlock()
	if !missing {
		item, err = c.get(ctx, id)
		if listless || !c.doubts(err) {
			return item, err == nil, ignoreGone(err)
		}
	}
	items, lerr := c.List(ctx)
	switch {
	case lerr != nil && botbiz.IsGone(err) && c.listless():
		return item, false, nil // the API's word, and nothing to hold against it
	case lerr != nil && botbiz.IsNoRoute(err):
		return item, false, err
	case lerr != nil:
		return item, false, lerr
	}
	known := ""
	for _, other := range items {
		if other.ObjectID() == id {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.concludeMissing()
			return other, true, nil
		}
		known = other.ObjectID()
	}
	if missing || botbiz.IsGone(err) {
		return item, false, nil
	}
	return item, false, c.absent(ctx, known, err)
}

// doubts tells whether err, of a single read, says that there is nothing and may only mean that there is no such route.
// Some servers say so with the documented envelope.
func (c *Collection[T]) doubts(err error) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.route != routePresent && (botbiz.IsNoRoute(err) || botbiz.IsGone(err))
}

// prove decides over an id that a complete list does not show; known is one that it does show, if any. As long as it is
// unknown whether the route for a single object exists, one caller after the other finds out.
func (c *Collection[T]) prove(ctx context.Context, id, known string) (item T, found bool, err error) {
	if c.routeNow() != routePresent {
		select {
		case c.finding <- struct{}{}:
			defer func() { <-c.finding }()
		case <-ctx.Done():
			return item, false, ctx.Err()
		}
	}
	switch c.routeNow() {
	case routeMissing:
		return item, false, nil
	case routeDoubtful:
		if there, err := c.routeAnswers(ctx, known); !there || err != nil {
			return item, false, err
		}
	}
	item, err = c.get(ctx, id)
	if !botbiz.IsNoRoute(err) {
		return item, err == nil, ignoreGone(err)
	}
	return item, false, c.absent(ctx, known, err)
}

// absent decides over an object that is on no page of the list and that its own route answered with err, which is not
// the API's word. It returns nil where the object is gone: absence proves that only if the route answers like that for a
// known object too.
func (c *Collection[T]) absent(ctx context.Context, known string, err error) error {
	there, kerr := c.routeAnswers(ctx, known)
	switch {
	case kerr != nil:
		return kerr
	case there:
		return err
	}
	return nil
}

// routeAnswers tells whether the route for a single object answers for known, which the list shows. Without such an
// object it is believed to.
func (c *Collection[T]) routeAnswers(ctx context.Context, known string) (bool, error) {
	if route := c.routeNow(); route == routePresent || route == routeMissing || known == "" {
		return route != routeMissing, nil
	}
	_, err := c.get(ctx, known)
	if c.doubts(err) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.concludeMissing()
		return false, nil
	}
	return err == nil, err
}

// concludeMissing notes that the route for a single object knows nothing of one that the list shows. The caller holds
// the lock.
func (c *Collection[T]) concludeMissing() {
	if c.route != routePresent {
		c.route = routeMissing
	}
}

func (c *Collection[T]) routeNow() route {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.route
}

// isYoung tells whether created, on the server's clock, was less than two minutes ago.
func (c *Collection[T]) isYoung(created string) bool {
	at, err := time.Parse(time.RFC3339, created)
	return err == nil && c.api.ServerTime(time.Now()).Sub(at) < young
}

func ignoreGone(err error) error {
	if botbiz.IsGone(err) {
		return nil
	}
	return err
}
