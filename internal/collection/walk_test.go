package collection_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// All readers of a walk share one reading of the list: managed resources, data sources by id and by number, plural ones.
func TestOneReadingAWalk(t *testing.T) {
	byID := func(t *testing.T, c *collection.Collection[account], n int) {
		if _, found, err := c.Read(t.Context(), id(n), collection.Prior[account]{}); err != nil || !found {
			t.Errorf("Read = %t, %v", found, err)
		}
	}
	byNumber := func(t *testing.T, c *collection.Collection[account], n int) {
		if found, err := c.Find(t.Context(), hasNumber(number(n)), nil); err != nil || len(found) != 1 || found[0].ID != id(n) {
			t.Errorf("Find = %v, %v", found, err)
		}
	}
	for _, tc := range []struct {
		name string
		walk func(t *testing.T, c *collection.Collection[account], n int)
		most int
	}{
		{"100 data sources by id", byID, 2},
		{"100 data sources by number", byNumber, 2},
		{"all at once", func(t *testing.T, c *collection.Collection[account], n int) {
			read(t, c, id(n))
			byID(t, c, n)
			byNumber(t, c, n)
			if items, err := c.List(t.Context(), nil); err != nil || len(items) != 100 {
				t.Errorf("List = %d items, %v", len(items), err)
			}
		}, 3},
		{"one id 100 times", func(t *testing.T, c *collection.Collection[account], _ int) { byID(t, c, 1) }, 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(100)
				s.latency = 100 * time.Millisecond
				c := s.collection()
				parallel(100, func(n int) { tc.walk(t, c, n) })
				t.Logf("%d requests", s.total())
				if s.total() > tc.most {
					t.Errorf("%d requests, want at most %d", s.total(), tc.most)
				}
			})
		})
	}
}

// A new walk reads again. A second configuration in the same walk shares the snapshot.
func TestNewWalk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.latency = time.Second
		c := s.collection()
		data := func() {
			if _, found, err := c.Read(t.Context(), id(1), collection.Prior[account]{}); err != nil || !found {
				t.Errorf("Read = %t, %v", found, err)
			}
		}
		go data()
		synctest.Wait()
		c.NewWalk() // while the first reads
		data()
		s.expect(t, "list 1")
		c.NewWalk()
		data()
		s.expect(t, "list 1")
		time.Sleep(time.Minute)
		data() // too long ago to be the same walk
		s.expect(t, "list 1")
	})
}

// A natural key that does not show yet is looked for again while this process creates objects.
func TestFindAfterACreate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		c, client := s.client()
		if _, _, err := createIn(t.Context(), c, client, wanted); err != nil {
			t.Fatal(err)
		}
		s.on["list"] = first(2, &answer{status: 200, body: `{"data":[{"id":"wha_1","phone_number":"+1"}],"has_more":false}`})
		if found, err := c.Find(t.Context(), hasNumber(wanted), nil); err != nil || len(found) != 1 {
			t.Errorf("Find = %v, %v", found, err)
		}
		s.expect(t, "list 3, post 1")
		time.Sleep(young)
		if found, err := c.Find(t.Context(), hasNumber("+17777777"), nil); err != nil || len(found) != 0 {
			t.Errorf("Find = %v, %v", found, err)
		}
		s.expect(t, "list 1")
	})
}

// young is longer than objects are looked for again.
const young = 3 * time.Minute

// Looking again costs a single read for each object, and no list.
func TestYoungObjectsThatAreGone(t *testing.T) {
	for _, created := range []string{"not known", "1681036800", time.Now().Format(time.RFC3339)} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(3)
			c := s.collection()
			if created != "not known" && created != "1681036800" {
				created = time.Now().Format(time.RFC3339)
			}
			parallel(30, func(n int) {
				p := collection.Prior[account]{Reader: "resource", CreatedAt: created}
				if _, found, err := c.Read(t.Context(), fmt.Sprintf("wha_gone%d", n), p); err != nil || found {
					t.Errorf("Read = %t, %v", found, err)
				}
			})
			s.expect(t, "list 1, get 120")
		})
	}
}

// Collections of several configurations share what a store knows.
func TestCollectionsShareAStore(t *testing.T) {
	s := newServer(3)
	store := collection.NewStore[account]()
	one, other := s.collectionOf(store), s.collectionOf(store)
	read(t, one, id(1))
	read(t, other, id(2))
	readGone(t, other, "wha_none")
	s.expect(t, "list 1, get 1")
}

// What this process created a moment ago is looked for again, for every reader.
func TestJustCreatedIsLookedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		c, client := s.client()
		made, _, err := createIn(t.Context(), c, client, wanted)
		if err != nil {
			t.Fatal(err)
		}
		hidden := &answer{status: 200, body: `{"data":[{"id":"wha_1"}],"has_more":false}`}
		s.on["list"], s.on["get"] = always(hidden), first(1, enveloped(404))
		if _, found, err := c.Read(t.Context(), made, collection.Prior[account]{}); err != nil || !found {
			t.Errorf("Read = %t, %v", found, err)
		}
	})
}
