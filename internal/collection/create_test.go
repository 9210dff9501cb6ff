package collection_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

const wanted = "+19999999"

// connect is a create of a number.
func connect(client *botbiz.Client, number string) collection.Creation[account] {
	said := func(a account) string {
		if a.PhoneNumber == nil {
			return ""
		}
		return *a.PhoneNumber
	}
	return collection.Creation[account]{
		Post: func(ctx context.Context) (account, error) { return client.Accounts.Connect(ctx, number, "Name") },
		Key: collection.Key[account]{
			Held: func(a account) bool { return said(a) != "" },
			Same: func(a account) bool { return botbiz.SamePhoneNumber(said(a), number) },
			Like: func(a account) bool { return botbiz.LikePhoneNumber(said(a), number) },
		},
	}
}

// create creates the wanted account in s.
func create(t *testing.T, s *server) (item account, adopted bool, err error) {
	t.Helper()
	c, client := s.client()
	return c.Create(t.Context(), connect(client, wanted))
}

// Each way to lose the response to a create, on a server that has acted or not: one POST, and the new object is adopted or the
// outcome is unknown.
func TestCreate(t *testing.T) {
	t.Parallel()
	unknown := func(err error) bool { return errors.As(err, new(*collection.OutcomeError)) }
	for name, tc := range map[string]struct {
		post    *answer
		list    script
		adopted bool
		ok      bool
		failed  func(error) bool
	}{
		"answered":                  {ok: true},
		"500 after acting":          {post: &answer{status: 500, acts: true}, adopted: true, ok: true},
		"502 after acting":          {post: &answer{status: 502, body: "<html>", acts: true}, adopted: true, ok: true},
		"reset after acting":        {post: &answer{err: errReset, acts: true}, adopted: true, ok: true},
		"{} after acting":           {post: &answer{status: 200, body: "{}", acts: true}, adopted: true, ok: true},
		"a job id":                  {post: &answer{status: 202, body: `{"id":"job_1","status":"queued"}`, acts: true}, adopted: true, ok: true},
		"303 after acting":          {post: &answer{status: 303, acts: true}, adopted: true, ok: true},
		"plain 404 after acting":    {post: &answer{status: 404, body: "<html>", acts: true}, adopted: true, ok: true},
		"HTML 403 after acting":     {post: &answer{status: 403, body: "<html>", acts: true}, adopted: true, ok: true},
		"HTML 403 before acting":    {post: &answer{status: 403, body: "<html>"}, failed: botbiz.IsForeign},
		"500 before acting":         {post: &answer{status: 500}, failed: unknown},
		"reset before acting":       {post: &answer{err: errReset}, failed: unknown},
		"a job that does nothing":   {post: &answer{status: 202, body: `{"id":"job_1","status":"queued"}`}, failed: unknown},
		"not sent":                  {post: &answer{err: notSentError{errReset}}, failed: botbiz.IsNotSent},
		"refused":                   {post: enveloped(http.StatusUnprocessableEntity), failed: botbiz.IsRefusal},
		"another id that was there": {post: &answer{status: 200, body: `{"id":"wha_1","phone_number":"` + wanted + `"}`}, failed: func(err error) bool { return errors.As(err, new(*collection.TakenError)) }},
		"no route":                  {post: plain(http.StatusNotFound), failed: func(err error) bool { return errors.As(err, new(*collection.RouteError)) }},
		"the list fails for a while": {post: &answer{status: 500, acts: true}, list: func(n int) *answer {
			if n > 1 && n < 8 {
				return &answer{status: 502}
			}
			return nil
		}, adopted: true, ok: true},
		"no list":                     {post: &answer{status: 500, acts: true}, list: always(plain(http.StatusNotFound)), failed: unknown},
		"the list cannot be read now": {list: always(&answer{status: 500}), failed: func(err error) bool { return errors.As(err, new(*collection.NotCreatedError)) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3)
				if tc.post != nil {
					s.on["post"] = always(tc.post)
				}
				if tc.list != nil {
					s.on["list"] = tc.list
				}
				item, adopted, err := create(t, s)
				if (err == nil) != tc.ok || adopted != tc.adopted || tc.failed != nil && !tc.failed(err) {
					t.Fatalf("%+v, adopted %t, %v", item, adopted, err)
				}
				if n := s.nth["post"]; n > 1 {
					t.Errorf("%d posts", n)
				}
				if made := s.with(wanted); tc.ok && (len(made) != 1 || made[0] != item.ID) {
					t.Errorf("made %v, got %s", made, item.ID)
				}
			})
		})
	}
}

// Whatever the dates say, an object with the number that is there before is not created again, and one that appears late is
// adopted.
func TestCreate_there(t *testing.T) {
	t.Parallel()
	for _, age := range []time.Duration{-time.Hour, 0, 24 * time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(2)
			s.add(time.Now().Add(-age))["phone_number"] = wanted
			_, _, err := create(t, s)
			var taken *collection.TakenError
			if !errors.As(err, &taken) || strings.Join(taken.IDs, " ") != "wha_3" || s.nth["post"] > 0 {
				t.Errorf("%s: %v, %d posts", age, err, s.nth["post"])
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		s.on["post"] = always(&answer{status: 502})
		time.AfterFunc(8*time.Second, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.add(time.Now().Add(-24 * time.Hour))["phone_number"] = wanted
		})
		if item, adopted, err := create(t, s); err != nil || !adopted || item.ID != "wha_3" {
			t.Errorf("%+v, %t, %v", item, adopted, err)
		}
	})
}

// After an unknown outcome, another run looks first.
func TestCreate_again(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		s.on["post"] = always(&answer{status: 500, acts: true})
		s.listed = func(a map[string]any) { // shows a new object later
			if a["id"] == "wha_3" {
				a["id"], a["phone_number"] = "wha_2", number(2)
			}
		}
		if _, _, err := create(t, s); !errors.As(err, new(*collection.OutcomeError)) {
			t.Fatal(err)
		}
		s.listed = nil
		if _, _, err := create(t, s); !errors.As(err, new(*collection.TakenError)) || s.nth["post"] != 1 {
			t.Errorf("%v, %d posts", err, s.nth["post"])
		}
	})
}

// Two blocks with one number on a server that returns what exists: one object has one owner.
func TestCreate_twoOwners(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(0)
		s.on["post"] = func(n int) *answer {
			if n == 1 {
				return nil
			}
			return &answer{status: 200, body: `{"id":"wha_1","phone_number":"` + wanted + `"}`}
		}
		s.latency = time.Second
		c, client := s.client()
		made, taken := 0, 0
		parallel(2, func(int) {
			switch _, _, err := c.Create(t.Context(), connect(client, wanted)); {
			case err == nil:
				made++
			case errors.As(err, new(*collection.TakenError)):
				taken++
			}
		})
		if made != 1 || taken != 1 {
			t.Errorf("%d made, %d taken", made, taken)
		}
	})
}

// A create waits for the delete of the object that has its number, also on a server that returns what exists, and where
// there is no list to look at.
func TestCreate_renamedKeys(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ upsert, noList bool }{"": {}, "upsert": {upsert: true}, "no list": {noList: true}, "upsert, no list": {true, true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(6)
				s.latency = time.Second
				s.upserts = tc.upsert
				if tc.noList {
					s.on["list"], s.slow = always(plain(http.StatusNotFound)), 5*time.Second
				}
				c, client := s.client()
				parallel(12, func(n int) {
					if del := n > 6; del != tc.noList { // without a list, what is not being deleted yet cannot be known
						n = (n-1)%6 + 1
						if err := c.Delete(t.Context(), id(n), time.Time{}); err != nil {
							t.Error(err)
						}
						return
					}
					n = (n-1)%6 + 1
					if item, _, err := c.Create(t.Context(), connect(client, number(n))); err != nil || item.ID == id(n) {
						t.Errorf("%+v, %v", item, err)
					}
				})
				if n := len(s.accounts); n != 6 {
					t.Errorf("%d accounts", n)
				}
			})
		})
	}
}

// However long a delete takes, a create waits for it; it does not wait for a delete that fails.
func TestCreate_slowDelete(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fails bool
		took  time.Duration
	}{"succeeds": {false, 20 * time.Second}, "fails": {true, 23 * time.Second}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(2)
				s.slow = 20 * time.Second
				if tc.fails {
					s.on["delete"] = always(enveloped(http.StatusForbidden))
				}
				c, client := s.client()
				go func() { _ = c.Delete(t.Context(), id(1), time.Time{}) }()
				synctest.Wait()
				began := time.Now()
				_, _, err := c.Create(t.Context(), connect(client, number(1)))
				if (err != nil) != tc.fails || tc.fails && !errors.As(err, new(*collection.TakenError)) {
					t.Error(err)
				}
				if took := time.Since(began).Round(time.Second); took != tc.took {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}

// Creates share their look, also those that come while it is in progress.
func TestCreate_cost(t *testing.T) {
	t.Parallel()
	for _, latency := range []time.Duration{0, 100 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(0)
			s.latency = latency
			c, client := s.client()
			parallel(200, func(n int) {
				if _, _, err := c.Create(t.Context(), connect(client, number(n))); err != nil {
					t.Error(err)
				}
			})
			s.expect(t, "list 1, post 200")
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s := newServer(5000)
		if _, _, err := create(t, s); err != nil {
			t.Error(err)
		}
		s.expect(t, "list 2, post 1")
	})
}

// After an unknown outcome, the next create of this process looks again, however long readings are shared.
func TestCreate_againInOneProcess(t *testing.T) {
	t.Parallel()
	for _, share := range []time.Duration{0, time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(2)
			s.doubles = true
			s.on["post"] = always(&answer{status: 500, acts: true})
			s.hides[id(3)] = time.Now().Add(time.Minute)
			c, client := s.sharing(collection.NewStore[account](), share)
			if _, _, err := c.Create(t.Context(), connect(client, wanted)); !errors.As(err, new(*collection.OutcomeError)) {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
			if _, _, err := c.Create(t.Context(), connect(client, wanted)); !errors.As(err, new(*collection.TakenError)) || len(s.with(wanted)) != 1 {
				t.Errorf("share %s: %v, there are %v", share, err, s.with(wanted))
			}
		})
	}
}

// The texts of errors name what is known.
func TestErrors(t *testing.T) {
	t.Parallel()
	cause := errors.New("cause")
	for _, tc := range []struct {
		err  error
		want string
	}{
		{&collection.OutcomeError{Kind: "x", IDs: []string{"a", "b"}, Cause: cause, Err: cause}, "it may have created a or b"},
		{&collection.TakenError{Kind: "x", IDs: strings.Split("abcdefghijkl", "")}, "the x a, b, c, d, e, f, g, h, i, j or one of 2 others already exists"},
		{&collection.OutcomeError{Kind: "x", Cause: cause, Err: cause}, "the result cannot be read: cause"},
		{&collection.NotCreatedError{Kind: "x", Err: cause}, "nothing was created"},
		{&collection.TakenError{Kind: "x", IDs: []string{"a"}, Err: cause}, "cause; the x a already exists"},
		{&collection.RouteError{Kind: "x", Err: cause, Documented: true}, "does not have this route"},
		{&collection.RouteError{Kind: "x", Err: cause, List: cause}, "the list does not help: cause"},
		{&collection.AbsentError{Kind: "x", ID: "a", Err: cause}, "cause; the x a is not on the complete list"},
		{&collection.InvisibleError{Kind: "x", ID: "a"}, "less than two minutes ago"},
		{&collection.IgnoredError{Kind: "x", ID: "a"}, "did not change"},
	} {
		if !strings.Contains(tc.err.Error(), tc.want) {
			t.Errorf("%q lacks %q", tc.err, tc.want)
		}
	}
}
