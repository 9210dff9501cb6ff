package collection_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// A new walk reads again. A second configuration in the same walk shares the snapshot.
func TestNewWalk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.latency = time.Second
		c := s.collection()
		data := func() {
			if _, found, err := c.Read(t.Context(), id(1), collection.Reader[account]{}); err != nil || !found {
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

// young is longer than objects are looked for again.
const young = 3 * time.Minute

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
