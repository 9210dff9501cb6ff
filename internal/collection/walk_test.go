package collection_test

import (
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

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
