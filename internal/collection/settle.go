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

// settle finds out the outcome of a create whose response was lost or unusable. It looks until the object appears or several
// looks agree that it does not, and is patient while the list fails in passing. An interrupt leaves one last look.
func (c *Collection[T]) settle(ctx context.Context, creation Creation[T], before *reading[T], sent int, cause error) (item T, adopted bool, err error) {
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
			made, maybe := c.candidates(ctx, creation, before, list, sent)
			if made != nil {
				return *made, true, nil
			}
			outcome.Err, outcome.IDs = errInvisible, maybe
			switch {
			case list.noList != nil:
				outcome.Err = &NoListError{Kind: c.api.Kind, Err: list.noList}
			case !list.complete:
				outcome.Err = errPartial
			}
			if interrupted || looks == enough || len(maybe) > 0 || list.noList != nil {
				return item, false, outcome
			}
		}
		_ = pause(ctx, apart)
	}
}

// candidates returns the object that the create made, or else the ids of the objects that it may have made: with its natural
// key, not there before, and made by no other create. If the look before the POST was not complete, what it did not show may
// have been there before.
func (c *Collection[T]) candidates(ctx context.Context, creation Creation[T], before, now *reading[T], sent int) (made *T, maybe []string) {
	reveal := c.revealer(ctx, creation.Key)
	var exact []T
	for _, item := range c.listed(now, 0) {
		if f := c.factOf(item.ObjectID()); !f.made.IsZero() || f.isBefore(sent) {
			continue
		}
		item = reveal(item)
		switch {
		case creation.Key.matches(item):
			exact = append(exact, item)
		case !creation.Key.Held(item), creation.Taken.matches(item):
			maybe = append(maybe, item.ObjectID())
		}
	}
	if len(exact) == 1 && len(maybe) == 0 && before.whole() && c.claim(exact[0].ObjectID()) {
		return &exact[0], nil
	}
	maybe = append(maybe, ids(exact)...)
	slices.Sort(maybe)
	return nil, maybe
}
