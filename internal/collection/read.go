package collection

import (
	"context"
	"errors"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// young is how long after its creation an object that seems gone is looked for again (on the server's clock).
const young = 2 * time.Minute

// snapshot is what was read of all objects for one walk of Terraform.
type snapshot[T Object] struct {
	pager       *botbiz.Pager[T]
	page        *flight[struct{}] // under way
	items       map[string]T
	served      map[string]bool
	pages, gets int
}

// Prior is what the state holds of the object to read.
type Prior[T Object] struct {
	CreatedAt string       // RFC 3339, or empty
	Whole     func(T) bool // whether a listed object holds every field that the state holds; nil: always
}

// Read returns a managed object, from the snapshot where that has it. found is false only where it is proven that the
// object does not exist; every doubt is an error.
func (c *Collection[T]) Read(ctx context.Context, id string, prior Prior[T]) (item T, found bool, err error) {
	item, found, err = c.locate(ctx, id, prior.Whole, true)
	for delay := time.Second; err == nil && !found && delay <= 2*time.Second && c.isYoung(prior.CreatedAt); delay *= 2 {
		if err = pause(ctx, delay); err == nil {
			item, found, err = c.Get(ctx, id)
		}
	}
	return item, found, err
}

// Lookup is a Read for an import: the Read that follows is answered from the same snapshot.
func (c *Collection[T]) Lookup(ctx context.Context, id string) (item T, found bool, err error) {
	return c.locate(ctx, id, nil, false)
}

// Find returns the objects of the snapshot's whole list that match, for an import.
func (c *Collection[T]) Find(ctx context.Context, match func(T) bool) ([]T, error) {
	for {
		c.mu.Lock()
		s := c.walk("")
		if c.noList != nil {
			defer c.mu.Unlock()
			return nil, &NoListError{Kind: c.api.Kind, Err: c.noList}
		}
		if s.page == nil && s.pager.Done() {
			defer c.mu.Unlock()
			var found []T
			for _, item := range s.items {
				if match(item) {
					found = append(found, item)
				}
			}
			return found, nil
		}
		page := c.nextPage(ctx, s)
		c.mu.Unlock()
		if _, err := page.wait(ctx); err != nil && !c.unusable(err) {
			return nil, err
		}
	}
}

// locate looks for id in the snapshot and fetches what the snapshot lacks.
func (c *Collection[T]) locate(ctx context.Context, id string, whole func(T) bool, serve bool) (item T, found bool, err error) {
	serving := ""
	if serve {
		serving = id
	}
	tried := false // a single read said that there is nothing
	for {
		c.mu.Lock()
		s := c.walk(serving)
		if item, ok := s.items[id]; ok {
			if tried {
				c.route = routeMissing
			}
			if whole == nil || whole(item) || c.route == routeMissing {
				s.served[id] = s.served[id] || serve
				c.mu.Unlock()
				return item, true, nil
			}
			c.mu.Unlock()
			item, found, err = c.readWhole(ctx, id, item, whole)
			return c.keep(s, item, found, err, serve)
		}
		switch {
		case c.noList != nil, c.lean && c.route != routeMissing:
			c.mu.Unlock()
			item, found, err = c.Get(ctx, id)
			return c.keep(s, item, found, err, serve)
		case s.page == nil && s.pager.Done():
			c.mu.Unlock()
			return c.prove(ctx, id, s.anyBut(id))
		case s.page == nil && s.gets < s.pages && !tried && (c.route == routePresent || c.route == routeUnknown && c.getting == 0):
			s.gets++
			c.getting++
			c.mu.Unlock()
			item, found, tried, err = c.getInstead(ctx, s, id, serve)
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

// keep puts an object that was read singly into the snapshot, where the Read after an import's Lookup finds it.
func (c *Collection[T]) keep(s *snapshot[T], item T, found bool, err error, serve bool) (T, bool, error) {
	if found && err == nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		s.items[item.ObjectID()] = item
		s.served[item.ObjectID()] = serve
	}
	return item, found, err
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
	s.pages++
	go page.run(func(ctx context.Context) (none struct{}, err error) {
		if before != nil {
			<-before.done
		}
		items, err := s.pager.Next(ctx)
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, item := range items {
			s.items[item.ObjectID()] = item
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
func (c *Collection[T]) getInstead(ctx context.Context, s *snapshot[T], id string, serve bool) (item T, found, tried bool, err error) {
	item, err = c.get(ctx, id)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.getting--
	switch {
	case err == nil:
		s.items[id] = item
		s.served[id] = s.served[id] || serve
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
		c.route = routeDoubtful
		return item, false, true, nil
	}
	return item, false, false, err
}

// readWhole reads singly what the list shows with fields left out. Where there is no such route, what is listed must do.
func (c *Collection[T]) readWhole(ctx context.Context, id string, listed T, whole func(T) bool) (T, bool, error) {
	item, err := c.get(ctx, id)
	switch {
	case err == nil:
		c.mu.Lock()
		defer c.mu.Unlock()
		c.lean = c.lean || whole(item) // else the server has no such field, listed or not
		return item, true, nil
	case botbiz.IsGone(err), botbiz.IsNoRoute(err):
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.route != routePresent {
			c.route = routeMissing
			return listed, true, nil
		}
		return item, false, ignoreGone(err)
	}
	return item, false, err
}

// isYoung tells whether created, on the server's clock, was less than two minutes ago.
func (c *Collection[T]) isYoung(created string) bool {
	at, err := time.Parse(time.RFC3339, created)
	return err == nil && c.api.ServerTime(time.Now()).Sub(at) < young
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

func ignoreGone(err error) error {
	if botbiz.IsGone(err) {
		return nil
	}
	return err
}

// NoListError is a listing that is needed and cannot be had.
type NoListError struct {
	Kind string
	Err  error
}

func (e *NoListError) Error() string {
	return "the list of " + e.Kind + "s, which is needed here, cannot be read: " + e.Err.Error()
}

func (e *NoListError) Unwrap() error { return e.Err }

// listRefused tells whether err says that the server has no list to read from, rather than that it failed to answer.
func listRefused(err error) bool {
	var e *botbiz.Error
	if errors.Is(err, botbiz.ErrEndlessList) || botbiz.IsNoRoute(err) || tooLarge(err) {
		return true
	}
	return errors.As(err, &e) && (e.Status == 400 || e.Status == 403 || e.Status == 404 || e.Status == 410 || e.Status == 422)
}

// tooLarge asks the transport's errors, which this package does not know.
func tooLarge(err error) bool {
	var large interface{ TooLarge() bool }
	return errors.As(err, &large) && large.TooLarge()
}
