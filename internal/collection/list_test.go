package collection_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestListIsTheCallersOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.latency = time.Second
		c := s.collection()
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				items, err := c.List(t.Context(), nil)
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
			if _, err := c.List(ctx, nil); !errors.Is(err, context.Canceled) {
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
				if items, err := c.List(t.Context(), nil); err != nil || len(items) != 3 {
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
	if _, err := c.List(t.Context(), nil); err == nil {
		t.Error("no error")
	}
	if items, err := c.List(t.Context(), nil); err != nil || len(items) != 3 {
		t.Errorf("List = %v, %v", items, err)
	}
}

func TestAllReadsAsFarAsNeeded(t *testing.T) {
	s := newServer(250)
	c := s.collection()
	n := 0
	for item, err := range c.All(t.Context(), nil) {
		if n++; err != nil || item.ID != id(n) {
			t.Fatalf("item %d = %+v, %v", n, item, err)
		}
		if n == 50 {
			break
		}
	}
	s.expect(t, "list 1")
}

// An object that is gone by the time that it is completed is left out. Another error ends the list.
func TestAllCompletes(t *testing.T) {
	whole := func(a account) bool { return a.Status != nil }
	s := newServer(4)
	s.listed = func(a map[string]any) { delete(a, "status") }
	s.on["get"] = func(n int) *answer {
		return map[int]*answer{2: enveloped(404), 4: enveloped(401)}[n]
	}
	var got []string
	var failure error
	for item, err := range s.collection().All(t.Context(), whole) {
		if failure = err; err == nil {
			got = append(got, item.ID)
		}
	}
	if !slices.Equal(got, []string{id(1), id(3)}) || failure == nil {
		t.Errorf("%v, %v", got, failure)
	}
}
