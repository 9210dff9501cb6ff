package collection

import (
	"context"
	"iter"
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
