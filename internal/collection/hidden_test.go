package collection_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// named is a create of a number that knows its name, too.
func named(client *botbiz.Client) collection.Creation[account] {
	creation := connect(client, wanted)
	creation.Key.Rest = func(a account) bool { return a.Name != nil && *a.Name == "Name" }
	return creation
}

// lostAs creates an account and loses the response. The server stores it with other values.
func lostAs(t *testing.T, s *server, stored map[string]any) (*collection.Collection[account], *botbiz.Client, *collection.OutcomeError) {
	t.Helper()
	s.doubles = true
	s.on["post"] = func(int) *answer {
		a := s.add(time.Now())
		a["name"] = "Name"
		for name, value := range stored {
			if a[name] = value; value == nil {
				delete(a, name)
			}
		}
		return &answer{err: errReset}
	}
	c, client := s.client()
	_, _, err := c.Create(t.Context(), named(client))
	var outcome *collection.OutcomeError
	if !errors.As(err, &outcome) {
		t.Fatal(err)
	}
	return c, client, outcome
}

// An account whose number no response shows is a candidate, and the next create does not make another one with its name.
func TestCreate_hidden(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		_, _, outcome := lostAs(t, s, map[string]any{"phone_number": nil})
		if !slices.Equal(outcome.IDs, []string{"wha_3"}) || outcome.Visible {
			t.Errorf("%+v", outcome)
		}
		c, client := s.client() // another process
		_, _, err := c.Create(t.Context(), named(client))
		var taken *collection.TakenError
		if !errors.As(err, &taken) || !taken.Hidden || !slices.Equal(taken.IDs, []string{"wha_3"}) || s.nth["post"] != 1 {
			t.Errorf("%v, %d posts", err, s.nth["post"])
		}
	})
	synctest.Test(t, func(t *testing.T) { // another name
		s := newServer(2)
		s.accounts[0]["name"], s.accounts[1]["name"] = "Old", "Older"
		s.listed = func(a map[string]any) { delete(a, "phone_number") }
		c, client := s.client()
		if _, _, err := c.Create(t.Context(), named(client)); err != nil {
			t.Error(err)
		}
		s.expect(t, "list 1, post 1")
	})
	synctest.Test(t, func(t *testing.T) { // the same name, and the single route shows another number
		s := newServer(2)
		s.listed = func(a map[string]any) { delete(a, "phone_number") }
		s.accounts[0]["name"] = "Old"
		c, client := s.client()
		if _, _, err := c.Create(t.Context(), named(client)); err != nil {
			t.Error(err)
		}
		s.expect(t, "list 1, get 1, post 1")
	})
}

// A new account with the name and another number may be the one that was created.
func TestCreate_otherNumber(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		_, _, outcome := lostAs(t, s, map[string]any{"phone_number": "+4915112345"})
		if !slices.Equal(outcome.IDs, []string{"wha_3"}) || outcome.Visible {
			t.Errorf("%+v", outcome)
		}
	})
	synctest.Test(t, func(t *testing.T) { // and another name
		s := newServer(2)
		_, _, outcome := lostAs(t, s, map[string]any{"phone_number": "+4915112345", "name": "Other"})
		if len(outcome.IDs) > 0 || !outcome.Visible {
			t.Errorf("%+v", outcome)
		}
	})
}

// On a long list, the next create does not look far enough to find what this one may have created.
func TestCreate_longList(t *testing.T) {
	t.Parallel()
	for others, visible := range map[int]bool{150: true, 250: false} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(others)
			_, _, outcome := lostAs(t, s, map[string]any{"phone_number": "+4915112345", "name": "Other"})
			if outcome.Visible != visible {
				t.Errorf("%d others: visible %t", others, outcome.Visible)
			}
		})
	}
}

// A listed account that hides its number and is gone blocks no create.
func TestCreate_hiddenAndGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.listed = func(a map[string]any) { delete(a, "phone_number") }
		s.accounts[0]["name"], s.accounts[1]["name"] = "Old", "Older"
		s.on["get"] = func(int) *answer {
			if strings.HasSuffix(s.log[len(s.log)-1], id(3)) {
				return &answer{status: http.StatusOK, body: `{"id":"wha_3","deleted":true}`}
			}
			return nil
		}
		c, client := s.client()
		if _, _, err := c.Create(t.Context(), named(client)); err != nil {
			t.Error(err)
		}
	})
}
