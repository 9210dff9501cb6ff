package collection_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// A response is lost, on servers whose list does not say at once, or not in full, what is there. Numbers can be taken twice, so
// a second POST would double.
func TestCreate_lists(t *testing.T) {
	t.Parallel()
	short := func(fields ...string) func(map[string]any) {
		return func(a map[string]any) {
			for _, field := range fields {
				delete(a, field)
			}
		}
	}
	for name, tc := range map[string]struct {
		size    int
		setup   func(s *server)
		adopted bool
		ids     []string // candidates
		reason  string
	}{
		"plain": {size: 3, adopted: true},
		"shows new ones after 8 s": {size: 3, adopted: true, setup: func(s *server) {
			s.hides[id(4)] = time.Now().Add(8 * time.Second)
		}},
		"shows new ones after a minute": {size: 3, reason: "the list does not show it", setup: func(s *server) {
			s.hides[id(4)] = time.Now().Add(time.Minute)
		}},
		"shows connected ones only": {size: 3, setup: func(s *server) { s.hides[id(4)] = time.Now().Add(time.Hour) }},
		"no dates":                  {size: 3, adopted: true, setup: func(s *server) { s.bare, s.listed = true, short("created_at") }},
		"a date at midnight": {size: 3, adopted: true, setup: func(s *server) {
			s.listed = func(a map[string]any) { a["created_at"] = "2000-01-01T00:00:00Z" }
		}},
		"a clock that is behind": {size: 3, adopted: true, setup: func(s *server) { s.clock = -time.Hour }},
		"no numbers":             {size: 3, adopted: true, setup: func(s *server) { s.listed = short("phone_number") }},
		"no numbers, and no single route": {size: 3, ids: []string{id(4)}, setup: func(s *server) {
			s.listed, s.on["get"] = short("phone_number"), always(enveloped(404))
		}},
		"more than the look shows": {size: 300, ids: []string{id(301)}},
		"has_more false after 20": {size: 45, ids: []string{id(46)}, setup: func(s *server) {
			s.on["list"] = func(n int) *answer {
				from := map[bool]int{true: n - 1, false: n - 3}[n <= 2] % 3 * 20 // the look reads two pages
				return &answer{status: 200, body: strings.Replace(s.slice(from, from+20), "true", "false", 1)}
			}
		}},
		"20 of 45, whatever the cursor": {size: 45, reason: "the list may be incomplete", setup: func(s *server) {
			s.on["list"] = func(int) *answer {
				return &answer{status: 200, body: strings.Replace(s.slice(0, 20), `,"has_more":true`, "", 1)}
			}
		}},
		"somebody else's, at that time": {size: 3, ids: []string{id(4), id(5)}, setup: func(s *server) {
			s.on["post"] = func(int) *answer {
				s.add(time.Now())["phone_number"] = wanted
				return &answer{status: 500, acts: true}
			}
		}},
		"fails for a minute": {size: 3, adopted: true, setup: func(s *server) {
			began := time.Now()
			s.on["list"] = func(n int) *answer {
				if n > 1 && time.Since(began) < time.Minute {
					return plain(502)
				}
				return nil
			}
		}},
		"fails for five minutes": {size: 3, reason: "502", setup: func(s *server) {
			s.on["list"] = func(n int) *answer {
				if n > 1 {
					return plain(502)
				}
				return nil
			}
		}},
		"fails after the 404 of a gateway": {size: 3, reason: "502", setup: func(s *server) {
			s.on["post"] = always(&answer{status: 404, body: "<html>", acts: true})
			s.on["list"] = func(n int) *answer {
				if n > 1 {
					return plain(502)
				}
				return nil
			}
		}},
		"is of another shape": {size: 3, reason: "cannot be read: GET /v1/whatsapp/accounts succeeded, but the answer is not a list", setup: func(s *server) { s.on["list"] = always(&answer{status: 200, body: `{"data":{"wha_1":{}}}`}) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(tc.size)
				s.doubles = true
				s.on["post"] = always(&answer{status: 500, acts: true})
				if tc.setup != nil {
					tc.setup(s)
				}
				began := time.Now()
				item, adopted, err := create(t, s)
				var outcome *collection.OutcomeError
				if adopted != tc.adopted || (err == nil) != tc.adopted || err != nil && (!errors.As(err, &outcome) || !slices.Equal(outcome.IDs, tc.ids)) {
					t.Errorf("%s, adopted %t, %v", item.ID, adopted, err)
				}
				if reason := fmt.Sprint(err); !strings.Contains(reason, tc.reason) {
					t.Errorf("%q lacks %q", reason, tc.reason)
				}
				if made := s.with(wanted); s.nth["post"] != 1 || adopted && made[0] != item.ID {
					t.Errorf("%d posts, there are %v", s.nth["post"], made)
				}
				if took := time.Since(began); took > 2*time.Minute+10*time.Second {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}

// Ten lost responses at once: each create adopts its own object, and they share their looks.
func TestCreate_manyLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.latency = time.Second
		s.on["post"] = func(int) *answer { return &answer{err: errReset, acts: true} }
		c, client := s.client()
		parallel(10, func(n int) {
			wanted := fmt.Sprintf("+1888888%d", n)
			item, adopted, err := c.Create(t.Context(), connect(client, wanted))
			if made := s.with(wanted); err != nil || !adopted || len(made) != 1 || made[0] != item.ID {
				t.Errorf("%s, %t, %v, there are %v", item.ID, adopted, err, made)
			}
		})
		s.expect(t, "list 3, post 10")
	})
}

// Of two creates with one number that lost their responses, at most one adopts the object.
func TestCreate_bothLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.latency = time.Second
		s.on["post"] = func(n int) *answer { return &answer{err: errReset, acts: n == 1} }
		c, client := s.client()
		var adoptions, unknown sync.Map
		parallel(2, func(n int) {
			switch item, adopted, err := c.Create(t.Context(), connect(client, wanted)); {
			case adopted:
				adoptions.Store(item.ID, n)
			case errors.As(err, new(*collection.OutcomeError)):
				unknown.Store(n, true)
			}
		})
		if a, u := size(&adoptions), size(&unknown); a != 1 || u != 1 {
			t.Errorf("%d adoptions, %d unknown", a, u)
		}
	})
}

func size(m *sync.Map) (n int) {
	m.Range(func(any, any) bool { n++; return true })
	return n
}

// A server that returns what exists: an account that was there is not new.
func TestCreate_upsert(t *testing.T) {
	t.Parallel()
	for name, setup := range map[string]func(s *server){
		"the look shows it":               func(*server) {},
		"the look shows its id only":      func(s *server) { s.listed = func(a map[string]any) { delete(a, "phone_number") } },
		"the look shows another notation": func(s *server) { s.listed = func(a map[string]any) { a["phone_number"] = "+7" + number(1) } },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3)
				s.upserts = true
				setup(s)
				c, client := s.client()
				var taken *collection.TakenError
				if item, _, err := c.Create(t.Context(), connect(client, number(1))); !errors.As(err, &taken) || !slices.Equal(taken.IDs, []string{id(1)}) {
					t.Errorf("%s, %v", item.ID, err)
				}
				if len(s.accounts) != 3 || s.nth["post"] > 1 {
					t.Errorf("%d accounts, %d posts", len(s.accounts), s.nth["post"])
				}
			})
		})
	}
}

// A rejection is sent again only if a delete of this process may have freed the number, and once.
func TestCreate_rejected(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		deletes bool
		posts   int
	}{"nothing was deleted": {false, 1}, "something was deleted": {true, 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3)
				s.on["post"] = always(enveloped(422))
				c, client := s.client()
				if tc.deletes {
					if err := c.Delete(t.Context(), id(1), time.Time{}); err != nil {
						t.Fatal(err)
					}
				}
				if _, _, err := c.Create(t.Context(), connect(client, wanted)); err == nil || errors.As(err, new(*collection.TakenError)) {
					t.Error(err)
				}
				if s.nth["post"] != tc.posts {
					t.Errorf("%d posts", s.nth["post"])
				}
				time.Sleep(time.Minute)
				if _, _, err := c.Create(t.Context(), connect(client, wanted)); err == nil || s.nth["post"] != tc.posts+1 {
					t.Errorf("later: %v, %d posts", err, s.nth["post"])
				}
			})
		})
	}
	t.Run("somebody has it", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			s := newServer(3)
			s.hides[id(1)] = time.Now().Add(1500 * time.Millisecond)
			s.latency = time.Second
			c, client := s.client()
			var taken *collection.TakenError
			if _, _, err := c.Create(t.Context(), connect(client, number(1))); !errors.As(err, &taken) || taken.Err == nil || !slices.Equal(taken.IDs, []string{id(1)}) {
				t.Error(err)
			}
			s.expect(t, "list 2, post 1")
		})
	})
}

// An interrupt before the POST sends nothing. One while the outcome is open leaves one look.
func TestCreate_interrupts(t *testing.T) {
	t.Parallel()
	unknown := func(err error) bool { return errors.As(err, new(*collection.OutcomeError)) }
	for name, tc := range map[string]struct {
		at     time.Duration
		acts   bool
		hangs  bool
		failed func(error) bool
		calls  string
	}{
		"during the first look":          {at: time.Second, failed: func(err error) bool { return errors.As(err, new(*collection.NotCreatedError)) }, calls: "list 1"},
		"during the POST, made":          {at: 3 * time.Second, acts: true, calls: "list 2, post 1"},
		"during the POST, not made":      {at: 3 * time.Second, failed: unknown, calls: "list 2, post 1"},
		"during the last look, made":     {at: 9 * time.Second, acts: true, calls: "list 3, post 1"},
		"during the last look, not made": {at: 9 * time.Second, failed: unknown, calls: "list 3, post 1"},
		"between two looks":              {at: 11 * time.Second, failed: unknown, calls: "list 3, post 1"},
		"and the server hangs":           {at: 3 * time.Second, acts: true, hangs: true, failed: unknown, calls: "list 2, post 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3)
				s.latency = 2 * time.Second
				s.on["post"] = always(&answer{err: errReset, acts: tc.acts, takes: 4 * time.Second})
				if tc.hangs {
					s.on["list"] = func(n int) *answer { return map[bool]*answer{true: {lost: true}}[n > 1] }
				}
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(tc.at, cancel)
				c, client := s.client()
				began := time.Now()
				item, adopted, err := c.Create(ctx, connect(client, wanted))
				if (err != nil) != (tc.failed != nil) || err != nil && !tc.failed(err) || err == nil && (!adopted || item.ID != id(4)) {
					t.Errorf("%s, %t, %v", item.ID, adopted, err)
				}
				if took := time.Since(began); took > requestTimeout+15*time.Second {
					t.Errorf("took %s", took)
				}
				s.expect(t, tc.calls)
			})
		})
	}
}
