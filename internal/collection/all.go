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
