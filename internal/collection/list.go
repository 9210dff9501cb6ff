package collection

import (
	"context"
	"fmt"
	"iter"
)

// List returns all objects of the reading in the order of the list. It reads an object that is not whole singly, as long
// as that returns more than the list. Without a list, the error is a [*NoListError].
func (c *Collection[T]) List(ctx context.Context, whole func(T) bool) ([]T, error) {
	s := c.enter("", false, false)
	if err := s.needAll(ctx); err != nil {
		return nil, err
	}
	if err := s.fillAll(ctx, whole, false); err != nil {
		return nil, err
	}
	return s.items(0), nil
}

// Find returns all objects of the reading with a natural key, or else those that may have it in another notation, completed
// like those of [Collection.List]. It always reads an object singly if the list omits its key. If this process created
// objects a moment ago, it looks again before it returns nothing. Objects that do not show their key may have it: then
// nothing is a [*HiddenKeyError].
func (c *Collection[T]) Find(ctx context.Context, key Key[T], whole func(T) bool) ([]T, error) {
	items, hidden, err := c.find(ctx, key, whole)
	for delay := firstLook; err == nil && len(items) == 0 && delay <= lastLook && c.hasMade(); delay *= 2 {
		if err = pause(ctx, delay); err == nil {
			c.forget()
			items, hidden, err = c.find(ctx, key, whole)
		}
	}
	if err == nil && len(items) == 0 && len(hidden) > 0 {
		return nil, &HiddenKeyError{Kind: c.api.Kind, IDs: hidden}
	}
	return items, err
}

// HiddenKeyError is a search that found nothing among objects that do not all show their natural key.
type HiddenKeyError struct {
	Kind string
	IDs  []string // the objects that do not show it
}

func (e *HiddenKeyError) Error() string {
	return fmt.Sprintf("nothing on the list matches, but the list does not show the key of the %s %s", e.Kind, several(e.IDs))
}

func (c *Collection[T]) find(ctx context.Context, key Key[T], whole func(T) bool) (matches []T, hidden []string, err error) {
	s := c.enter("", false, false)
	if err := s.needAll(ctx); err != nil {
		return nil, nil, err
	}
	if err := s.fillAll(ctx, key.Held, true); err != nil {
		return nil, nil, err
	}
	all := s.items(0)
	same := filter(all, key.Same)
	if len(same) == 0 {
		same = filter(all, key.matches)
	}
	for _, item := range same {
		item, found, err := s.fill(ctx, item, whole, false)
		if err != nil {
			return nil, nil, err
		}
		if found {
			matches = append(matches, item)
		}
	}
	if len(matches) == 0 && !s.view("").complete {
		return nil, nil, &NoListError{Kind: c.api.Kind, Err: errPartial}
	}
	return matches, ids(filter(all, func(item T) bool { return !key.Held(item) })), nil
}

// All yields all objects without the reading, page by page. A caller that stops early saves the other pages. Objects are
// completed like those of [Collection.List]. It ends with the first error, which is a [*NoListError] without a list.
func (c *Collection[T]) All(ctx context.Context, whole func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		s := c.alone()
		for more := true; more; more = !s.done {
			yielded, pages := len(s.order), s.fetched+1
			err := s.readAll(ctx, func() int { return pages })
			if err == nil {
				err = s.listError(ctx)
			}
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range s.items(yielded) {
				item, found, err := s.fill(ctx, item, whole, false)
				if (found || err != nil) && !yield(item, err) || err != nil {
					return
				}
			}
		}
	}
}

// needAll fetches all pages for a caller that needs them.
func (s *reading[T]) needAll(ctx context.Context) error {
	if err := s.readAll(ctx, nil); err != nil {
		return err
	}
	return s.listError(ctx)
}

// noList returns the error for a caller that needs the list, with the witness that the API does not have it.
func (s *reading[T]) listError(ctx context.Context) error {
	err := s.view("").noList
	if err == nil {
		return nil
	}
	if lacksRoute(err) && s.isDocumented(ctx) {
		return &RouteError{Kind: s.api.Kind, Err: err, Documented: true}
	}
	return &NoListError{Kind: s.api.Kind, Err: err}
}

func filter[T any](items []T, keep func(T) bool) (kept []T) {
	for _, item := range items {
		if keep(item) {
			kept = append(kept, item)
		}
	}
	return kept
}
