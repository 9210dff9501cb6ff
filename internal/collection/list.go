package collection

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// List returns all objects, read afresh, in the server's order. Callers that arrive before a listing starts share it.
// The error is a [NoListError] where the server has no list to read from.
func (c *Collection[T]) List(ctx context.Context) ([]T, error) {
	listing := c.listing(ctx, &c.lists, func(ctx context.Context) ([]T, error) { return c.readPages(ctx, math.MaxInt) })
	items, err := listing.wait(ctx)
	if err != nil && c.unusable(err) {
		return nil, &NoListError{Kind: c.api.Kind, Err: err}
	}
	return slices.Clone(items), err
}

// shared is the listings of one sort: the one under way, and the one that starts after it.
type shared[T any] struct{ current, next *flight[[]T] }

// listing returns the flight of a listing that has not started yet, joined.
func (c *Collection[T]) listing(ctx context.Context, of *shared[T], read func(context.Context) ([]T, error)) *flight[[]T] {
	c.mu.Lock()
	defer c.mu.Unlock()
	if of.next != nil && of.next.join() {
		return of.next
	}
	before, listing := of.current, newFlight[[]T](ctx)
	if of.next != nil {
		before = of.next // left by all who waited for it
	}
	listing.join()
	if before == nil {
		of.current = listing
	} else {
		of.next = listing
	}
	go func() {
		if before != nil {
			<-before.done
			c.mu.Lock()
			of.current = listing
			if of.next == listing {
				of.next = nil
			}
			c.mu.Unlock()
		}
		listing.run(read)
		c.mu.Lock()
		defer c.mu.Unlock()
		if of.current == listing {
			of.current = nil
		}
	}()
	return listing
}

// readPages reads at most so many pages, and notes how many there are; of a list that goes on, one more than were read.
func (c *Collection[T]) readPages(ctx context.Context, most int) ([]T, error) {
	var items []T
	pages, pager := 0, c.api.Pager()
	for ; !pager.Done() && pages < most; pages++ {
		page, err := pager.Next(ctx)
		if err != nil {
			return nil, err
		}
		items = append(items, page...)
	}
	if !pager.Done() {
		pages++
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
