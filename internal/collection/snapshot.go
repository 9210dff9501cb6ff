package collection

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// maxIdle is how long a snapshot is valid after its last use.
const maxIdle = 10 * time.Second

// snapshot is one read of the list, page by page. The store's lock guards all fields except pager and the turns.
type snapshot[T Object] struct {
	pager *botbiz.Pager[T]
	pages *turn[struct{}] // fetches the next page

	completing chan struct{} // contains an element while a caller completes all listed objects

	items  map[string]T    // listed, or read singly
	order  []string        // ids in the order of the list
	listed map[string]bool // ids in the list
	single map[string]bool // ids of objects that were read singly
	gone   map[string]bool // ids of listed objects that are gone by now

	fetched   int   // pages
	restarted bool  // the list was restarted after a rejected page
	done      bool  // there is no further page, or it cannot be read
	complete  bool  // the list is complete
	noList    error // why a page cannot be read

	noSingle error // response of the route for a single object to an object in the list; nil: the route may exist
	gained   int   // single reads that returned more than the list
	vain     int   // single reads that returned nothing more

	asked   map[string]bool // requested ids
	served  map[string]bool // readers and ids that were served
	readers int             // reads in progress
	used    time.Time
}

// view is the current knowledge about the list and one id.
type view[T Object] struct {
	item     T
	listed   bool // or read singly
	page     bool // fetch the next page for a missing id, and not the single object
	done     bool
	complete bool
	answered bool // the route for a single object has returned an object
	noSingle error
	noList   error
}

// view returns the current knowledge. As long as fewer pages were fetched than ids were requested, the cost is at most twice
// that of the cheaper way, pages or single reads.
func (c *Collection[T]) view(s *snapshot[T], id string) view[T] {
	c.mu.Lock()
	defer c.mu.Unlock()
	item, listed := s.items[id]
	return view[T]{
		item: item, listed: listed, page: !s.done && s.fetched < len(s.asked) && s.gained == 0,
		done: s.done, complete: s.complete, answered: c.answered, noSingle: s.noSingle, noList: s.noList,
	}
}

func (c *Collection[T]) newSnapshot() *snapshot[T] {
	return &snapshot[T]{
		pager: c.api.Pager(), pages: newTurn[struct{}](true), completing: make(chan struct{}, 1),
		items: map[string]T{}, listed: map[string]bool{}, single: map[string]bool{}, gone: map[string]bool{},
		asked: map[string]bool{}, served: map[string]bool{},
	}
}

// enter returns the snapshot to read from. It is a new one if the reader was served this id before, because then another
// walk has started. Data sources have no reader name, because several can read the same id in one walk.
func (c *Collection[T]) enter(reader, id string) *snapshot[T] {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, answer := c.snapshot, reader+" "+id
	if s == nil || reader != "" && s.served[answer] || s.readers == 0 && time.Since(s.used) > maxIdle {
		s = c.newSnapshot()
		c.snapshot = s
	}
	s.readers++
	if id != "" {
		s.asked[id] = true
	}
	s.served[answer] = true
	return s
}

func (c *Collection[T]) leave(s *snapshot[T]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.readers--
	s.used = time.Now()
}

// nextPage fetches the next page if it is still needed when it is the caller's turn.
func (c *Collection[T]) nextPage(ctx context.Context, s *snapshot[T], needed func() bool) error {
	_, err := s.pages.do(ctx, func(ctx context.Context) (none struct{}, err error) {
		if !needed() {
			return none, nil
		}
		items, err := s.pager.Next(ctx)
		c.mu.Lock()
		defer c.mu.Unlock()
		switch {
		case err == nil:
			s.add(items)
		case !listRefused(err):
			return none, err
		case s.fetched > 0 && !s.restarted && isRefusal(err): // the object of the cursor may have been deleted
			s.restarted, s.pager = true, c.api.Pager()
		default:
			s.done, s.noList = true, err
		}
		return none, nil
	})
	return err
}

// add adds the objects of a page. An object that was read singly is newer than the listed one.
func (s *snapshot[T]) add(items []T) {
	for _, item := range items {
		id := item.ObjectID()
		if !s.listed[id] {
			s.order, s.listed[id] = append(s.order, id), true
		}
		if !s.single[id] {
			s.items[id] = item
		}
	}
	s.fetched++
	s.done, s.complete = s.pager.Done(), s.pager.Complete()
}

// readAll fetches all pages.
func (c *Collection[T]) readAll(ctx context.Context, s *snapshot[T]) error {
	more := func() bool { return !c.view(s, "").done }
	for more() {
		if err := c.nextPage(ctx, s, more); err != nil {
			return err
		}
	}
	return nil
}

// listRefused reports whether the API rejected the list or the page, and did not just fail.
func listRefused(err error) bool {
	var e *botbiz.Error
	var large interface{ TooLarge() bool }
	switch {
	case errors.Is(err, botbiz.ErrEndlessList), botbiz.IsNoRoute(err), errors.As(err, &large) && large.TooLarge():
		return true
	case errors.As(err, &e):
		switch e.Status {
		case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusUnprocessableEntity:
			return true
		}
	}
	return false
}
