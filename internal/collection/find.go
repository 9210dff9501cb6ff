package collection

import (
	"context"
	"iter"
)

// Key is a natural key: what people know an object by, besides its id.
type Key[T any] struct {
	Held func(T) bool // whether an object shows its key, which a list may leave out
	Same func(T) bool // whether it is the key that is meant
}

// List returns all objects of the snapshot in Botbiz's order. An object in which whole misses a field is read singly, as
// long as that brings more than the list does. The error is a [NoListError] where there is no list.
func (c *Collection[T]) List(ctx context.Context, whole func(T) bool) ([]T, error) {
	s := c.enter("", "")
	defer c.leave(s)
	if err := c.needAll(ctx, s); err != nil {
		return nil, err
	}
	if whole != nil {
		if err := c.completeAll(ctx, s, whole, false); err != nil {
			return nil, err
		}
	}
	return c.listed(s, 0), nil
}

// Find returns all objects of the snapshot that have a natural key, completed like those of [Collection.List]. An object
// that shows no key in the list is always read singly.
func (c *Collection[T]) Find(ctx context.Context, key Key[T], whole func(T) bool) ([]T, error) {
	s := c.enter("", "")
	defer c.leave(s)
	if err := c.needAll(ctx, s); err != nil {
		return nil, err
	}
	if err := c.completeAll(ctx, s, key.Held, true); err != nil {
		return nil, err
	}
	var matches []T
	for _, item := range c.listed(s, 0) {
		if !key.Same(item) {
			continue
		}
		item, found, err := c.complete(ctx, s, item, whole, false)
		if err != nil {
			return nil, err
		}
		if found {
			matches = append(matches, item)
		}
	}
	if len(matches) == 0 && !c.view(s, "").complete {
		return nil, &NoListError{Kind: c.api.Kind, Err: errPartial}
	}
	return matches, nil
}

// All yields all objects, read afresh and page by page: a caller that stops early leaves the rest unread. Objects are
// completed like those of [Collection.List]. It ends with the first error, a [NoListError] where there is no list.
func (c *Collection[T]) All(ctx context.Context, whole func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		s := c.newSnapshot()
		for !s.done {
			yielded := len(s.order)
			err := c.nextPage(ctx, s, func() bool { return true })
			if err == nil {
				err = c.noList(s)
			}
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range c.listed(s, yielded) {
				item, found, err := c.complete(ctx, s, item, whole, false)
				if (found || err != nil) && !yield(item, err) || err != nil {
					return
				}
			}
		}
	}
}

// needAll fetches all pages for a caller that cannot do without them.
func (c *Collection[T]) needAll(ctx context.Context, s *snapshot[T]) error {
	if err := c.readAll(ctx, s); err != nil {
		return err
	}
	return c.noList(s)
}

func (c *Collection[T]) noList(s *snapshot[T]) error {
	if err := c.view(s, "").noList; err != nil {
		return &NoListError{Kind: c.api.Kind, Err: err}
	}
	return nil
}
