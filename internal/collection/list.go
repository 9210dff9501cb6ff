package collection

import (
	"context"
	"slices"
)

// List returns all objects, read afresh, in the server's order. Callers that arrive before a listing starts share it.
// The error is a [NoListError] where the server has no list to read from.
func (c *Collection[T]) List(ctx context.Context) ([]T, error) {
	listing := c.listing(ctx)
	items, err := listing.wait(ctx)
	if err != nil && listRefused(err) {
		return nil, &NoListError{Kind: c.api.Kind, Err: err}
	}
	return slices.Clone(items), err
}

// listing returns the flight of a listing that has not started yet, joined.
func (c *Collection[T]) listing(ctx context.Context) *flight[[]T] {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next != nil && c.next.join() {
		return c.next
	}
	before, listing := c.current, newFlight[[]T](ctx)
	listing.join()
	if before == nil {
		c.current = listing
	} else {
		c.next = listing
	}
	go func() {
		if before != nil {
			<-before.done
			c.mu.Lock()
			c.current = listing
			if c.next == listing {
				c.next = nil
			}
			c.mu.Unlock()
		}
		listing.run(c.readAll)
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.current == listing {
			c.current = nil
		}
	}()
	return listing
}

func (c *Collection[T]) readAll(ctx context.Context) ([]T, error) {
	var items []T
	pages := 0
	for pager := c.api.Pager(); !pager.Done(); pages++ {
		page, err := pager.Next(ctx)
		if err != nil {
			return nil, err
		}
		items = append(items, page...)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages = pages
	return items, nil
}

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
