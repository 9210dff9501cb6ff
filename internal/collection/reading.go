package collection

import (
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// entry is what a reading knows of one id.
type entry[T Object] struct {
	item   T
	known  bool // item is set: listed, or read singly
	listed bool
	single bool // read singly, so item has all fields that the API returns
	gone   bool // a single read proved that a listed object is gone by now
	asked  bool // a reader wants it
	seen   bool // a read returned it before this process, so the API has a route for it
	turn   *turn[*T]
}

// reading is one read of the list, page by page. The store's lock guards all fields except pager and pages.
type reading[T Object] struct {
	pager *botbiz.Pager[T]
	pages *turn[struct{}] // fetches the next page

	began     time.Time // of the first request; zero: it has not begun
	entries   map[string]*entry[T]
	order     []string // listed ids
	asked     int      // different ids
	fetched   int      // pages
	alone     bool     // it does not wait for further readers
	restarted bool     // the list was restarted after a rejected page
	done      bool     // there is no further page, or it cannot be read
	complete  bool     // the list is complete
	noList    error    // why a page cannot be read
	gained    int      // single reads that returned more than the list
	vain      int      // single reads that returned nothing more
}

// whole reports whether the pages so far are the whole list, for all that the API says.
func (s *reading[T]) whole() bool { return s.complete || s.pager.AtEnd() }

// newReading returns a reading that has not begun. A list that was refused in this walk is not asked for again. The caller
// holds the lock.
func (c *Collection[T]) newReading() *reading[T] {
	refused := c.routes.noList(c.share)
	return &reading[T]{
		pager: c.api.Pager(), pages: newTurn[struct{}](true), entries: map[string]*entry[T]{},
		noList: refused, done: refused != nil,
	}
}

// alone returns a reading that nobody shares.
func (c *Collection[T]) alone() *reading[T] {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.newReading()
}

// enter returns the reading for a reader that comes now and wants id, or the list if id is empty. managed means that it
// reads a resource. fresh means that only a reading that begins from now on will do.
func (c *Collection[T]) enter(id string, managed, fresh bool) *reading[T] {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.managed = c.managed || managed
	if s := c.current; s == nil || !s.began.IsZero() && (fresh || !c.isShared(s)) {
		c.current = c.newReading()
		c.current.alone = fresh
	}
	s := c.current
	if id != "" && !s.at(id).asked {
		s.at(id).asked = true
		s.asked++
	}
	return s
}

// isShared reports whether readers that come now can use a reading that has begun. In an apply, anything may have changed an
// object since, and a data source must see it. The caller holds the lock.
func (c *Collection[T]) isShared(s *reading[T]) bool {
	limit := c.share
	if limit == 0 && c.managed {
		limit = maxAge
	}
	return time.Since(s.began) < limit
}

// at returns the entry of an id. The caller holds the lock.
func (s *reading[T]) at(id string) *entry[T] {
	id = botbiz.CanonicalID(id)
	e := s.entries[id]
	if e == nil {
		e = &entry[T]{turn: newTurn[*T](true)}
		s.entries[id] = e
	}
	return e
}

// view is the current knowledge about a reading and one id.
type view[T Object] struct {
	entry[T]
	reading[T]
	page   bool // fetch the next page for a missing id, and not the single object
	routes routes
}

// view returns the current knowledge. As long as fewer pages were fetched than ids were asked for, the cost is at most twice
// that of the cheaper way, pages or single reads.
func (c *Collection[T]) view(s *reading[T], id string) view[T] {
	c.mu.Lock()
	defer c.mu.Unlock()
	return view[T]{
		entry: *s.at(id), reading: *s, routes: c.routes,
		page: !s.done && s.fetched < s.asked && s.gained == 0,
	}
}
