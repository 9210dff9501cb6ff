package collection

import (
	"context"
	"reflect"

	"golang.org/x/sync/errgroup"
)

const (
	maxVain  = 3 // useless single reads before listed objects are used without them
	parallel = 8 // parallel single reads for one caller
)

// complete returns a listed object with all fields. It reads an object with missing fields singly, as long as such reads
// return more than the list. With always, it does not stop.
func (c *Collection[T]) complete(ctx context.Context, s *reading[T], listed T, whole func(T) bool, always bool) (item T, found bool, err error) {
	id := listed.ObjectID()
	c.mu.Lock()
	skip := s.at(id).single || c.routes.noSingle != nil || !always && s.gained == 0 && s.vain >= maxVain
	c.mu.Unlock()
	if skip || whole == nil || whole(listed) {
		return listed, true, nil
	}
	item, found, err = c.single(ctx, s, id)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err != nil:
	case !found:
		s.at(id).gone = true
	case reflect.DeepEqual(listed, item):
		s.vain++
	default:
		s.gained++
	}
	return item, found, err
}

// completeAll completes all listed objects in parallel.
func (c *Collection[T]) completeAll(ctx context.Context, s *reading[T], whole func(T) bool, always bool) error {
	if whole == nil {
		return nil
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for _, item := range c.listed(s, 0) {
		group.Go(func() error {
			_, _, err := c.complete(ctx, s, item, whole, always)
			return err
		})
	}
	return group.Wait()
}

// listed returns the objects of the list in order, starting at index from, without objects that are gone by now.
func (c *Collection[T]) listed(s *reading[T], from int) []T {
	c.mu.Lock()
	defer c.mu.Unlock()
	items := make([]T, 0, len(s.order)-from)
	for _, id := range s.order[from:] {
		if e := s.entries[id]; !e.gone {
			items = append(items, e.item)
		}
	}
	return items
}
