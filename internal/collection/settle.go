package collection

import (
	"context"
	"slices"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

const (
	apart    = 3 * time.Second // between two looks for the same object
	patience = 2 * time.Minute // how long looks may fail in passing
	enough   = 4               // complete looks that do not show the object
)

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
	key, reveal := creation.Key, c.revealer(ctx, now, creation.Key)
	var exact []T
	for _, item := range c.listed(now, 0) {
		if was := c.factOf(item.ObjectID()); !was.made.IsZero() || was.isBefore(sent) {
			continue
		}
		item, exists := reveal(item)
		switch {
		case !exists:
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
