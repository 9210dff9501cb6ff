package collection

import (
	"context"
	"time"
)

const (
	maxReads   = 10 // listed objects without a natural key that a look reads singly
	firstPages = 2  // of the list that one create reads before its POST
)

// look returns what the list shows before a POST. Creates share one that is not too old, since the objects that they make are
// known, and that began after the latest lost response. It reads no more pages than creates wait, plus one. Without a list,
// there is nothing to see.
func (c *Collection[T]) look(ctx context.Context) (*reading[T], error) {
	c.waiting.Add(1)
	defer c.waiting.Add(-1)
	return c.looks.do(ctx, func(ctx context.Context) (*reading[T], error) {
		c.mu.Lock()
		last, lost := c.last, c.lost
		c.mu.Unlock()
		if last != nil && last.began.After(lost) && time.Since(last.began) < max(c.share, maxAge) {
			return last, nil
		}
		seen, err := c.glance(ctx, func() int { return int(c.waiting.Load()) - 1 + firstPages })
		if err == nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.last = seen
		}
		return seen, err
	})
}

// glance reads the list again, as far as pages says or completely. A list that is refused shows nothing.
func (c *Collection[T]) glance(ctx context.Context, pages func() int) (*reading[T], error) {
	s := c.alone()
	return s, c.readAll(ctx, s, pages)
}

// lookAfter reads the complete list. Callers share one that began after they came. A last one runs after an interrupt.
func (c *Collection[T]) lookAfter(ctx context.Context) (*reading[T], error) {
	if ctx.Err() != nil {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.api.RequestTimeout)
		defer cancel()
		ctx = last
	}
	return c.listings.do(ctx, func(ctx context.Context) (*reading[T], error) { return c.glance(ctx, nil) })
}

// holders returns the ids of the objects on a list that have a natural key or may have it, without those that this process
// has deleted. If a list omits keys, it reads objects singly: all, or those that agree in the rest. hidden means that one of
// them does not show its key at all.
func (c *Collection[T]) holders(ctx context.Context, s *reading[T], key Key[T], all bool) (holders []string, hidden bool) {
	reveal := c.revealer(ctx, s, key)
	for _, item := range c.listed(s, 0) {
		f := c.factOf(item.ObjectID())
		if !f.deleted.IsZero() {
			continue
		}
		if all || f.made.IsZero() && !f.deleting && key.hidden(item) {
			var found bool
			if item, found = reveal(item); !found {
				continue
			}
		}
		unknown := f.made.IsZero() && key.hidden(item)
		if hidden = hidden || unknown; unknown || key.Held(item) && key.matches(item) {
			holders = append(holders, item.ObjectID())
		}
	}
	return holders, hidden
}

// refusers looks for the objects that explain a rejection. If the list cannot be read, the rejection is still reported.
func (c *Collection[T]) refusers(ctx context.Context, key Key[T]) (holders []string, hidden bool) {
	now, err := c.lookAfter(ctx)
	if err != nil {
		return nil, false
	}
	return c.holders(ctx, now, key, true)
}

// revealer returns a function that reads a listed object without its natural key singly, for a number of objects. Callers
// that share the list share the reads. found is false if the object is gone.
func (c *Collection[T]) revealer(ctx context.Context, s *reading[T], key Key[T]) func(T) (item T, found bool) {
	reads := 0
	return func(listed T) (T, bool) {
		if key.Held(listed) || reads == maxReads {
			return listed, true
		}
		reads++
		item, found, err := c.complete(ctx, s, listed, key.Held, true)
		if err != nil {
			return listed, true
		}
		return item, found
	}
}
