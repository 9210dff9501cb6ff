package collection

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// maxIdle is how long after its last use a snapshot still answers.
const maxIdle = 10 * time.Second

// snapshot is one reading of the list, page by page. Everything but pager and the turns is guarded by the store's lock.
type snapshot[T Object] struct {
	pager *botbiz.Pager[T]
	pages *turn[struct{}] // fetches the next page
	fills *turn[struct{}] // completes listed objects

	items  map[string]T    // listed, or read singly
	order  []string        // ids, as listed
	listed map[string]bool // the same
	single map[string]bool // ids that were read singly
	gone   map[string]bool // ids of listed objects that are gone since

	fetched   int   // pages
	restarted bool  // the list was begun again after a page was refused
	done      bool  // there is no further page, or none that can be had
	complete  bool  // the list ended by itself, so it shows every object
	noList    error // why a page cannot be had

	noSingle error // what the route for a single object answered for one that the list shows; nil: the route may exist
	gained   int   // single reads that brought more than the list
	vain     int   // single reads that brought nothing more

	asked   map[string]bool // ids that were asked for
	served  map[string]bool // readers and ids that were answered
	readers int             // at present
	used    time.Time
}

// view is what is known at a moment, of the list and of one id.
type view[T Object] struct {
	item     T
	listed   bool // or read singly
	page     bool // an id that was not found is worth the next page, rather than a single read
	done     bool
	complete bool
	answered bool // the route for a single object has answered
	noSingle error
	noList   error
}

// view looks at the snapshot. As long as fewer pages were fetched than ids were asked for, pages and single reads together
// cost at most twice as much as the cheaper of the two alone.
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
		pager: c.api.Pager(), pages: newTurn[struct{}](true), fills: newTurn[struct{}](false),
		items: map[string]T{}, listed: map[string]bool{}, single: map[string]bool{}, gone: map[string]bool{},
		asked: map[string]bool{}, served: map[string]bool{},
	}
}

// enter returns the snapshot to read from. It is a new one where the reader was answered for this id before: then another
// walk has begun. Data sources have no reader's name, because several may ask for the same id in one walk.
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

// nextPage fetches the next page where it is still needed when the caller's turn comes.
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
		case s.fetched > 0 && !s.restarted && isRefusal(err): // the object that the cursor names may have been deleted
			s.restarted, s.pager = true, c.api.Pager()
		default:
			s.done, s.noList = true, err
		}
		return none, nil
	})
	return err
}

// add takes the objects of a page. An object that was read singly is newer than what the list says of it.
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

// listRefused tells whether err says that there is no such list or page, rather than that Botbiz failed to answer.
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
