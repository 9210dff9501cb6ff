package collection_test

import (
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
	for name, find := range map[string]func(*collection.Collection[account]) ([]account, error){
		"import": func(c *collection.Collection[account]) ([]account, error) {
			return c.Find(t.Context(), hasNumber(number(2)), nil)
		},
		"data source": func(c *collection.Collection[account]) ([]account, error) {
			return c.Find(t.Context(), hasNumber(number(2)), nil)
		},
	} {
		if found, err := find(s.collection()); err != nil || len(found) != 1 || found[0].ID != id(2) {
			t.Errorf("%s: found %+v, %v", name, found, err)
		}
	}
}
