package collection_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestFreshListingsAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(250)
		s.latency = time.Second
		c := s.collection()
		var group sync.WaitGroup
		list := func() {
			items, err := c.List(t.Context())
			if err != nil || len(items) != 250 {
				t.Errorf("List = %d items, %v", len(items), err)
			}
		}
		group.Go(list) // starts at once
		synctest.Wait()
		for range 9 {
			group.Go(list) // all of them the next
		}
		group.Wait()
		s.expect(t, "list 6")
		list()
		s.expect(t, "list 3")
	})
}

func TestListIsTheCallersOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.latency = time.Second
		c := s.collection()
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				items, err := c.List(t.Context())
				if err != nil || items[0].ID != id(1) {
					t.Errorf("List = %v, %v", items, err)
				}
				clear(items) // must not reach the others
			})
		}
		group.Wait()
	})
}

func TestListCancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.latency = time.Minute
		c := s.collection()
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		cancelled := func() {
			if _, err := c.List(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("List = %v", err)
			}
		}
		group.Go(cancelled) // under way
		synctest.Wait()
		group.Go(cancelled) // the next, which nobody waits for any more
		synctest.Wait()
		cancel()
		began := time.Now()
		for range 3 {
			group.Go(func() {
				if items, err := c.List(t.Context()); err != nil || len(items) != 3 {
					t.Errorf("List = %v, %v", items, err)
				}
			})
		}
		group.Wait()
		if took := time.Since(began); took > 2*time.Minute {
			t.Errorf("took %s", took)
		}
		if s.counts["list"] > 3 {
			t.Errorf("%d listings", s.counts["list"])
		}
	})
}

func TestListErrorIsNotKept(t *testing.T) {
	s := newServer(3)
	s.on["list"] = first(1, enveloped(500))
	c := s.collection()
	if _, err := c.List(t.Context()); err == nil {
		t.Error("no error")
	}
	if items, err := c.List(t.Context()); err != nil || len(items) != 3 {
		t.Errorf("List = %v, %v", items, err)
	}
}

func TestAllReadsAsFarAsNeeded(t *testing.T) {
	s := newServer(250)
	c := s.collection()
	n := 0
	for item, err := range c.All(t.Context()) {
		if n++; err != nil || item.ID != id(n) {
			t.Fatalf("item %d = %+v, %v", n, item, err)
		}
		if n == 50 {
			break
		}
	}
	s.expect(t, "list 1")
}

// Ten who wait for their accounts cost a listing a round, one who waits costs a single read.
func TestPollSharesListings(t *testing.T) {
	for _, tc := range []struct {
		name          string
		waiters, size int
		want          string
	}{
		{"one waits", 1, 50, "get 1"},
		{"ten wait", 10, 50, "list 2"},
		{"ten wait in a long list, which was found out", 10, 1500, "get 10"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(tc.size)
				s.latency = time.Second
				c := s.collection()
				if _, err := c.List(t.Context()); err != nil {
					t.Fatal(err)
				}
				clear(s.counts)
				for range tc.waiters {
					leave := c.Wait()
					defer leave()
				}
				parallel(tc.waiters, func(n int) {
					if got, found, err := c.Poll(t.Context(), id(n)); err != nil || !found || got.ID != id(n) {
						t.Errorf("Poll = %+v, %t, %v", got, found, err)
					}
				})
				s.expect(t, tc.want)
			})
		})
	}
}

func TestPollOfSomethingGone(t *testing.T) {
	s := newServer(5)
	c := s.collection()
	for range 3 {
		leave := c.Wait()
		defer leave()
	}
	if _, found, err := c.Poll(t.Context(), "wha_none"); err != nil || found {
		t.Errorf("Poll = %t, %v", found, err)
	}
	s.on["list"] = always(enveloped(500))
	if _, found, err := c.Poll(t.Context(), id(1)); err != nil || !found {
		t.Errorf("Poll while the list fails = %t, %v", found, err)
	}
}
