package collection_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// endless is a list that ignores the cursor and always has has_more.
const endless = `{"data":[{"id":"wha_1","name":"Name"}],"has_more":true}`

var noList = map[string]*answer{
	"plain 404":     plain(404),
	"enveloped 404": enveloped(404),
	"410":           enveloped(410),
	"405":           plain(405),
	"501":           plain(501),
	"403":           enveloped(403),
	"400":           enveloped(400),
	"422":           enveloped(422),
	"redirect":      plain(302),
	"too large":     {err: tooLargeError{}},
}

func TestNoListRoute(t *testing.T) {
	for name, refusal := range noList {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(30)
				s.latency = time.Second
				s.on["list"] = always(refusal)
				c := s.collection()
				parallel(30, func(n int) { read(t, c, id(n)) })
				lists := "list 1"
				if refusal.status == 400 || refusal.status == 422 {
					lists = "list 2" // with and without limit
				}
				s.expect(t, lists+", get 30")
				readGone(t, c, "wha_none")
				s.expect(t, "get 1")

				var noList *collection.NoListError
				if _, err := c.Find(t.Context(), hasNumber(number(1)), nil); !errors.As(err, &noList) {
					t.Errorf("Find: %v", err)
				}
				if _, err := c.List(t.Context(), nil); !errors.As(err, &noList) || !strings.Contains(err.Error(), "WhatsApp account") {
					t.Errorf("List: %v", err)
				}
				results := 0
				for _, err := range c.All(t.Context(), nil) {
					if results++; !errors.As(err, &noList) {
						t.Errorf("All: %v", err)
					}
				}
				if results != 1 {
					t.Errorf("All: %d results, want one error", results)
				}
			})
		})
	}
}

// A list that never ends is found out after two pages that bring nothing new, and only what is on it is read from it.
func TestEndlessList(t *testing.T) {
	s := newServer(30)
	s.on["list"] = always(&answer{status: 200, body: endless})
	c := s.collection()
	for n := range 30 {
		read(t, c, id(n+1))
	}
	if s.counts["list"] > 3 || s.total() > 33 {
		t.Errorf("%d requests, %d lists", s.total(), s.counts["list"])
	}
}

var noRoute = map[string]*answer{
	"plain 404": plain(404), "enveloped 404": enveloped(404), "405": plain(405), "501": plain(501), "redirect": plain(302),
}

func TestNoSingleRoute(t *testing.T) {
	for name, missing := range noRoute {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(500)
				s.latency = time.Second
				s.on["get"] = always(missing)
				c := s.collection()
				parallel(500, func(n int) { read(t, c, id(501-n)) })
				wasted := s.counts["get"]
				t.Logf("%d lists, %d gets", s.counts["list"], wasted)
				// With the envelope the question takes a second request: is a known object there?
				if most := map[bool]int{true: 2, false: 1}[name == "enveloped 404"]; wasted > most || s.counts["list"] != 5 {
					t.Errorf("%d lists, %d wasted requests", s.counts["list"], wasted)
				}
				clear(s.counts)
				parallel(20, func(n int) { readGone(t, c, fmt.Sprintf("wha_gone%d", n)) })
				if s.counts["list"] > 0 || s.counts["get"] > 40 {
					t.Errorf("%v", s.counts)
				}
			})
		})
		t.Run(name+", gone at once", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(50)
				s.latency = time.Second
				s.on["get"] = always(missing)
				c := s.collection()
				parallel(20, func(n int) { readGone(t, c, fmt.Sprintf("wha_gone%d", n)) })
				if s.counts["list"] != 1 || s.counts["get"] > 40 {
					t.Errorf("%v", s.counts)
				}
				read(t, c, id(1))
			})
		})
		t.Run(name+", gone from many", func(t *testing.T) {
			s := newServer(250)
			s.on["get"] = always(missing)
			c := s.collection()
			readGone(t, c, "wha_gone")
			if s.counts["list"] != 3 || s.counts["get"] > 2 {
				t.Errorf("%v", s.counts)
			}
			clear(s.counts)
			readGone(t, c, "wha_gone too")
			if s.counts["list"] > 0 || s.counts["get"] > 1 {
				t.Errorf("%v", s.counts)
			}
		})
		t.Run(name+", fresh", func(t *testing.T) {
			s := newServer(50)
			s.on["get"] = always(missing)
			c := s.collection()
			if got, found, err := c.Get(t.Context(), id(7)); err != nil || !found || got.ID != id(7) {
				t.Errorf("Get = %+v, %t, %v", got, found, err)
			}
			s.expect(t, "list 1, get 2")
			if _, found, err := c.Get(t.Context(), "wha_gone"); err != nil || found {
				t.Errorf("Get = %t, %v", found, err)
			}
			if s.counts["list"] != 1 || s.counts["get"] > 2 {
				t.Errorf("%v", s.counts)
			}
		})
		t.Run(name+", fresh and gone", func(t *testing.T) {
			s := newServer(50)
			s.on["get"] = always(missing)
			if _, found, err := s.collection().Get(t.Context(), "wha_gone"); err != nil || found {
				t.Errorf("Get = %t, %v", found, err)
			}
		})
	}
}

// Without any account to compare with, an answer in another shape proves nothing.
func TestEmptyListAndPlain404(t *testing.T) {
	s := newServer(0)
	s.on["get"] = always(plain(404))
	c := s.collection()
	if _, found, err := c.Read(t.Context(), id(1), prior); !botbiz.IsNoRoute(err) || found {
		t.Errorf("Read = %t, %v", found, err)
	}
	if _, found, err := c.Get(t.Context(), id(1)); !botbiz.IsNoRoute(err) || found {
		t.Errorf("Get = %t, %v", found, err)
	}
}

// Everything at a wrong base URL is a plain 404, an HTML page, or another API's JSON.
func TestWrongBaseURL(t *testing.T) {
	for name, wrong := range map[string]*answer{
		"plain 404": plain(404), "HTML 404": {status: 404, body: "<html>"}, "empty 404": {status: 404}, "HTML 200": {status: 200, body: "<html>"},
		"gateway's JSON": {status: 404, body: `{"error":{"code":"no_route","message":"no Route matched"}}`},
		"{}":             {status: 200, body: `{}`},
		"redirect":       {status: 301},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(3)
			s.on["list"], s.on["get"], s.on["delete"] = always(wrong), always(wrong), always(wrong)
			c := s.collection()
			for range 2 {
				if _, found, err := c.Read(t.Context(), id(1), prior); err == nil || found {
					t.Errorf("Read = %t, %v", found, err)
				}
				if _, found, err := c.Get(t.Context(), id(1)); err == nil || found {
					t.Errorf("Get = %t, %v", found, err)
				}
				if _, found, err := c.Read(t.Context(), id(1), collection.Reader[account]{}); err == nil || found {
					t.Errorf("Lookup = %t, %v", found, err)
				}
				if _, err := c.Find(t.Context(), hasNumber(number(1)), nil); err == nil {
					t.Error("Find: no error")
				}
				if _, err := c.List(t.Context(), nil); err == nil {
					t.Error("List: no error")
				}
			}
			if err := c.Delete(t.Context(), id(1), time.Time{}); err == nil && name != "{}" { // any 2xx is a delete
				t.Error("Delete: no error")
			}
		})
	}
}
