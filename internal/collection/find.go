package collection

import (
	"context"
	"iter"
	"time"
)

// Key is a natural key of an object.
type Key[T any] struct {
	Held func(T) bool // whether an object contains its key, which a list may omit
	Same func(T) bool // whether it is the key of the search
}

// List returns all objects of the snapshot in the order of the list. It reads an object that is not whole singly, as long
// as that returns more than the list. Without a list, the error is a [NoListError].
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

// Find returns all objects of the snapshot with a natural key, completed like those of [Collection.List]. It always reads
// an object singly if the list omits its key. If this process created objects a moment ago, it looks again before it returns
// nothing.
func (c *Collection[T]) Find(ctx context.Context, key Key[T], whole func(T) bool) ([]T, error) {
	items, err := c.find(ctx, key, whole)
	for delay := firstLook; err == nil && len(items) == 0 && delay <= lastLook && c.hasMade(); delay *= 2 {
		if err = pause(ctx, delay); err == nil {
			c.forget()
			items, err = c.find(ctx, key, whole)
		}
	}
	return items, err
}

// hasMade reports whether this process created an object less than two minutes ago.
func (s *Store[T]) hasMade() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, at := range s.made {
		if time.Since(at) < young {
			return true
		}
	}
	return false
}

func (c *Collection[T]) find(ctx context.Context, key Key[T], whole func(T) bool) ([]T, error) {
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

// All yields all objects without the snapshot, page by page. A caller that stops early saves the other pages. Objects are
// completed like those of [Collection.List]. It ends with the first error, which is a [NoListError] without a list.
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

// needAll fetches all pages for a caller that needs them.
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
