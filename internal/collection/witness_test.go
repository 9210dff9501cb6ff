package collection_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// documentedOnly makes s a server with only the documented routes. It responds to other paths with the error envelope.
func documentedOnly(s *server) {
	s.on["list"], s.on["get"], s.on["delete"] = always(enveloped(404)), always(enveloped(404)), always(enveloped(404))
}

// Nothing shows that a route exists that has answered for no object, so its 404 proves nothing.
func TestDocumentedRoutesOnly(t *testing.T) {
	s := newServer(3)
	documentedOnly(s)
	c := s.collection()
	for name, read := range map[string]func() (account, bool, error){
		"Read": func() (account, bool, error) { return c.Read(t.Context(), id(1), prior) },
		"Get":  func() (account, bool, error) { return c.Get(t.Context(), id(1)) },
	} {
		for range 2 {
			var missing *collection.RouteError
			if _, found, err := read(); found || !errors.As(err, &missing) || !strings.Contains(err.Error(), "/whatsapp/accounts/wha_1") {
				t.Errorf("%s = %t, %v", name, found, err)
			}
		}
	}
	if err := c.Delete(t.Context(), id(1), time.Time{}); !errors.As(err, new(*collection.RouteError)) {
		t.Errorf("Delete = %v", err)
	}
	if _, err := c.Find(t.Context(), hasNumber(number(1)), nil); !errors.As(err, new(*collection.NoListError)) {
		t.Errorf("Find = %v", err)
	}
}

// Without a list, another object that answers is the witness: here one that is read in the same walk.
func TestWitnessWithoutAList(t *testing.T) {
	s := newServer(3)
	s.on["list"] = always(enveloped(403))
	c := s.collection()
	if _, found, err := c.Read(t.Context(), "wha_none", prior); found || err == nil {
		t.Errorf("nothing has answered yet: %t, %v", found, err)
	}
	read(t, c, id(1))
	readGone(t, c, "wha_none")
	if err := c.Delete(t.Context(), "wha_none", time.Time{}); err != nil {
		t.Errorf("Delete = %v", err)
	}
}

// A cursor may name an object that was deleted meanwhile. The list is begun again once, and used again by the next walk.
func TestCursorOfADeletedObject(t *testing.T) {
	for name, lost := range map[string]*answer{
		"400": enveloped(400), "404": enveloped(404), "empty": {status: 200, body: `{"data":[],"has_more":false}`},
	} {
		s := newServer(250)
		second := func(n int) *answer {
			if n == 2 {
				return lost
			}
			return nil
		}
		s.on["list"] = second
		if items, err := s.collection().List(t.Context(), nil); err != nil || len(items) != 250 || items[249].ID != id(250) {
			t.Errorf("%s: List = %d items, %v", name, len(items), err)
		}
		s.expect(t, "list 5")

		synctest.Test(t, func(t *testing.T) {
			s := newServer(150)
			s.on["list"] = second
			c, client := s.client()
			if _, _, err := c.Create(t.Context(), connect(client, number(120))); !errors.As(err, new(*collection.TakenError)) {
				t.Errorf("%s: Create = %v", name, err)
			}
			s.expect(t, "list 4")
		})
	}

	s := newServer(250)
	c := s.collection()
	s.on["list"] = func(n int) *answer {
		if n > 1 {
			return enveloped(400)
		}
		return nil
	}
	c.NewWalk()
	read(t, c, id(1))
	if _, err := c.List(t.Context(), nil); !errors.As(err, new(*collection.NoListError)) {
		t.Errorf("List = %v", err)
	}
	read(t, c, id(250))
	s.on["list"] = nil
	c.NewWalk()
	clear(s.counts)
	read(t, c, id(1))
	s.expect(t, "list 1")
}

// One object that is alike in list and single read, or that shows no number, decides nothing for the others.
func TestOneObjectDecidesNothing(t *testing.T) {
	t.Run("fields", func(t *testing.T) {
		s := newServer(50)
		delete(s.accounts[0], "status")
		s.listed = func(a map[string]any) { delete(a, "status") }
		c := s.collection()
		whole := prior
		whole.Whole = func(a account) bool { return a.Status != nil }
		for n := range 50 {
			got, found, err := c.Read(t.Context(), id(n+1), whole)
			if err != nil || !found || n > 0 && got.Status == nil {
				t.Errorf("Read(%s) = %+v, %t, %v", id(n+1), got, found, err)
			}
		}
	})
	t.Run("number", func(t *testing.T) {
		s := newServer(50)
		for _, a := range s.accounts[:10] {
			delete(a, "phone_number")
		}
		s.listed = func(a map[string]any) { delete(a, "phone_number") }
		found, err := s.collection().Find(t.Context(), hasNumber(number(40)), nil)
		if err != nil || len(found) != 1 || found[0].ID != id(40) {
			t.Errorf("Find = %v, %v", found, err)
		}
	})
}

// Callers that need different fields of the same list all get theirs.
func TestCompletionForDifferentNeeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(6)
		s.latency = time.Second
		s.listed = func(a map[string]any) {
			delete(a, "status")
			if a["id"] == id(1) {
				delete(a, "phone_number")
			}
		}
		c := s.collection()
		var group sync.WaitGroup
		find := func() {
			if found, err := c.Find(t.Context(), hasNumber(number(1)), nil); err != nil || len(found) != 1 {
				t.Errorf("Find = %v, %v", found, err)
			}
		}
		group.Go(find)
		time.Sleep(1500 * time.Millisecond) // it completes the list now
		group.Go(find)
		synctest.Wait()
		group.Go(func() {
			items, err := c.List(t.Context(), func(a account) bool { return a.Status != nil })
			if err != nil || len(items) != 6 || items[5].Status == nil {
				t.Errorf("List = %+v, %v", items, err)
			}
		})
		group.Wait()
	})
}

// Without a list, another id that a reader of the same reading asked for is the witness.
func TestWitnessThatAReaderAskedFor(t *testing.T) {
	t.Parallel()
	s := newServer(3)
	s.on["list"], s.on["get"] = always(enveloped(403)), first(1, &answer{err: errReset})
	c := s.collection()
	if _, _, err := c.Read(t.Context(), id(1), prior); err == nil {
		t.Error("no error")
	}
	readGone(t, c, "wha_none")
	s.expect(t, "list 1, get 3")
}
