package collection_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// A field that the state holds and that neither list nor single read has costs a few requests to find out, not one an object.
func TestFieldThatNobodyHas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(50)
		s.latency = time.Second
		c := s.collection()
		parallel(50, func(n int) {
			prior := collection.Reader[account]{Managed: true, Whole: func(account) bool { return false }}
			if got, found, err := c.Read(t.Context(), id(n), prior); err != nil || !found || got.ID != id(n) {
				t.Errorf("Read = %+v, %t, %v", got, found, err)
			}
		})
		if s.counts["list"] != 1 || s.counts["get"] > 13 {
			t.Errorf("%v", s.counts)
		}
	})
}

// A list that leaves the number out hides no account from those who look for one by its number.
func TestKeyThatTheListLeavesOut(t *testing.T) {
	s := newServer(3)
	s.listed = func(a map[string]any) { delete(a, "phone_number") }
	if found, err := s.collection().Find(t.Context(), hasNumber(number(2)), nil); err != nil || len(found) != 1 || found[0].ID != id(2) {
		t.Errorf("found %+v, %v", found, err)
	}
}

// Another notation of a key counts only where no object has the key itself.
func TestKeyInAnotherNotation(t *testing.T) {
	t.Parallel()
	s := newServer(3)
	is := func(ids ...string) func(account) bool {
		return func(a account) bool { return slices.Contains(ids, a.ID) }
	}
	all := func(account) bool { return true }
	for name, tc := range map[string]struct {
		key  collection.Key[account]
		want []string
	}{
		"same":          {collection.Key[account]{Held: all, Same: is(id(2))}, []string{id(2)}},
		"same and like": {collection.Key[account]{Held: all, Same: is(id(2)), Like: is(id(1), id(3))}, []string{id(2)}},
		"like":          {collection.Key[account]{Held: all, Same: is(), Like: is(id(1), id(3))}, []string{id(1), id(3)}},
		"none":          {collection.Key[account]{Held: all, Same: is(), Like: is()}, nil},
	} {
		found, err := s.collection().Find(t.Context(), tc.key, nil)
		var got []string
		for _, a := range found {
			got = append(got, a.ID)
		}
		if err != nil || !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// What was read singly is not read again, also if it still lacks what a reader needs.
func TestFieldsThatASingleReadLacksToo(t *testing.T) {
	t.Parallel()
	s := newServer(3)
	s.listed = func(a map[string]any) { delete(a, "status") }
	c := s.collection()
	for range 3 {
		reader := collection.Reader[account]{Managed: true, Whole: func(account) bool { return false }}
		if got, found, err := c.Read(t.Context(), id(2), reader); err != nil || !found || got.Status == nil {
			t.Errorf("Read = %+v, %t, %v", got, found, err)
		}
	}
	s.expect(t, "list 1, get 1")
}

// An object that does not show its key may have it. So a search that finds nothing names those objects, and only those.
func TestFindHiddenKey(t *testing.T) {
	t.Parallel()
	s := newServer(3)
	delete(s.accounts[1], "phone_number")
	var hidden *collection.HiddenKeyError
	if found, err := s.collection().Find(t.Context(), hasNumber(number(9)), nil); !errors.As(err, &hidden) || len(found) > 0 || !slices.Equal(hidden.IDs, []string{id(2)}) {
		t.Errorf("Find = %v, %v", found, err)
	}
	if found, err := s.collection().Find(t.Context(), hasNumber(number(3)), nil); err != nil || len(found) != 1 {
		t.Errorf("Find = %v, %v", found, err)
	}
}
