package collection_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// rename changes the name of an account behind the back of the provider.
func (s *server) rename(n int, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts[n-1]["name"] = name
}

// Outside a plan, a reader sees what anybody changed before it came, whatever it asks for.
func TestReadings_noneIsOlderThanItsReader(t *testing.T) {
	t.Parallel()
	for name, reads := range map[string]func(t *testing.T, c *collection.Collection[account]) (account, error){
		"by id": func(t *testing.T, c *collection.Collection[account]) (account, error) {
			item, _, err := c.Read(t.Context(), id(2), collection.Reader[account]{})
			return item, err
		},
		"by number": func(t *testing.T, c *collection.Collection[account]) (account, error) {
			found, err := c.Find(t.Context(), hasNumber(number(2)), nil)
			return append(found, account{})[0], err
		},
		"all": func(t *testing.T, c *collection.Collection[account]) (account, error) {
			items, err := c.List(t.Context(), nil)
			return append(items, account{}, account{})[1], err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3)
				s.latency = time.Second
				c := s.collection()
				for n := range 3 {
					now := fmt.Sprint("name ", n)
					s.rename(2, now)
					go func() { _, _ = reads(t, c) }() // one that came before the change
					time.Sleep(100 * time.Millisecond)
					now = fmt.Sprint("new name ", n)
					s.rename(2, now)
					if item, err := reads(t, c); err != nil || item.Name == nil || *item.Name != now {
						t.Errorf("%s: %+v, %v", now, item, err)
					}
					time.Sleep(10 * time.Second)
				}
			})
		})
	}
}

// Outside a plan, readers that come one soon after the other share a reading.
func TestReadings_waitForCompany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(10)
		c := s.collection()
		var all sync.WaitGroup
		for n := range 10 {
			all.Go(func() {
				if _, found, err := c.Read(t.Context(), id(n+1), collection.Reader[account]{}); !found || err != nil {
					t.Errorf("%d: found %t, %v", n, found, err)
				}
			})
			time.Sleep(15 * time.Millisecond)
		}
		all.Wait()
		s.expect(t, "list 1")
	})
}

// In a plan all readers share a reading until it is two minutes old, until a write, or until one asks for a new one.
func TestReadings_ofAPlan(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		c, client := s.client()
		data := func(fresh bool) {
			t.Helper()
			if _, found, err := c.Read(t.Context(), id(1), collection.Reader[account]{Fresh: fresh}); err != nil || !found {
				t.Error(found, err)
			}
		}
		read(t, c, id(1))
		time.Sleep(2*time.Minute - time.Second)
		data(false)
		s.expect(t, "list 1")
		time.Sleep(time.Second)
		data(false)
		s.expect(t, "list 1")
		data(false)
		s.expect(t, "")
		data(true)
		s.expect(t, "list 1")
		c.NewWalk()
		data(false)
		s.expect(t, "list 1")
		for name, write := range map[string]func() error{
			"create": func() error { _, _, err := c.Create(t.Context(), connect(client, wanted)); return err },
			"delete": func() error { return c.Delete(t.Context(), id(3), time.Time{}) },
			"update": func() error {
				_, err := c.Update(t.Context(), id(1), renamed, func(account) bool { return true }, never)
				return err
			},
		} {
			data(false)
			clear(s.counts)
			if err := write(); err != nil {
				t.Error(name, err)
			}
			lists := s.counts["list"]
			data(false)
			if s.counts["list"] != lists+1 {
				t.Errorf("%s: %v", name, s.counts)
			}
		}
	})
}

// Configurations of a program that embeds the provider share readings for a stated time, from their start.
func TestReadings_shared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		store := collection.NewStore[account]()
		for range 6 { // at 0, 10, and 20 s, and then once more
			c, _ := s.sharing(store, 30*time.Second)
			c.NewWalk()
			read(t, c, id(1))
			time.Sleep(10 * time.Second)
		}
		s.expect(t, "list 2")
		if c, _ := s.sharing(store, 0); true { // one that shares nothing
			c.NewWalk()
			read(t, c, id(1))
		}
		s.expect(t, "list 1")
	})
	// So do they share that there is no list.
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.on["list"] = always(plain(404))
		store := collection.NewStore[account]()
		for range 9 {
			c, _ := s.sharing(store, 30*time.Second)
			c.NewWalk()
			read(t, c, id(1))
			time.Sleep(10 * time.Second)
		}
		s.expect(t, "list 2, get 3")
	})
}

// A list that was refused is asked for again by the next walk.
func TestReadings_noListIsForgotten(t *testing.T) {
	t.Parallel()
	s := newServer(3)
	s.on["list"] = first(1, plain(404))
	c := s.collection()
	read(t, c, id(1))
	read(t, c, id(2))
	s.expect(t, "list 1, get 2")
	c.NewWalk()
	read(t, c, id(1))
	read(t, c, id(2))
	s.expect(t, "list 1")
}

// A key that does not show yet is looked for again while this process creates objects, up to 14 seconds, and not otherwise.
func TestFind_afterACreate(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		hidden, took time.Duration
		later        time.Duration // after the create
		found        int
		lists        string
	}{
		"shows":          {0, 0, 0, 1, "list 1"},
		"shows late":     {5 * time.Second, 6 * time.Second, 0, 1, "list 3"},
		"does not show":  {time.Hour, 14 * time.Second, 0, 0, "list 4"},
		"made long ago":  {time.Hour, 0, 2 * time.Minute, 0, "list 1"},
		"made a bit ago": {time.Hour, 6 * time.Second, 2*time.Minute - 3*time.Second, 0, "list 3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3)
				c, client := s.client()
				if _, _, err := c.Create(t.Context(), connect(client, wanted)); err != nil {
					t.Fatal(err)
				}
				time.Sleep(tc.later)
				s.hides[id(4)] = time.Now().Add(tc.hidden)
				clear(s.counts)
				began := time.Now()
				found, err := c.Find(t.Context(), hasNumber(wanted), nil)
				if err != nil || len(found) != tc.found || time.Since(began).Round(time.Second) != tc.took {
					t.Errorf("%d found, %v, after %s", len(found), err, time.Since(began))
				}
				s.expect(t, tc.lists)
			})
		})
	}
}

// An interrupt ends a search at once.
func TestFind_interrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		c, client := s.client()
		if _, _, err := c.Create(t.Context(), connect(client, wanted)); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began := time.Now()
		if found, err := c.Find(ctx, hasNumber("+17777777"), nil); !errors.Is(err, context.Canceled) || len(found) > 0 || time.Since(began) != time.Second {
			t.Errorf("%v, %v after %s", found, err, time.Since(began))
		}
	})
}
