package collection

import (
	"context"
	"time"
)

// Pauses before an object that was not found is read again. Each is twice as long as the one before.
const (
	firstLook = 2 * time.Second
	lastLook  = 8 * time.Second
)

// young is the age up to which an object that seems gone is read again.
const young = 2 * time.Minute

// Prior is what the reader knows about an object.
type Prior[T Object] struct {
	// Reader is the resource type of the reader. A snapshot answers it once for each id. It is empty for data sources, imports,
	// and other readers that can read the same id several times in one walk.
	Reader    string
	CreatedAt string       // RFC 3339; empty: long ago; any other text: not known
	Whole     func(T) bool // whether a listed object has all fields that the reader needs; nil: always
}

// Read returns an object from the snapshot, which all readers of a walk share. found is false only if it is proven that
// the object does not exist. Every doubt is an error.
func (c *Collection[T]) Read(ctx context.Context, id string, prior Prior[T]) (item T, found bool, err error) {
	s := c.enter(prior.Reader, id)
	defer c.leave(s)
	item, found, err = c.locate(ctx, s, id, prior.Whole)
	for delay := firstLook; err == nil && !found && delay <= lastLook && c.isYoung(id, prior); delay *= 2 {
		if err = pause(ctx, delay); err == nil {
			item, found, err = c.lookAgain(ctx, s, id)
		}
	}
	return item, found, err
}

// lookAgain reads an object again that was not found. It reads the list again only if there is no other way.
func (c *Collection[T]) lookAgain(ctx context.Context, s *snapshot[T], id string) (item T, found bool, err error) {
	if c.view(s, id).noSingle != nil {
		s = c.newSnapshot()
	}
	return c.single(ctx, s, id)
}

// Get reads one object without the snapshot, with the same proof as [Collection.Read].
func (c *Collection[T]) Get(ctx context.Context, id string) (item T, found bool, err error) {
	return c.single(ctx, c.newSnapshot(), id)
}

// locate looks for an id in the snapshot and fetches missing pages or the object.
func (c *Collection[T]) locate(ctx context.Context, s *snapshot[T], id string, whole func(T) bool) (item T, found bool, err error) {
	for {
		known := c.view(s, id)
		switch {
		case known.listed:
			return c.complete(ctx, s, known.item, whole, false)
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

// isYoung reports whether an object may have been created less than two minutes ago, by this process or by its created_at.
func (c *Collection[T]) isYoung(id string, prior Prior[T]) bool {
	c.mu.Lock()
	made := c.made[id]
	c.mu.Unlock()
	at, err := time.Parse(time.RFC3339, prior.CreatedAt)
	switch {
	case time.Since(made) < young:
		return true
	case err != nil:
		return prior.CreatedAt != ""
	}
	return c.api.ServerTime(time.Now()).Sub(at) < young
}
