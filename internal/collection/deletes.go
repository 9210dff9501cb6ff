package collection

import (
	"context"
	"slices"
	"time"
)

const (
	quiet = 3 * time.Second        // how long a create waits for the start of the next delete of this process
	poll  = 100 * time.Millisecond // between two looks at the deletes of this process
)

// awaitDeletes waits until this process has deleted all of the objects, and reports whether it did. It stops if no delete
// has been in progress for some seconds.
func (c *Collection[T]) awaitDeletes(ctx context.Context, ids []string) bool {
	for busy := time.Now(); ; {
		left := slices.ContainsFunc(ids, func(id string) bool { return c.factOf(id).deleted.IsZero() })
		if c.some(func(f fact) bool { return f.deleting }) {
			busy = time.Now()
		}
		if !left || time.Since(busy) >= quiet || pause(ctx, poll) != nil {
			return !left
		}
	}
}

// endDeletes waits for the deletes in progress, and reports whether one ended since a time. It may have freed what a rejected
// create wanted. Without a list, nothing tells which one.
func (c *Collection[T]) endDeletes(ctx context.Context, since time.Time) bool {
	for c.some(func(f fact) bool { return f.deleting }) && pause(ctx, poll) == nil {
	}
	return c.some(func(f fact) bool { return f.deleted.After(since) })
}
