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

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

const wanted = "+19999999"

type outcome = *collection.OutcomeError

func connect(client *botbiz.Client, number string) collection.Creation[account] {
	return collection.Creation[account]{
		Post: func(ctx context.Context) (account, error) { return client.Accounts.Connect(ctx, number, "Name") },
		Key:  hasNumber(number),
	}
}

// What is to come of a create.
const (
	created = "created"
	adopted = "adopted"
	refused = "refused"
	unknown = "unknown"
)

func create(ctx context.Context, s *server, number string) (id, what string, err error) {
	c, client := s.client()
	return createIn(ctx, c, client, number)
}

func createIn(ctx context.Context, c *collection.Collection[account], client *botbiz.Client, number string) (id, what string, err error) {
	account, adoption, err := c.Create(ctx, connect(client, number))
	switch {
	case errors.As(err, new(outcome)):
		what = unknown
	case err != nil:
		what = refused
	case adoption:
		what = adopted
	default:
		what = created
	}
	return account.ID, what, err
}

func TestCreate(t *testing.T) {
	reset := &answer{err: errReset}
	resetAfter := &answer{err: errReset, acts: true}
	late := &answer{err: timeoutError{}, takes: requestTimeout}
	lateAfter := &answer{err: timeoutError{}, takes: requestTimeout, acts: true}
	for _, tc := range []struct {
		name  string
		post  script
		want  string
		there int // objects with the number in the end
		calls string
	}{
		{"good", nil, created, 1, "post 1"},
		{"400", always(enveloped(400)), refused, 0, "list 1, post 1"},
		{"401", always(enveloped(401)), refused, 0, "post 1"},
		{"plain 404", always(plain(404)), refused, 0, "post 1"},
		{"405", always(plain(405)), refused, 0, "post 1"},
		{"501", always(plain(501)), refused, 0, "post 1"},
		{"redirect", always(plain(302)), refused, 0, "post 1"},
		{"never sent", always(&answer{err: notSentError{errReset}}), refused, 0, "post 1"},
		{"400 in a 200", always(&answer{status: 200, body: enveloped(400).body}), refused, 0, "list 1, post 1"},
		{"reset after acting", always(resetAfter), adopted, 1, "list 1, post 1"},
		{"500 after acting", always(&answer{status: 500, acts: true}), adopted, 1, "list 1, post 1"},
		{"502 page after acting", always(&answer{status: 502, body: "<html>", acts: true}), adopted, 1, "list 1, post 1"},
		{"500 in a 200 after acting", always(&answer{status: 200, body: enveloped(500).body, acts: true}), adopted, 1, "list 1, post 1"},
		{"{} after acting", always(&answer{status: 200, body: `{}`, acts: true}), adopted, 1, "list 1, post 1"},
		{"cut JSON after acting", always(&answer{status: 201, body: `{"id":"wh`, acts: true}), adopted, 1, "list 1, post 1"},
		{"page after acting", always(&answer{status: 200, body: `<html>`, acts: true}), adopted, 1, "list 1, post 1"},
		{"time-out after acting", always(lateAfter), adopted, 1, "list 1, post 1"},
		{"504 after acting", always(&answer{status: 504, acts: true}), adopted, 1, "list 1, post 1"},
		{"reset before acting", first(1, reset), created, 1, "list 2, post 2"},
		{"500 before acting", first(1, enveloped(500)), created, 1, "list 2, post 2"},
		{"twice", first(2, reset), created, 1, "list 4, post 3"},
		{"three times", always(reset), unknown, 0, "list 6, post 3"},
		{"2xx page without acting", always(&answer{status: 200, body: `<html>`}), unknown, 0, "list 2, post 1"},
		{"{} without acting", always(&answer{status: 200, body: `{}`}), unknown, 0, "list 2, post 1"},
		{"time-out before acting", always(late), unknown, 0, "list 5, post 1"},
		{"504 before acting", always(plain(504)), unknown, 0, "list 5, post 1"},
		{"408", always(plain(408)), unknown, 0, "list 5, post 1"},
		{"reset, then time-out", func(n int) *answer { return []*answer{reset, late}[n-1] }, unknown, 0, "list 7, post 2"},
		{"reset, then 400", func(n int) *answer { return []*answer{reset, enveloped(400)}[n-1] }, refused, 0, "list 4, post 2"},
		{"reset, then never sent", func(n int) *answer { return []*answer{reset, {err: notSentError{errReset}}}[n-1] }, refused, 0, "list 2, post 2"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, clock := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute} {
				synctest.Test(t, func(t *testing.T) {
					s := newServer(5)
					s.clock = clock
					s.on["post"] = tc.post
					id, what, err := create(t.Context(), s, wanted)
					if what != tc.want {
						t.Errorf("clock %s: %s (%v), want %s", clock, what, err, tc.want)
					}
					there := s.with(wanted)
					if len(there) != tc.there || err == nil && !slices.Contains(there, id) {
						t.Errorf("clock %s: it got %q, there are %v", clock, id, there)
					}
					s.expect(t, tc.calls)
				})
			}
		})
	}
}

// The server acts, the answer is lost, and the object shows only later in the list.
func TestCreateShowsLate(t *testing.T) {
	for _, tc := range []struct {
		name  string
		post  *answer
		after time.Duration
		want  string
		calls string
	}{
		{"time-out, 4 s later", &answer{err: timeoutError{}}, 4 * time.Second, adopted, "list 3, post 1"},
		{"time-out, 29 s later", &answer{err: timeoutError{}}, 29 * time.Second, adopted, "list 5, post 1"},
		{"reset, 2 s later", &answer{err: errReset}, 2 * time.Second, adopted, "list 2, post 1"},
		// Sent again, rejected because the number exists by now, and adopted.
		{"reset, at the second post", &answer{err: errReset}, 3500 * time.Millisecond, adopted, "list 3, post 2"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(5)
				s.on["post"] = func(n int) *answer {
					if n > 1 {
						refusal := enveloped(400)
						refusal.takes = time.Second
						return refusal
					}
					time.AfterFunc(tc.after, func() {
						s.mu.Lock()
						defer s.mu.Unlock()
						s.add(time.Now().Add(-tc.after))["phone_number"] = wanted
					})
					return tc.post
				}
				id, what, err := create(t.Context(), s, wanted)
				if there := s.with(wanted); what != tc.want || len(there) != 1 || id != there[0] {
					t.Errorf("%s %s (%v), there are %v", id, what, err, there)
				}
				s.expect(t, tc.calls)
			})
		})
	}
}

func TestCreateDoubts(t *testing.T) {
	for _, tc := range []struct {
		name  string
		setup func(s *server)
		ids   []string
		calls string
	}{
		{"several matches", func(s *server) { s.add(time.Now())["phone_number"] = wanted }, []string{id(4), id(5)}, "list 1, post 1"},
		{"no created_at", func(s *server) { s.bare = true }, []string{id(4)}, "list 1, get 1, post 1"},
		{"no created_at, and an old one", func(s *server) {
			s.bare = true
			s.accounts[0]["phone_number"] = wanted
			delete(s.accounts[0], "created_at")
			s.on["post"] = always(&answer{err: errReset}) // makes nothing
		}, []string{id(1)}, "list 1, get 1, post 1"},
		{"unreadable created_at", func(s *server) {
			s.listed = func(a map[string]any) { a["created_at"] = "yesterday" }
			s.on["get"] = always(plain(404))
		}, []string{id(4)}, "list 1, get 1, post 1"},
		{"no list", func(s *server) { s.on["list"] = always(plain(404)) }, nil, "list 1, post 1"},
		{"list fails", func(s *server) { s.on["list"] = always(enveloped(500)) }, nil, "list 1, post 1"},
		{"list is a web page", func(s *server) { s.on["list"] = always(&answer{status: 200, body: "<html>"}) }, nil, "list 1, post 1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3)
				s.on["post"] = always(&answer{err: errReset, acts: true})
				tc.setup(s)
				before := len(s.with(wanted))
				if before > 0 && tc.ids[0] == id(4) {
					s.on["post"] = always(&answer{err: errReset})
					s.add(time.Now())["phone_number"] = wanted
				}
				_, what, err := create(t.Context(), s, wanted)
				var e outcome
				if what != unknown || !errors.As(err, &e) || !slices.Equal(e.IDs, tc.ids) {
					t.Errorf("%s, %v; want the ids %v", what, err, tc.ids)
				}
				for _, id := range tc.ids {
					if !strings.Contains(fmt.Sprint(err), id) {
						t.Errorf("%v does not name %s", err, id)
					}
				}
				if !errors.Is(err, errReset) {
					t.Errorf("%v does not wrap what failed", err)
				}
				s.expect(t, tc.calls)
			})
		})
	}
}

// An older object is never adopted, even with the same natural key.
func TestCreateIgnoresOldObjects(t *testing.T) {
	for _, clock := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(3)
			s.clock = clock
			s.add(time.Now().Add(-10 * time.Minute))["phone_number"] = wanted
			s.on["post"] = first(1, enveloped(500))
			c, client := s.client()
			time.Sleep(time.Second)
			_, what, err := createIn(t.Context(), c, client, wanted)
			if what != refused { // the second post says that it is there
				t.Errorf("clock %s: %s, %v", clock, what, err)
			}
		})
	}
}

// A list may leave out the natural key or the time. What it does not show is read singly, or is an error; it is never
// taken for absence.
func TestCreateWithLeanList(t *testing.T) {
	for _, tc := range []struct {
		name     string
		size     int
		leaves   []string
		noSingle bool
		acts     bool
		want     string
		there    int
	}{
		{"no time", 50, []string{"created_at"}, false, true, adopted, 1},
		{"no number", 50, []string{"phone_number"}, false, true, adopted, 1},
		{"neither", 5, []string{"phone_number", "created_at"}, false, true, adopted, 1},
		{"neither, and nothing made", 5, []string{"phone_number", "created_at"}, false, false, created, 1},
		{"neither, of many", 50, []string{"phone_number", "created_at"}, false, true, unknown, 1},
		{"neither, of many, and nothing made", 50, []string{"phone_number", "created_at"}, false, false, unknown, 0},
		{"no number, no single route", 5, []string{"phone_number"}, true, true, unknown, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(tc.size)
				s.listed = func(a map[string]any) {
					for _, field := range tc.leaves {
						delete(a, field)
					}
				}
				if tc.noSingle {
					s.on["get"] = always(plain(404))
				}
				s.on["post"] = first(1, &answer{err: errReset, acts: tc.acts})
				_, what, err := create(t.Context(), s, wanted)
				if there := s.with(wanted); what != tc.want || len(there) != tc.there {
					t.Errorf("%s (%v), there are %v", what, err, there)
				}
			})
		})
	}
}

// Two creates with one natural key do not adopt each other's object.
func TestCreateIgnoresWhatOthersGot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.on["post"] = func(n int) *answer {
			switch n {
			case 2:
				return &answer{err: errReset} // makes nothing
			case 3:
				return &answer{status: 201, body: `{"id":"wha_second"}`}
			}
			return nil
		}
		c, client := s.client()
		one, what, err := createIn(t.Context(), c, client, wanted)
		if what != created {
			t.Fatal(what, err)
		}
		other, what, err := createIn(t.Context(), c, client, wanted)
		if what != created || other == one {
			t.Errorf("%s %s, %v", other, what, err)
		}
	})
}

// Two settlements share a listing. One adopts the object, the other finds it taken.
func TestConcurrentSettles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.latency = time.Second
		s.on["post"] = func(n int) *answer { return &answer{err: errReset, acts: n <= 10} }
		c, client := s.client()
		parallel(10, func(n int) {
			number := fmt.Sprintf("+1888888%d", n)
			id, what, err := createIn(t.Context(), c, client, number)
			if there := s.with(number); what != adopted || len(there) != 1 || there[0] != id {
				t.Errorf("%s %s (%v), there are %v", id, what, err, there)
			}
		})
		s.expect(t, "list 2, post 10")
	})
	t.Run("one natural key", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(3)
			s.latency = time.Second
			s.on["post"] = func(n int) *answer {
				if n > 2 {
					return &answer{status: 201, body: `{"id":"wha_second"}`}
				}
				return &answer{err: errReset, acts: n == 1}
			}
			c, client := s.client()
			var mu sync.Mutex
			got := map[string]string{}
			parallel(2, func(int) {
				id, what, err := createIn(t.Context(), c, client, wanted)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				got[what] = id
			})
			if got[adopted] != id(4) || got[created] != "wha_second" {
				t.Errorf("%v", got)
			}
		})
	})
}

func TestCreateInterrupted(t *testing.T) {
	lost := &answer{err: errReset, takes: 5 * time.Second}
	acted := &answer{err: errReset, takes: 5 * time.Second, acts: true}
	for _, tc := range []struct {
		name  string
		post  *answer
		at    time.Duration
		shows time.Duration // when what was made shows in the list
		want  string
		calls string
	}{
		{"while it is posted, and answered", nil, time.Second, 0, created, "post 1"},
		{"while it is posted, and made", acted, time.Second, 0, adopted, "list 1, post 1"},
		{"while it is posted, and lost", lost, time.Second, 0, unknown, "list 1, post 1"},
		{"while it is looked for, and made", acted, 6500 * time.Millisecond, 0, adopted, "list 2, post 1"},
		{"while it is looked for, and lost", lost, 6500 * time.Millisecond, 0, unknown, "list 2, post 1"},
		{"between two looks, and made", lost, 8 * time.Second, 7500 * time.Millisecond, adopted, "list 2, post 1"},
		{"between two looks, and lost", lost, 8 * time.Second, 0, unknown, "list 2, post 1"},
		{"before the second post is answered", &answer{err: errReset}, 6500 * time.Millisecond, 0, created, "list 2, post 2"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3)
				s.latency = time.Second
				s.on["post"] = first(1, tc.post)
				if tc.post == nil {
					s.on["post"] = nil
					s.latency = 5 * time.Second
				}
				if tc.shows > 0 {
					time.AfterFunc(tc.shows, func() {
						s.mu.Lock()
						defer s.mu.Unlock()
						s.add(time.Now())["phone_number"] = wanted
					})
				}
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(tc.at, cancel)
				_, what, err := create(ctx, s, wanted)
				if what != tc.want {
					t.Errorf("%s, %v", what, err)
				}
				s.expect(t, tc.calls)
				if made := s.with(wanted); len(made) > 1 || (what == unknown) != (len(made) == 0) {
					t.Errorf("%s, and there are %v", what, made)
				}
			})
		})
	}
	t.Run("and the server hangs", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(3)
			s.on["post"] = always(lost)
			s.on["list"] = always(&answer{lost: true})
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			began := time.Now()
			if _, what, err := create(ctx, s, wanted); what != unknown {
				t.Errorf("%s, %v", what, err)
			}
			if took := time.Since(began); took > requestTimeout+10*time.Second {
				t.Errorf("took %s", took)
			}
		})
	})
}
