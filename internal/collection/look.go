package collection

import (
	"context"
	"slices"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

const (
	maxReads   = 10              // listed objects without a natural key that a look reads singly
	firstPages = 2               // of the list that one create reads before its POST
	apart      = 3 * time.Second // between two looks for the same object
	patience   = 2 * time.Minute // how long looks may fail in passing
	enough     = 4               // complete looks that do not show the object
)

// look returns what the list shows before a POST. Creates share one that is not too old, since the objects that they make are
// known, and that began after the latest lost response. It reads no more pages than creates wait, plus one. Without a list,
// there is nothing to see.
func (c *Collection[T]) look(ctx context.Context) (*reading[T], error) {
	c.waiting.Add(1)
	defer c.waiting.Add(-1)
	return c.looks.do(ctx, func(ctx context.Context) (*reading[T], error) {
		c.mu.Lock()
		last, lost := c.last, c.lost
		c.mu.Unlock()
		if last != nil && last.began.After(lost) && time.Since(last.began) < max(c.share, maxAge) {
			return last, nil
		}
		seen, err := c.glance(ctx, func() int { return int(c.waiting.Load()) - 1 + firstPages })
		if err == nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.last = seen
		}
		return seen, err
	})
}

// glance reads the list again, as far as pages says or completely. A list that is refused shows nothing.
func (c *Collection[T]) glance(ctx context.Context, pages func() int) (*reading[T], error) {
	s := c.alone()
	return s, s.readAll(ctx, pages)
}

// lookAfter reads the complete list. Callers share one that began after they came. A last one runs after an interrupt.
func (c *Collection[T]) lookAfter(ctx context.Context) (*reading[T], error) {
	if ctx.Err() != nil {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.api.RequestTimeout)
		defer cancel()
		ctx = last
	}
	return c.listings.do(ctx, func(ctx context.Context) (*reading[T], error) { return c.glance(ctx, nil) })
}

// holders returns the ids of the objects on a list that have a natural key or may have it, without those that this process
// has deleted. If a list omits keys, it reads objects singly: all, or those that agree in the rest. hidden means that one of
// them does not show its key at all.
func (s *reading[T]) holders(ctx context.Context, key Key[T], all bool) (holders []string, hidden bool) {
	reveal := s.revealer(ctx, key)
	for _, item := range s.items(0) {
		f := s.factOf(item.ObjectID())
		if !f.deleted.IsZero() {
			continue
		}
		if all || f.made.IsZero() && !f.deleting && key.hidden(item) {
			var found bool
			if item, found = reveal(item); !found {
				continue
			}
		}
		unknown := f.made.IsZero() && key.hidden(item)
		if hidden = hidden || unknown; unknown || key.Held(item) && key.matches(item) {
			holders = append(holders, item.ObjectID())
		}
	}
	return holders, hidden
}

// besides returns the ids of the objects with a key that the latest look before a POST showed, and that this process did not
// make. An interrupted run may have made them.
func (c *Collection[T]) besides(key Key[T]) []string {
	c.mu.Lock()
	last := c.last
	c.mu.Unlock()
	if last == nil {
		return nil
	}
	return ids(filter(last.items(0), func(item T) bool {
		f := c.factOf(item.ObjectID())
		return key.Same(item) && f.made.IsZero() && f.deleted.IsZero() && !f.deleting
	}))
}

// refusers looks for the objects that explain a rejection. If the list cannot be read, the rejection is still reported.
func (c *Collection[T]) refusers(ctx context.Context, key Key[T]) (holders []string, hidden bool) {
	now, err := c.lookAfter(ctx)
	if err != nil {
		return nil, false
	}
	return now.holders(ctx, key, true)
}

// revealer returns a function that reads a listed object without its natural key singly, for a number of objects. Callers
// that share the list share the reads. found is false if the object is gone.
func (s *reading[T]) revealer(ctx context.Context, key Key[T]) func(T) (item T, found bool) {
	reads := 0
	return func(listed T) (T, bool) {
		if key.Held(listed) || reads == maxReads {
			return listed, true
		}
		reads++
		item, found, err := s.fill(ctx, listed, key.Held, true)
		if err != nil {
			return listed, true
		}
		return item, found
	}
}

// settle finds out the outcome of a create whose response was lost or unusable. It looks until the object appears or a number
// of looks agree that it does not, and is patient while the list fails in passing. An interrupt leaves one last look.
func (c *Collection[T]) settle(ctx context.Context, creation Creation[T], before *reading[T], sent, most int, cause error) (item T, adopted bool, err error) {
	c.mu.Lock()
	c.lost = time.Now()
	c.mu.Unlock()
	outcome := &OutcomeError{Kind: c.api.Kind, Cause: cause}
	for looks, began := 0, time.Now(); ; {
		interrupted := ctx.Err() != nil
		list, err := c.lookAfter(ctx)
		if err != nil && !interrupted && ctx.Err() != nil {
			continue // an interrupt ended this look; the next one is the last
		}
		if err != nil {
			outcome.Err = err
			if interrupted || !botbiz.IsPassing(err) || time.Since(began) > patience {
				return item, false, outcome
			}
		} else {
			looks++
			found := c.candidates(ctx, creation, before, list, sent)
			if found.made != nil {
				return *found.made, true, nil
			}
			outcome.Err, outcome.IDs, outcome.Visible = errInvisible, found.maybe, list.complete && !found.hidden && list.fetched <= firstPages
			switch {
			case list.noList != nil:
				outcome.Err = &NoListError{Kind: c.api.Kind, Err: list.noList}
			case !list.complete:
				outcome.Err = errPartial
			}
			if interrupted || looks == most || len(found.maybe) > 0 || list.noList != nil {
				if len(found.maybe) == 0 && len(found.akin) > 0 {
					outcome.IDs, outcome.Visible = found.akin, false
				}
				return item, false, outcome
			}
		}
		_ = pause(ctx, apart)
	}
}

// found is what a list shows after a create with an unknown outcome: objects that were not there before, and that no other
// create made.
type found[T Object] struct {
	made   *T       // the object that the create made
	maybe  []string // or else those that it may have made
	hidden bool     // one of these does not show its natural key
	akin   []string // with another natural key, which the API may have written otherwise, and with the rest of the create
}

// candidates finds what a create made. If the look before the POST was not complete, what it did not show may have been there
// before.
func (c *Collection[T]) candidates(ctx context.Context, creation Creation[T], before, now *reading[T], sent int) (f found[T]) {
	key, reveal := creation.Key, now.revealer(ctx, creation.Key)
	var exact []T
	for _, item := range now.items(0) {
		if was := c.factOf(item.ObjectID()); !was.made.IsZero() || was.isBefore(sent) {
			continue
		}
		item, exists := reveal(item)
		switch {
		case !exists, !c.factOf(item.ObjectID()).deleted.IsZero() && !c.confirms(ctx, item.ObjectID()): // a list can omit the mark of a deleted one
		case key.matches(item):
			exact = append(exact, item)
		case !key.Held(item):
			f.hidden = true
			f.maybe = append(f.maybe, item.ObjectID())
		case creation.Taken.matches(item):
			f.maybe = append(f.maybe, item.ObjectID())
		case key.Rest != nil && key.Rest(item):
			f.akin = append(f.akin, item.ObjectID())
		}
	}
	if len(exact) == 1 && len(f.maybe) == 0 && before.whole() && c.claim(exact[0].ObjectID()) {
		f.made = &exact[0]
		return f
	}
	f.maybe = append(f.maybe, ids(exact)...)
	slices.Sort(f.maybe)
	return f
}
