package collection

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// company is how long the first request of a reading waits for further readers.
const company = 20 * time.Millisecond

// nextPage fetches the next page if it is still needed when it is the caller's turn.
func (c *Collection[T]) nextPage(ctx context.Context, s *reading[T], needed func() bool) error {
	_, err := s.pages.do(ctx, func(ctx context.Context) (none struct{}, err error) {
		if err := acquire(ctx, c.page); err != nil {
			return none, err
		}
		defer func() { <-c.page }()
		if err := c.gather(ctx, s); err != nil || !needed() {
			return none, err
		}
		c.begin(s)
		items, err := s.pager.Next(ctx)
		c.mu.Lock()
		defer c.mu.Unlock()
		switch {
		case err == nil:
			c.add(s, items)
		case !listRefused(err):
			return none, err
		case s.fetched > 0 && !s.restarted && botbiz.IsRefusal(err): // the object of the cursor may have been deleted
			s.restarted, s.pager = true, c.api.Pager()
		default:
			s.done, s.noList = true, err
			if s.fetched == 0 {
				c.routes.list, c.routes.at = err, time.Now()
			}
		}
		return none, nil
	})
	return err
}

// gather waits a moment before the first request of a reading for further readers, which Terraform sends ten at a time. In a
// plan, later ones share the reading anyway.
func (c *Collection[T]) gather(ctx context.Context, s *reading[T]) error {
	c.mu.Lock()
	wait := s.began.IsZero() && s == c.current && !s.alone && !c.managed && c.share == 0
	c.mu.Unlock()
	if !wait {
		return nil
	}
	return pause(ctx, company)
}

// begin records the start of the first request of a reading.
func (c *Collection[T]) begin(s *reading[T]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.began.IsZero() {
		s.began = time.Now()
	}
}

// add adds the objects of a page. An object that was read singly is newer than the listed one.
func (c *Collection[T]) add(s *reading[T], items []T) {
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
	c.saw(items...)
}

// readAll fetches all pages, or as many as pages says.
func (c *Collection[T]) readAll(ctx context.Context, s *reading[T], pages func() int) error {
	more := func() bool {
		v := c.view(s, "")
		return !v.done && (pages == nil || s.fetched < pages())
	}
	for more() {
		if err := c.nextPage(ctx, s, more); err != nil {
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
