package collection

import (
	"context"
	"errors"
	"net/http"
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

// reading is one read of the list, page by page. The store's lock guards all fields except Collection, pager, and pages.
type reading[T Object] struct {
	*Collection[T] // that began it

	pager *botbiz.Pager[T]
	pages *turn[struct{}] // fetches the next page

	began     time.Time // of the first request; zero: it has not begun
	entries   map[string]*entry[T]
	order     []string // listed ids
	readers   int
	asked     int   // different ids
	fetched   int   // pages
	alone     bool  // it does not wait for further readers
	restarted bool  // the list was restarted after a rejected page
	done      bool  // there is no further page, or it cannot be read
	complete  bool  // the list is complete
	noList    error // why a page cannot be read
	gained    int   // single reads that returned more than the list
	vain      int   // single reads that returned nothing more
}

// whole reports whether the pages so far are the whole list, for all that the API says.
func (s *reading[T]) whole() bool { return s.complete || s.pager.AtEnd() }

// newReading returns a reading that has not begun. A list that was refused in this walk is not asked for again. The caller
// holds the lock.
func (c *Collection[T]) newReading() *reading[T] {
	refused := c.routes.noList(c.share)
	return &reading[T]{
		Collection: c, pager: c.api.Pager(), pages: newTurn[struct{}](true), entries: map[string]*entry[T]{},
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
	if s := c.current; s == nil || !s.began.IsZero() && (fresh || !s.isShared()) {
		c.current = c.newReading()
		c.current.alone = fresh
	}
	s := c.current
	s.readers++
	if id != "" && !s.at(id).asked {
		s.at(id).asked = true
		s.asked++
	}
	return s
}

// isShared reports whether readers that come now can use a reading that has begun. In an apply, anything may have changed an
// object since, and a data source must see it. The caller holds the lock.
func (s *reading[T]) isShared() bool {
	limit := s.share
	if limit == 0 && s.managed {
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
	noList         error
	done, complete bool
	page           bool // fetch the next page for a missing id, and not the single object
	routes         routes
}

// view returns the current knowledge. As long as fewer pages were fetched than ids were asked for, the cost is at most twice
// that of the cheaper way, pages or single reads.
func (s *reading[T]) view(id string) view[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	return view[T]{
		entry: *s.at(id), noList: s.noList, done: s.done, complete: s.complete, routes: s.routes,
		page: !s.done && s.fetched < s.asked && s.gained == 0,
	}
}

// company is how long the first request of a reading waits for the next reader.
const company = 20 * time.Millisecond

// nextPage fetches the next page if it is still needed when it is the caller's turn.
func (s *reading[T]) nextPage(ctx context.Context, needed func() bool) error {
	_, err := s.pages.do(ctx, func(ctx context.Context) (none struct{}, err error) {
		if err := acquire(ctx, s.page); err != nil {
			return none, err
		}
		defer func() { <-s.page }()
		if err := s.gather(ctx); err != nil || !needed() {
			return none, err
		}
		s.begin()
		items, err := s.pager.Next(ctx)
		s.mu.Lock()
		defer s.mu.Unlock()
		switch {
		case err != nil && !listRefused(err):
			return none, err
		case s.fetched > 0 && !s.restarted && (botbiz.IsRefusal(err) || lacksRoute(err) || err == nil && s.pager.BrokeOff()): // the object of the cursor may have been deleted
			s.restarted, s.fetched, s.pager = true, 0, s.api.Pager()
		case err == nil:
			s.add(items)
		default:
			s.done, s.noList = true, err
			if s.fetched == 0 {
				s.routes.list, s.routes.at = err, time.Now()
			}
		}
		return none, nil
	})
	return err
}

// gather waits before the first request of a reading as long as further readers come, which Terraform sends ten at a time. In
// a plan, later ones share the reading anyway.
func (s *reading[T]) gather(ctx context.Context) error {
	for came := 0; ; {
		s.mu.Lock()
		before, wait := came, s.began.IsZero() && s == s.current && !s.alone && !s.managed && s.share == 0
		came = s.readers
		s.mu.Unlock()
		if !wait || came == before {
			return nil
		}
		if err := pause(ctx, company); err != nil {
			return err
		}
	}
}

// begin records the start of the first request of a reading.
func (s *reading[T]) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.began.IsZero() {
		s.began = time.Now()
	}
}

// add adds the objects of a page. An object that was read singly is newer than the listed one.
func (s *reading[T]) add(items []T) {
	for _, item := range items {
		id := botbiz.CanonicalID(item.ObjectID())
		e := s.at(id)
		if !e.listed {
			s.order, e.listed = append(s.order, id), true
		}
		if !e.single {
			e.item, e.known = item, true
		}
	}
	s.fetched++
	s.done, s.complete = s.pager.Done(), s.pager.Complete()
	s.saw(items...)
}

// readAll fetches all pages, or as many as pages says.
func (s *reading[T]) readAll(ctx context.Context, pages func() int) error {
	more := func() bool {
		v := s.view("")
		return !v.done && (pages == nil || s.fetched < pages())
	}
	for more() {
		if err := s.nextPage(ctx, more); err != nil {
			return err
		}
	}
	return nil
}

// listRefused reports whether the API rejected the list or the page, or returned no list, and did not just fail.
func listRefused(err error) bool {
	var e *botbiz.Error
	var large interface{ TooLarge() bool }
	return lacksRoute(err) || botbiz.IsRefusal(err) || errors.Is(err, botbiz.ErrEndlessList) || errors.As(err, new(*botbiz.AnswerError)) ||
		errors.As(err, &large) && large.TooLarge() || errors.As(err, &e) && e.Status == http.StatusForbidden
}
