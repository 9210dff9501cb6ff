package collection

import (
	"context"
	"iter"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// All yields all objects, read afresh and page by page: a caller that stops early leaves the rest unread. It ends with
// the first error, a [NoListError] where the server has no list to read from.
func (c *Collection[T]) All(ctx context.Context) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for item, err := range c.api.Pager().All(ctx) {
			if err != nil && c.unusable(err) {
				err = &NoListError{Kind: c.api.Kind, Err: err}
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

// Whole yields what is listed, by [Collection.All] or a list of objects. An object in which whole misses a field is read
// singly, as long as that brings more than the list does; one that is gone by then is left out.
func (c *Collection[T]) Whole(ctx context.Context, listed iter.Seq2[T, error], whole func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		single := true
		for item, err := range listed {
			if err == nil && single && !whole(item) {
				var full T
				var found bool
				full, found, err = c.Get(ctx, item.ObjectID())
				switch {
				case botbiz.IsNoRoute(err):
					single, err = false, nil // what is listed must do
				case err == nil && !found:
					continue
				case err == nil:
					item, single = full, whole(full)
				}
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

// Key is a natural key: what people know an object by, besides its id.
type Key[T any] struct {
	Held func(T) bool // whether an object shows its key, which a list may leave out
	Same func(T) bool // whether it is the key that is meant
}

// Matching returns all objects, read afresh, with that key. One that lacks it is read singly.
func (c *Collection[T]) Matching(ctx context.Context, key Key[T]) ([]T, error) {
	items, err := c.List(ctx)
	if err != nil {
		return nil, err
	}
	return c.matching(ctx, items, key)
}

func (c *Collection[T]) matching(ctx context.Context, items []T, key Key[T]) ([]T, error) {
	var matches []T
	for item, err := range c.Whole(ctx, Each(items), key.Held) {
		if err != nil {
			return nil, err
		}
		if key.Same(item) {
			matches = append(matches, item)
		}
	}
	return matches, nil
}

// Each yields the objects of a list, in the form that [Collection.Whole] takes.
func Each[T any](items []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
}
