package collection

import (
	"context"
	"slices"
)

// Poll reads one object afresh for somebody who waits for it to change and is counted by [Collection.Wait]: by its own
// route, or, where more wait than a listing has pages, by a listing that they share.
func (c *Collection[T]) Poll(ctx context.Context, id string) (item T, found bool, err error) {
	c.mu.Lock()
	waiters := c.waiters
	share := waiters > max(c.pages, 1) && c.noList == nil
	c.mu.Unlock()
	if share {
		// Nobody knows at first how many pages there are, and more than there are waiters are no gain.
		listing := c.listing(ctx, &c.polls, func(ctx context.Context) ([]T, error) { return c.readPages(ctx, waiters-1) })
		items, err := listing.wait(ctx)
		switch {
		case err != nil && ctx.Err() != nil:
			return item, false, err
		case err != nil:
			c.unusable(err)
		default:
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
