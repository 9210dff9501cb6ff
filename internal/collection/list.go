package collection

import (
	"context"
	"errors"
	"slices"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// List returns all objects, read afresh, in the server's order. Callers that arrive before a listing starts share it.
// The error is a [NoListError] where the server has no list to read from.
func (c *Collection[T]) List(ctx context.Context) ([]T, error) {
	listing := c.listing(ctx)
	items, err := listing.wait(ctx)
	if err != nil && c.unusable(err) {
		return nil, &NoListError{Kind: c.api.Kind, Err: err}
	}
	return slices.Clone(items), err
}

// listing returns the flight of a listing that has not started yet, joined.
func (c *Collection[T]) listing(ctx context.Context) *flight[[]T] {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next != nil && c.next.join() {
		return c.next
	}
	before, listing := c.current, newFlight[[]T](ctx)
	if c.next != nil {
		before = c.next // left by all who waited for it
	}
	listing.join()
	if before == nil {
		c.current = listing
	} else {
		c.next = listing
	}
	go func() {
		if before != nil {
			<-before.done
			c.mu.Lock()
			c.current = listing
			if c.next == listing {
				c.next = nil
			}
			c.mu.Unlock()
		}
		listing.run(c.readAll)
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.current == listing {
			c.current = nil
		}
	}()
	return listing
}

func (c *Collection[T]) readAll(ctx context.Context) ([]T, error) {
	var items []T
	pages := 0
	for pager := c.api.Pager(); !pager.Done(); pages++ {
		page, err := pager.Next(ctx)
		if err != nil {
			return nil, err
		}
		items = append(items, page...)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages = pages
	return items, nil
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
