package collection_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// What a server says of an object that is gone, while another object answers, and the list does not show it.
func TestGone_words(t *testing.T) {
	t.Parallel()
	absent := func(err error) bool { return errors.As(err, new(*collection.AbsentError)) }
	other := func(err error) bool { return !absent(err) }
	for name, tc := range map[string]struct {
		get    *answer
		failed func(error) bool // nil: it is gone
	}{
		"404":                {enveloped(404), nil},
		"410":                {enveloped(410), nil},
		"deleted":            {&answer{status: 200, body: `{"id":"wha_9","deleted":true}`}, nil},
		"deleted as a text":  {&answer{status: 200, body: `{"id":"wha_9","deleted":"true"}`}, nil},
		"deleted_at":         {&answer{status: 200, body: `{"id":"wha_9","deleted_at":"2026-11-01"}`}, nil},
		"status deleted":     {&answer{status: 200, body: `{"id":"wha_9","status":"deleted"}`}, nil},
		"deleted, in data":   {&answer{status: 200, body: `{"data":{"id":"wha_9","deleted":true}}`}, nil},
		"403":                {enveloped(403), absent},
		"400":                {enveloped(400), absent},
		"409":                {enveloped(409), absent},
		"422":                {enveloped(422), absent},
		"500":                {enveloped(500), absent},
		"500 page":           {&answer{status: 500, body: "<html>"}, absent},
		"204":                {&answer{status: 204}, absent},
		"null":               {&answer{status: 200, body: "null"}, absent},
		"data null":          {&answer{status: 200, body: `{"data":null}`}, absent},
		"another object":     {&answer{status: 200, body: `{"id":"wha_1"}`}, absent},
		"a page":             {&answer{status: 200, body: "<html>"}, absent},
		"plain 404":          {plain(404), absent},
		"403 of a proxy":     {plain(403), other},
		"502":                {plain(502), other},
		"401":                {enveloped(401), other},
		"no response":        {&answer{err: errReset}, other},
		"405 for one object": {plain(405), absent},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, alone := range []bool{false, true} {
				s := newServer(3)
				c := s.collection()
				if _, _, err := c.Get(t.Context(), id(1)); err != nil { // a witness of the single route
					t.Fatal(err)
				}
				s.on["get"] = always(tc.get)
				_, found, err := c.Read(t.Context(), "wha_9", prior)
				if alone {
					_, found, err = c.Get(t.Context(), "wha_9")
				}
				if found || (err != nil) != (tc.failed != nil) || err != nil && !tc.failed(err) {
					t.Errorf("found %t, %v", found, err)
				}
			}
		})
	}
}

// The same words for an object that the list shows: it is not gone. A tombstone in the list is no object.
func TestGone_listed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		get   *answer
		found bool
		ok    bool
	}{
		"404":     {enveloped(404), false, true}, // deleted after the page was read
		"deleted": {&answer{status: 200, body: `{"id":"wha_2","deleted":true}`}, false, true},
		"403":     {enveloped(403), true, true}, // the list is all that this key sees
		"422":     {enveloped(422), true, true},
		"null":    {&answer{status: 200, body: "null"}, true, true},
		"500":     {enveloped(500), false, false},
		"502":     {plain(502), false, false},
		"401":     {enveloped(401), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(3)
			s.listed = func(a map[string]any) { delete(a, "status") }
			c := s.collection()
			whole := collection.Reader[account]{Managed: true, Whole: func(a account) bool { return a.Status != nil }}
			if got, found, err := c.Read(t.Context(), id(1), whole); err != nil || !found || got.Status == nil {
				t.Fatal(found, err)
			}
			s.on["get"] = always(tc.get)
			if got, found, err := c.Read(t.Context(), id(2), whole); found != tc.found || (err == nil) != tc.ok || found && got.ID != id(2) {
				t.Errorf("%+v, %t, %v", got, found, err)
			}
		})
	}
	t.Run("tombstones", func(t *testing.T) {
		t.Parallel()
		s := newServer(4)
		s.accounts[1]["deleted"], s.accounts[2]["deleted_at"], s.accounts[3]["status"] = true, "2026-11-01", "deleted"
		c := s.collection()
		for n := 2; n <= 4; n++ {
			readGone(t, c, id(n))
		}
		if found, err := c.Find(t.Context(), hasNumber(number(2)), nil); err != nil || len(found) > 0 {
			t.Errorf("Find = %v, %v", found, err)
		}
		if items, err := c.List(t.Context(), nil); err != nil || len(items) != 1 {
			t.Errorf("List = %v, %v", items, err)
		}
	})
}

// A number of a tombstone, and of an account that Botbiz is deleting for somebody else, is free or not as the server says.
func TestCreate_tombstones(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		s.doubles = true
		s.accounts[0]["phone_number"], s.accounts[0]["deleted"] = wanted, true
		if item, adopted, err := create(t, s); err != nil || adopted || item.ID != id(3) {
			t.Errorf("%+v, %t, %v", item, adopted, err)
		}
	})
}

// An object that was seen is not young: when it is gone, somebody deleted it.
func TestYoung_seen(t *testing.T) {
	t.Parallel()
	for _, seen := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(2)
			c, client := s.client()
			item, _, err := c.Create(t.Context(), connect(client, wanted))
			if err != nil {
				t.Fatal(err)
			}
			if seen {
				read(t, c, item.ID)
			}
			s.hides[item.ID] = time.Now().Add(time.Hour)
			c.NewWalk()
			began := time.Now()
			_, found, err := c.Read(t.Context(), item.ID, prior)
			if invisible := errors.As(err, new(*collection.InvisibleError)); found || invisible == seen || (err == nil) != seen {
				t.Errorf("seen %t: %t, %v", seen, found, err)
			}
			if took := time.Since(began); seen && took > time.Second || !seen && took != 14*time.Second {
				t.Errorf("seen %t: took %s", seen, took)
			}
		})
	}
}

// A server that shows new objects after 16 seconds: no create is repeated, and nothing is gone.
func TestYoung_lag(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(0)
		s.doubles = true
		c, client := s.client()
		for n := range 5 {
			s.hides[id(n+1)] = time.Now().Add(16 * time.Second)
		}
		made := time.Now()
		parallel(5, func(n int) {
			if _, adopted, err := c.Create(t.Context(), connect(client, number(n))); err != nil || adopted {
				t.Error(adopted, err)
			}
		})
		next := s.collection() // the next run, which knows when from the state
		parallel(5, func(n int) {
			_, _, err := next.Read(t.Context(), id(n), collection.Reader[account]{Managed: true, Made: made})
			if !errors.As(err, new(*collection.InvisibleError)) {
				t.Error(err)
			}
		})
		next = s.collection()
		parallel(5, func(n int) {
			if _, found, err := next.Read(t.Context(), id(n), collection.Reader[account]{Managed: true, Made: made}); err != nil || !found {
				t.Error(found, err)
			}
		})
		if len(s.accounts) != 5 {
			t.Errorf("%d accounts", len(s.accounts))
		}
	})
}

// What one key sees proves nothing for another.
func TestStores(t *testing.T) {
	t.Parallel()
	one, other := newServer(3), newServer(1)
	other.on["list"], other.on["get"] = always(enveloped(404)), always(enveloped(404))
	c, without := one.collection(), other.collection()
	if _, _, err := c.Get(t.Context(), id(2)); err != nil {
		t.Error(err)
	}
	readGone(t, c, "wha_9")
	if _, found, err := without.Read(t.Context(), id(2), prior); found || !errors.As(err, new(*collection.RouteError)) || !botbiz.IsGone(err) {
		t.Errorf("%t, %v", found, err)
	}
}

// Without a list, only another object that answers proves that the route exists, and only the API's own 404 that one is gone.
func TestGone_noList(t *testing.T) {
	t.Parallel()
	route := func(err error) bool { return errors.As(err, new(*collection.RouteError)) }
	for name, tc := range map[string]struct {
		get     *answer
		witness bool
		failed  func(error) bool // nil: it is gone
	}{
		"404":                {enveloped(404), true, nil},
		"404, no witness":    {enveloped(404), false, route},
		"plain 404":          {plain(404), true, func(err error) bool { return botbiz.IsNoRoute(err) && !route(err) }},
		"422":                {enveloped(422), true, func(err error) bool { return botbiz.IsRefusal(err) && !route(err) }},
		"422, no witness":    {enveloped(422), false, func(err error) bool { return botbiz.IsRefusal(err) && !route(err) }},
		"500, no witness":    {enveloped(500), false, func(err error) bool { return botbiz.IsPassing(err) && !route(err) }},
		"null, no witness":   {&answer{status: 200, body: "null"}, false, func(err error) bool { return !route(err) }},
		"login, no witness":  {plain(302), false, func(err error) bool { return botbiz.IsRedirect(err) && !route(err) }},
		"no word, a witness": {plain(503), true, botbiz.IsPassing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(3)
			s.on["list"] = always(enveloped(403))
			c := s.collection()
			if tc.witness {
				read(t, c, id(1))
			}
			s.on["get"] = always(tc.get)
			if _, found, err := c.Get(t.Context(), "wha_9"); found || (err == nil) != (tc.failed == nil) || err != nil && !tc.failed(err) {
				t.Errorf("%t, %v", found, err)
			}
		})
	}
}

// The digits of a UUID have no case.
func TestIDsInAnotherCase(t *testing.T) {
	t.Parallel()
	s := newServer(2)
	s.accounts[1]["id"] = "wha_0A0B0C0D-0000-4000-8000-00000000000A"
	c := s.collection()
	if got, found, err := c.Read(t.Context(), "wha_0a0b0c0d-0000-4000-8000-00000000000a", prior); err != nil || !found || got.ID != s.accounts[1]["id"] {
		t.Errorf("%+v, %t, %v", got, found, err)
	}
	s.expect(t, "list 1")
}

// What this process made, and never saw, is not young for ever.
func TestYoung_old(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		c, client := s.client()
		item, _, err := c.Create(t.Context(), connect(client, wanted))
		if err != nil {
			t.Fatal(err)
		}
		s.hides[item.ID] = time.Now().Add(time.Hour)
		time.Sleep(2 * time.Minute)
		readGone(t, c, item.ID)
	})
}

// An error about a young object is an error at once.
func TestYoung_error(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		s.on["get"] = always(plain(502))
		began := time.Now()
		_, found, err := s.collection().Read(t.Context(), "wha_9", collection.Reader[account]{Managed: true, Made: began})
		if found || !botbiz.IsPassing(err) || time.Since(began) > time.Second {
			t.Errorf("%t, %v after %s", found, err, time.Since(began))
		}
	})
}
