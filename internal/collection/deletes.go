package collection

import (
	"context"
	"slices"
	"time"
)

// quiet is how long a create waits for the start of the next delete of this process.
const quiet = 3 * time.Second

// deletes counts the deletes of a process. The store's lock guards it.
type deletes struct {
	running int
	latest  time.Time     // end of the latest
	changed chan struct{} // closed at the next change
}

func (c *Collection[T]) noteDelete(id string, change func(*fact)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remember(id, change)
	close(c.deletes.changed)
	c.deletes.changed = make(chan struct{})
}

// awaitDeletes waits until this process has deleted all of the objects, and reports whether it did. It stops if no delete
// has been in progress for some seconds.
func (c *Collection[T]) awaitDeletes(ctx context.Context, ids []string) bool {
	since := time.Now()
	for {
		left := slices.ContainsFunc(ids, func(id string) bool { return c.factOf(id).deleted.IsZero() })
		c.mu.Lock()
		busy, changed := c.deletes.running > 0, c.deletes.changed
		if c.deletes.latest.After(since) {
			since = c.deletes.latest
		}
		c.mu.Unlock()
		wait := quiet - time.Since(since)
		if !left || !busy && wait <= 0 {
			return !left
		}
		var timeout <-chan time.Time
		if !busy {
			timeout = time.After(wait)
		}
		select {
		case <-ctx.Done():
			return false
		case <-changed:
		case <-timeout:
		}
	}
}
