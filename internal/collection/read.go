package collection

import (
	"context"
	"maps"
	"slices"
	"time"
)

// young is how long after its creation an object that seems gone is looked for again (on the server's clock).
const young = 2 * time.Minute

// Prior is what the state holds of the object to read.
type Prior[T Object] struct {
	Reader    string       // tells apart what reads the same object in one walk, a resource type for example
	CreatedAt string       // RFC 3339, or empty
	Whole     func(T) bool // whether a listed object holds every field that the state holds; nil: always
}

// Read returns a managed object, from the snapshot where that has it. found is false only where it is proven that the
// object does not exist; every doubt is an error.
func (c *Collection[T]) Read(ctx context.Context, id string, prior Prior[T]) (item T, found bool, err error) {
	item, found, err = c.locate(ctx, id, prior.Whole, prior.Reader+" "+id)
	for delay := time.Second; err == nil && !found && delay <= 4*time.Second && c.isYoung(prior.CreatedAt); delay *= 2 {
		if err = pause(ctx, delay); err == nil {
			item, found, err = c.Get(ctx, id)
		}
	}
	return item, found, err
}

// Lookup is a Read for an import: the Read that follows is answered from the same snapshot.
func (c *Collection[T]) Lookup(ctx context.Context, id string) (item T, found bool, err error) {
	return c.locate(ctx, id, nil, "")
}

// Find returns the objects of the snapshot's whole list that match, for an import. One that lacks the key to match by is
// read singly.
func (c *Collection[T]) Find(ctx context.Context, key Key[T]) ([]T, error) {
	for {
		c.mu.Lock()
		s := c.walk("")
		if c.noList != nil {
			defer c.mu.Unlock()
			return nil, &NoListError{Kind: c.api.Kind, Err: c.noList}
		}
		if s.page == nil && s.pager.Done() {
			items := slices.Collect(maps.Values(s.items))
			c.mu.Unlock()
			return c.matching(ctx, items, key)
		}
		page := c.nextPage(ctx, s)
		c.mu.Unlock()
		if _, err := page.wait(ctx); err != nil && !c.unusable(err) {
			return nil, err
		}
	}
}

// locate looks for id in the snapshot and fetches what the snapshot lacks. serving names the Read that it answers, which
// it does once; empty: none.
func (c *Collection[T]) locate(ctx context.Context, id string, whole func(T) bool, serving string) (item T, found bool, err error) {
	tried := false // a single read said that there is nothing
	for {
		c.mu.Lock()
		s := c.walk(serving)
		if item, ok := s.items[id]; ok {
			if tried {
				c.concludeMissing()
			}
			if whole == nil || c.full || whole(item) || c.route == routeMissing {
				s.served[serving] = true
				c.mu.Unlock()
				return item, true, nil
			}
			c.mu.Unlock()
			item, found, err = c.readWhole(ctx, id, item, whole)
			return c.keep(s, item, found, err, serving)
		}
		switch {
		case c.noList != nil, c.lean && c.route != routeMissing:
			c.mu.Unlock()
			item, found, err = c.Get(ctx, id)
			return c.keep(s, item, found, err, serving)
		case s.page == nil && s.pager.Done():
			known := s.anyBut(id)
			c.mu.Unlock()
			item, found, err = c.prove(ctx, id, known)
			return c.keep(s, item, found, err, serving)
		case s.page == nil && s.gets < s.pages && !tried && (c.route == routePresent || c.route == routeUnknown && c.getting == 0):
			s.gets++
			c.getting++
			c.mu.Unlock()
			item, found, tried, err = c.getInstead(ctx, s, id, serving)
			if !tried {
				return item, found, err
			}
			continue
		}
		page := c.nextPage(ctx, s)
		c.mu.Unlock()
		if _, err := page.wait(ctx); err != nil && !c.unusable(err) {
			return item, false, err
		}
	}
}
