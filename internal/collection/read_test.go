package collection_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

func TestRefreshCost(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ managed, of, step, most int }{
		{50, 50, 1, 1},
		{500, 500, 1, 5},
		{500, 500, -1, 6},
		{1, 1, 1, 1},
		{1, 100, 100, 1},
		{1, 5000, 4999, 2},
		{20, 5000, 250, 40},
		{20, 5000, -1, 40},
		{1000, 1000, 1, 10},
		{1000, 1000, -1, 11},
	} {
		t.Run(fmt.Sprintf("%d among %d by %d", tc.managed, tc.of, tc.step), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(tc.of)
				s.latency = 100 * time.Millisecond
				c := s.collection()
				parallel(tc.managed, func(n int) {
					at := n * tc.step
					if at < 0 {
						at += tc.of + 1
					}
					read(t, c, id(at))
				})
				if s.total() > tc.most {
					t.Errorf("%d requests, want at most %d", s.total(), tc.most)
				}
			})
		})
	}
}

// Readers of one id cost what one reader costs, also if its object is far down in the list. That it does not exist costs one
// request more: another object answers.
func TestReadersOfOneID(t *testing.T) {
	t.Parallel()
	for wanted, most := range map[string]int{id(1): 1, id(4000): 2, "wha_none": 3} {
		for _, managed := range []bool{true, false} {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(5000)
				s.latency = 100 * time.Millisecond
				c := s.collection()
				var group sync.WaitGroup
				for range 30 {
					group.Go(func() {
						_, found, err := c.Read(t.Context(), wanted, collection.Reader[account]{Managed: managed})
						if err != nil || found != (wanted != "wha_none") {
							t.Errorf("%s: %t, %v", wanted, found, err)
						}
					})
				}
				group.Wait()
				if s.total() > most {
					t.Errorf("%s: %v", wanted, s.counts)
				}
			})
		}
	}
}

func TestImportCost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(200)
		s.latency = 100 * time.Millisecond
		c := s.collection()
		parallel(200, func(n int) {
			if n%2 == 0 {
				lookup(t, c, id(n))
			} else {
				found, err := c.Find(t.Context(), hasNumber(number(n)), nil)
				if err != nil || len(found) != 1 || found[0].ID != id(n) {
					t.Errorf("Find = %v, %v", found, err)
				}
			}
			read(t, c, id(n))
		})
		t.Logf("%d requests", s.total())
		if s.total() > 8 {
			t.Errorf("%d requests, want at most 8", s.total())
		}
	})
}

func lookup(t *testing.T, c *collection.Collection[account], id string) {
	t.Helper()
	if _, found, err := c.Read(t.Context(), id, collection.Reader[account]{}); err != nil || !found {
		t.Errorf("Lookup(%s) = %t, %v", id, found, err)
	}
}

func hasNumber(number string) collection.Key[account] {
	return collection.Key[account]{
		Held: func(a account) bool { return a.PhoneNumber != nil },
		Same: func(a account) bool {
			return a.PhoneNumber != nil && botbiz.SamePhoneNumber(*a.PhoneNumber, number)
		},
	}
}

// After a failed page no single read stands in for it: what the API says of one object proves nothing yet.
func TestFailedPageIsNotCounted(t *testing.T) {
	s := newServer(3)
	s.on["list"] = first(1, enveloped(500))
	s.on["get"] = always(enveloped(404)) // a server without this route
	c := s.collection()
	if _, _, err := c.Read(t.Context(), id(1), prior); err == nil {
		t.Error("no error")
	}
	read(t, c, id(1))
	s.expect(t, "list 2")
}

func TestCancelledReaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.latency = time.Minute
		c := s.collection()
		first, cancelFirst := context.WithCancel(t.Context())
		var group sync.WaitGroup
		group.Go(func() {
			if _, _, err := c.Read(first, id(1), prior); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled Read = %v", err)
			}
		})
		synctest.Wait() // the first has started the listing
		group.Go(func() { read(t, c, id(2)) })
		synctest.Wait()
		began := time.Now()
		cancelFirst()
		group.Wait()
		if waited := time.Since(began); waited > time.Minute {
			t.Errorf("the second Read waited %s", waited)
		}
		s.expect(t, "list 2")
	})
}

func TestAllReadersCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(250)
		s.latency = time.Minute
		c := s.collection()
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		for n := range 3 {
			group.Go(func() {
				if _, _, err := c.Read(ctx, id(n+1), prior); !errors.Is(err, context.Canceled) {
					t.Errorf("cancelled Read = %v", err)
				}
			})
		}
		synctest.Wait()
		began := time.Now()
		cancel()
		group.Wait()
		read(t, c, id(1)) // a new page, after the one that was left
		if waited := time.Since(began); waited != time.Minute {
			t.Errorf("the Read after that took %s, want one listing", waited)
		}
		s.expect(t, "list 2")
	})
}

func TestLeanList(t *testing.T) {
	whole := func(a account) bool { return a.Status != nil }
	prior := collection.Reader[account]{Managed: true, Whole: whole}
	t.Run("singly from then on", func(t *testing.T) {
		s := newServer(250)
		s.listed = func(a map[string]any) { delete(a, "status") }
		c := s.collection()
		for n := range 250 {
			got, found, err := c.Read(t.Context(), id(n+1), prior)
			if err != nil || !found || got.Status == nil {
				t.Fatalf("Read = %+v, %t, %v", got, found, err)
			}
		}
		for range 2 { // what was read singly is not read again
			if got, found, err := c.Read(t.Context(), id(7), prior); err != nil || !found || got.Status == nil {
				t.Errorf("Read = %+v, %t, %v", got, found, err)
			}
		}
		s.expect(t, "list 1, get 250")
	})
	t.Run("no server has that field", func(t *testing.T) {
		s := newServer(250)
		for _, a := range s.accounts {
			delete(a, "status")
		}
		c := s.collection()
		if _, found, err := c.Read(t.Context(), id(1), prior); err != nil || !found {
			t.Errorf("Read = %t, %v", found, err)
		}
		for n := 2; n <= 250; n++ {
			read(t, c, id(n))
		}
		if s.counts["list"] != 3 || s.counts["get"] > 4 {
			t.Errorf("%v: the list is not used any more", s.counts)
		}
	})
	for name, missing := range map[string]*answer{"plain": plain(404), "enveloped": enveloped(404), "405": plain(405)} {
		t.Run("no single route, "+name, func(t *testing.T) {
			s := newServer(50)
			s.listed = func(a map[string]any) { delete(a, "status") }
			s.on["get"] = always(missing)
			c := s.collection()
			for n := range 50 {
				if got, found, err := c.Read(t.Context(), id(n+1), prior); err != nil || !found || got.ID != id(n+1) {
					t.Errorf("Read = %+v, %t, %v", got, found, err)
				}
			}
			s.expect(t, "list 1, get 2")
		})
	}
}
