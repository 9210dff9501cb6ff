package collection

import (
	"context"
	"slices"
)

// Poll reads one object afresh for somebody who waits for it to change and is counted by [Collection.Wait]: by its own
// route, or, where more wait than a listing has pages, by a listing that they share.
func (c *Collection[T]) Poll(ctx context.Context, id string) (item T, found bool, err error) {
	c.mu.Lock()
	share := c.waiters > max(c.pages, 1) && c.noList == nil
	c.mu.Unlock()
	if share {
		if items, err := c.List(ctx); err == nil {
			at := slices.IndexFunc(items, func(item T) bool { return item.ObjectID() == id })
			if at >= 0 {
				return items[at], true, nil
			}
		}
	}
	return c.Get(ctx, id)
}

// Wait counts the caller among those who call Poll, until it calls leave.
func (c *Collection[T]) Wait() (leave func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiters++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.waiters--
	}
}
