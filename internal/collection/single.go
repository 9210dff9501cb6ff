package collection

import (
	"context"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// single reads one object by its own route. This is the one place that concludes that an object is gone. It needs a
// witness for that, because an API without this route answers like one that does not know the object: either the route
// has answered for another object, or a complete list does not show this one.
func (c *Collection[T]) single(ctx context.Context, s *snapshot[T], id string) (item T, found bool, err error) {
	err = c.missingRoute(s)
	if err == nil {
		item, err = c.get(ctx, id)
		switch {
		case err == nil:
			c.keep(s, item)
			return item, true, nil
		case !saysNothing(err):
			return item, false, err
		case c.hasAnswered():
			return item, false, notGone(err)
		}
	}
	listed, inList := c.lookup(s, id)
	if !inList {
		if err := c.readAll(ctx, s); err != nil {
			return item, false, err
		}
		listed, inList = c.lookup(s, id)
	}
	switch {
	case inList:
		c.concludeMissing(s, err)
		return listed, true, nil
	case botbiz.IsGone(err) && c.isComplete(s):
		return item, false, nil
	}
	answers, werr := c.askWitness(ctx, s, id)
	switch {
	case werr != nil:
		return item, false, werr
	case answers:
		return item, false, notGone(err)
	case c.missingRoute(s) != nil && c.isComplete(s):
		return item, false, nil
	case botbiz.IsNoRoute(err):
		return item, false, err
	}
	return item, false, c.noWitness(s, err)
}

// saysNothing tells whether err may mean that the object is gone, or as well that there is no such route.
func saysNothing(err error) bool { return botbiz.IsGone(err) || botbiz.IsNoRoute(err) }

// notGone returns nil for the API's word that an object is gone, and err for any other answer.
func notGone(err error) error {
	if botbiz.IsGone(err) {
		return nil
	}
	return err
}

// askWitness reads another object of the snapshot by the route for a single object, and reports whether that answers.
// Where there is no list, another id that was asked for may do.
func (c *Collection[T]) askWitness(ctx context.Context, s *snapshot[T], id string) (answers bool, err error) {
	if c.missingRoute(s) != nil {
		return false, nil
	}
	other, listed := c.witness(s, id)
	if other == "" {
		return false, nil
	}
	_, err = c.get(ctx, other)
	switch {
	case err == nil:
		return true, nil
	case !saysNothing(err):
		return false, err
	case listed:
		c.concludeMissing(s, err)
	}
	return false, nil
}

func (c *Collection[T]) witness(s *snapshot[T], id string) (other string, listed bool) {
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

func (c *Collection[T]) noWitness(s *snapshot[T], err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := &MissingRouteError{Kind: c.api.Kind, Err: err, List: s.refused}
	if e.List == nil {
		e.List = s.broken
	}
	return e
}

// keep notes an object that was read singly.
func (c *Collection[T]) keep(s *snapshot[T], item T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.items[item.ObjectID()], s.single[item.ObjectID()] = item, true
}

func (c *Collection[T]) isComplete(s *snapshot[T]) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return s.complete
}

// missingRoute returns what the route for a single object answered for one that the list shows, if it is missing.
func (c *Collection[T]) missingRoute(s *snapshot[T]) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return s.noSingle
}

func (c *Collection[T]) concludeMissing(s *snapshot[T], err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.noSingle = err
}
