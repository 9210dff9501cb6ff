package collection

import (
	"context"
	"time"
)

// young is the age up to which an object that seems gone is read again.
const young = 2 * time.Minute

// Prior is what the reader knows about an object.
type Prior[T Object] struct {
	// Reader is the resource type of the reader. A snapshot answers it once for each id. It is empty for data sources, imports,
	// and other readers that can read the same id several times in one walk.
	Reader    string
	CreatedAt string       // RFC 3339, or empty
	Whole     func(T) bool // whether a listed object has all fields that the reader needs; nil: always
}

// Read returns an object from the snapshot, which all readers of a walk share. found is false only if it is proven that
// the object does not exist. Every doubt is an error.
func (c *Collection[T]) Read(ctx context.Context, id string, prior Prior[T]) (item T, found bool, err error) {
	item, found, err = c.locate(ctx, id, prior)
	for delay := time.Second; err == nil && !found && delay <= 8*time.Second && c.isYoung(id, prior.CreatedAt); delay *= 2 {
		if err = pause(ctx, delay); err == nil {
			item, found, err = c.Get(ctx, id)
		}
	}
	return item, found, err
}

// Get reads one object without the snapshot, with the same proof as [Collection.Read].
func (c *Collection[T]) Get(ctx context.Context, id string) (item T, found bool, err error) {
	return c.single(ctx, c.newSnapshot(), id)
}

// locate looks for an id in the snapshot and fetches missing pages or the object.
func (c *Collection[T]) locate(ctx context.Context, id string, prior Prior[T]) (item T, found bool, err error) {
	s := c.enter(prior.Reader, id)
	defer c.leave(s)
	for {
		known := c.view(s, id)
		switch {
		case known.listed:
			return c.complete(ctx, s, known.item, prior.Whole, false)
		case !known.page:
			return c.single(ctx, s, id)
		}
		err = c.nextPage(ctx, s, func() bool {
			known := c.view(s, id)
			return !known.listed && known.page
		})
		if err != nil {
			return item, false, err
		}
	}
}

// isYoung reports whether an object was created less than two minutes ago, by this process or according to created.
func (c *Collection[T]) isYoung(id, created string) bool {
	c.mu.Lock()
	made := c.made[id]
	c.mu.Unlock()
	at, err := time.Parse(time.RFC3339, created)
	return time.Since(made) < young || err == nil && c.api.ServerTime(time.Now()).Sub(at) < young
}
