package collection

import (
	"context"
	"reflect"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// snapshot is what was read of all objects for one walk of Terraform.
type snapshot[T Object] struct {
	pager       *botbiz.Pager[T]
	page        *flight[struct{}] // under way
	items       map[string]T
	served      map[string]bool
	pages, gets int
}

// keep puts an object that was read singly into the snapshot, where the Read after an import's Lookup finds it, and
// notes that the Read serving has its answer.
func (c *Collection[T]) keep(s *snapshot[T], item T, found bool, err error, serving string) (T, bool, error) {
	if err != nil {
		return item, found, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s.served[serving] = true
	if found {
		s.items[item.ObjectID()] = item
	}
	return item, found, nil
}

// walk returns the snapshot to read from. The caller holds the lock.
func (c *Collection[T]) walk(serving string) *snapshot[T] {
	if c.snapshot == nil || serving != "" && c.snapshot.served[serving] {
		c.snapshot = &snapshot[T]{pager: c.api.Pager(), items: map[string]T{}, served: map[string]bool{}}
	}
	return c.snapshot
}

// nextPage joins the page under way, or starts the next. The caller holds the lock.
func (c *Collection[T]) nextPage(ctx context.Context, s *snapshot[T]) *flight[struct{}] {
	if s.page != nil && s.page.join() {
		return s.page
	}
	// The one before may have been left by all who waited for it, and then it may still be at work on its pager.
	before, page := s.page, newFlight[struct{}](ctx)
	page.join()
	s.page = page
	go page.run(func(ctx context.Context) (none struct{}, err error) {
		if before != nil {
			<-before.done
		}
		var items []T
		fetch := !s.pager.Done() // the one before may have got the last page all the same
		if fetch {
			items, err = s.pager.Next(ctx)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, item := range items {
			s.items[item.ObjectID()] = item
		}
		if fetch && err == nil {
			s.pages++
		}
		if s.page == page {
			s.page = nil
		}
		return none, err
	})
	return page
}

// getInstead reads one object in place of the next page. It reports tried where the answer proves nothing and the list
// must be read on.
func (c *Collection[T]) getInstead(ctx context.Context, s *snapshot[T], id string, serving string) (item T, found, tried bool, err error) {
	item, err = c.get(ctx, id)
	c.mu.Lock()
	defer func() {
		c.getting--
		c.mu.Unlock()
	}()
	switch {
	case err == nil:
		s.items[id] = item
		s.served[serving] = true
		return item, true, false, nil
	case botbiz.IsGone(err) && c.route == routePresent:
		return item, false, false, nil
	case botbiz.IsNoRoute(err) && c.route == routePresent:
		return item, false, false, err
	case botbiz.IsGone(err):
		// Some servers answer so for a route that they do not have. One object that the list shows tells.
		known := s.anyBut(id)
		c.mu.Unlock()
		there, err := c.routeAnswers(ctx, known)
		c.mu.Lock()
		return item, false, err == nil && !there, err
	case botbiz.IsNoRoute(err):
		if c.route == routeUnknown {
			c.route = routeDoubtful
		}
		return item, false, true, nil
	}
	return item, false, false, err
}

// readWhole reads singly what the list shows with fields left out. Where there is no such route, what is listed must do.
func (c *Collection[T]) readWhole(ctx context.Context, id string, listed T, whole func(T) bool) (T, bool, error) {
	// One caller finds out for the others whether this is worth its request.
	select {
	case c.finding <- struct{}{}:
		defer func() { <-c.finding }()
	case <-ctx.Done():
		return listed, false, ctx.Err()
	}
	c.mu.Lock()
	full := c.full
	c.mu.Unlock()
	if full {
		return listed, true, nil
	}
	item, err := c.get(ctx, id)
	switch {
	case err == nil:
		c.mu.Lock()
		defer c.mu.Unlock()
		// A server that has no such field, listed or not, is taken at its list's word.
		c.full = c.full || reflect.DeepEqual(listed, item)
		c.lean = c.lean || !c.full && whole(item)
		return item, true, nil
	case c.doubts(err):
		c.mu.Lock()
		defer c.mu.Unlock()
		c.concludeMissing()
		return listed, true, nil
	}
	return item, false, ignoreGone(err)
}

// Peek returns an object that the snapshot has, without a request.
func (c *Collection[T]) Peek(id string) (item T, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.snapshot != nil {
		item, found = c.snapshot.items[id]
	}
	return item, found
}

// anyBut returns an id of the snapshot other than id, or nothing.
func (s *snapshot[T]) anyBut(id string) string {
	for other := range s.items {
		if other != id {
			return other
		}
	}
	return ""
}
