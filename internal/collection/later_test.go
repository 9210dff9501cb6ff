package collection_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// A response with 202 can be a job that repeats the number. The object that the API shows is the one that was created.
func TestCreate_queued(t *testing.T) {
	t.Parallel()
	queued := func(id string) string { return `{"id":"` + id + `","phone_number":"` + wanted + `","name":"Name"}` }
	for name, tc := range map[string]struct {
		id      string
		acts    bool
		after   time.Duration
		list    script
		want    string
		adopted bool
		posts   int
	}{
		"a job":                      {id: "job_1", acts: true, want: "wha_3", adopted: true},
		"a job that takes seconds":   {id: "job_1", acts: true, after: 5 * time.Second, want: "wha_3", adopted: true},
		"a job without a result":     {id: "job_1"},
		"the object":                 {id: "wha_3", acts: true, want: "wha_3"},
		"the object, seconds later":  {id: "wha_3", acts: true, after: 5 * time.Second, want: "wha_3"},
		"nothing is shown":           {id: "wha_3", list: always(enveloped(http.StatusNotFound)), want: "wha_3"},
		"the list cannot be trusted": {id: "wha_3", list: always(&answer{status: 200, body: "OK"})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(2)
				s.on["list"] = tc.list
				s.on["post"] = func(int) *answer {
					if tc.acts {
						a := s.add(time.Now())
						a["phone_number"] = wanted
						s.hides = map[string]time.Time{"wha_3": time.Now().Add(tc.after)}
					}
					return &answer{status: http.StatusAccepted, body: queued(tc.id)}
				}
				item, adopted, err := create(t, s)
				if item.ID != tc.want || adopted != tc.adopted || (err == nil) != (tc.want != "") {
					t.Errorf("%s, adopted %t, %v", item.ID, adopted, err)
				}
			})
		})
	}
}

// A number that is free only some time after its account was deleted is waited for. Other rejections are not.
func TestCreate_released(t *testing.T) {
	t.Parallel()
	for status, ok := range map[int]bool{http.StatusConflict: true, http.StatusUnprocessableEntity: false} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(2)
			free := time.Now().Add(15 * time.Second)
			s.on["post"] = func(int) *answer {
				if time.Now().Before(free) {
					return enveloped(status)
				}
				return nil
			}
			c, client := s.client()
			if err := c.Delete(t.Context(), id(1), time.Time{}); err != nil {
				t.Fatal(err)
			}
			if _, _, err := c.Create(t.Context(), connect(client, wanted)); (err == nil) != ok {
				t.Errorf("%d: %v", status, err)
			}
		})
	}
}

// A listed account that is gone by the time that it is read does not mean that the route is missing.
func TestRead_goneSinceTheList(t *testing.T) {
	t.Parallel()
	s := newServer(3)
	s.listed = func(a map[string]any) { delete(a, "name") }
	s.on["list"] = func(int) *answer {
		page := s.slice(0, 3)
		s.accounts = s.accounts[1:]
		return &answer{status: http.StatusOK, body: page}
	}
	c := s.collection()
	whole := func(account) bool { return false }
	if _, found, err := c.Read(t.Context(), id(1), collection.Reader[account]{Managed: true, Whole: whole}); found || err != nil {
		t.Errorf("%t, %v", found, err)
	}
	if _, found, err := c.Get(t.Context(), id(3)); !found || err != nil {
		t.Errorf("%t, %v", found, err)
	}
	s.expect(t, "list 1, get 3")
}

// A rejected list says nothing about the create.
func TestCreate_rejectedList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		s.on["list"] = always(enveloped(http.StatusConflict))
		s.on["post"] = always(&answer{err: errReset, acts: true})
		c, client := s.client()
		if err := c.Delete(t.Context(), id(1), time.Time{}); err != nil {
			t.Fatal(err)
		}
		_, _, err := c.Create(t.Context(), connect(client, wanted))
		if !errors.As(err, new(*collection.OutcomeError)) || s.nth["post"] != 1 {
			t.Errorf("%v, %d posts", err, s.nth["post"])
		}
	})
}

// A write that the API accepts is looked for, for some seconds. So is one after which the object is as it was, which may be a
// copy that is out of date.
func TestWrites_later(t *testing.T) {
	t.Parallel()
	reply := botbiz.Reply[account]{Queued: true, Fine: true}
	rename := func(ctx context.Context, c *collection.Collection[account]) (*account, error) {
		named := func(name string) func(account) bool {
			return func(a account) bool { return *a.Name == name }
		}
		send := func(context.Context) (botbiz.Reply[account], error) { return reply, nil }
		return c.Update(ctx, id(1), send, named("New"), named("Name"))
	}
	t.Run("said no", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			reply = botbiz.Reply[account]{}
			if stored, err := rename(t.Context(), newServer(2).collection()); err != nil || stored == nil || time.Since(start) > time.Second {
				t.Errorf("%v, %v after %s", stored, err, time.Since(start))
			}
		})
	})
	for _, after := range []time.Duration{5 * time.Second, time.Minute, 6 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			reply = botbiz.Reply[account]{Queued: after == time.Minute, Fine: true}
			s := newServer(2)
			in := func(act func()) {
				time.AfterFunc(after, func() {
					s.mu.Lock()
					defer s.mu.Unlock()
					act()
				})
			}
			in(func() { s.accounts[0]["name"] = "New" })
			if stored, err := rename(t.Context(), s.collection()); err != nil || (stored == nil) != (after < time.Minute) {
				t.Errorf("renamed after %s: %v, %v", after, stored, err)
			}
			s.on["delete"] = always(&answer{status: http.StatusAccepted, body: "{}"})
			in(func() { s.accounts = s.accounts[1:] })
			if err := s.collection().Delete(t.Context(), id(1), time.Time{}); (err == nil) != (after < time.Minute) {
				t.Errorf("deleted after %s: %v", after, err)
			}
			time.Sleep(time.Hour)
		})
	}
}

// A DELETE that says that an object does not exist, which reads still show: its route exists if it deleted another object.
func TestDelete_stale(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		c := s.collection()
		if err := c.Delete(t.Context(), id(1), time.Time{}); err != nil {
			t.Fatal(err)
		}
		s.on["delete"] = always(enveloped(http.StatusNotFound))
		if err := c.Delete(t.Context(), id(2), time.Time{}); !errors.As(err, new(*collection.IgnoredError)) {
			t.Error(err)
		}
		time.AfterFunc(5*time.Second, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.accounts = s.accounts[:1]
		})
		if err := c.Delete(t.Context(), id(3), time.Time{}); err != nil {
			t.Error(err)
		}
	})
}

// Without a list, two accounts that are gone do not hide the others that a read has returned before.
func TestRead_seenBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		unreadable(s)
		s.on["get"] = func(int) *answer {
			if strings.Contains(s.log[len(s.log)-1], "users") {
				return &answer{status: http.StatusOK, body: "[]"}
			}
			return nil
		}
		c := s.collection()
		for _, gone := range []string{"wha_8", "wha_9"} {
			if _, found, err := c.Read(t.Context(), gone, collection.Reader[account]{Managed: true}); found || !errors.As(err, new(*collection.RouteError)) {
				t.Fatalf("%t, %v", found, err)
			}
		}
		if _, found, err := c.Read(t.Context(), id(1), collection.Reader[account]{Managed: true, Seen: true}); !found || err != nil {
			t.Errorf("%t, %v", found, err)
		}
		if _, found, err := c.Read(t.Context(), "wha_7", collection.Reader[account]{Managed: true}); found || err != nil {
			t.Errorf("a single route that answers is a witness: %t, %v", found, err)
		}
	})
}

// A create during the delete of the same number can revive the account under its id. It exists if a read shows it.
func TestCreate_revived(t *testing.T) {
	t.Parallel()
	for name, revives := range map[string]bool{"revived": true, "ended": false} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(2)
			s.slow = 5 * time.Second
			dead := s.accounts[0]
			s.on["post"] = func(n int) *answer {
				if n > 1 {
					return nil
				}
				return &answer{status: http.StatusCreated, body: text(dead), takes: 2 * time.Second}
			}
			c, client := s.client()
			var group sync.WaitGroup
			group.Go(func() {
				if err := c.Delete(t.Context(), id(1), time.Time{}); err != nil {
					t.Error(err)
				}
			})
			if revives {
				time.AfterFunc(5500*time.Millisecond, func() {
					s.mu.Lock()
					defer s.mu.Unlock()
					s.accounts = append(s.accounts, dead)
				})
			}
			s.latency = time.Second
			item, _, err := c.Create(t.Context(), connect(client, number(9)))
			group.Wait()
			posts, want := 1, id(1)
			if !revives {
				posts, want = 2, id(3)
			}
			if err != nil || item.ID != want || s.nth["post"] != posts {
				t.Errorf("%s: %s, %v, %d posts", name, item.ID, err, s.nth["post"])
			}
		})
	}
}

// A list that goes on to show a deleted account, without the mark that it is deleted, does not show what a create made.
func TestCreate_deletedOnList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		s.slow = 5 * time.Second
		dead := s.accounts[0]
		s.on["post"] = func(int) *answer {
			s.accounts = append(s.accounts, dead)
			return &answer{err: errReset}
		}
		s.on["get"] = always(&answer{status: http.StatusOK, body: `{"id":"wha_1","deleted":true}`})
		c, client := s.client()
		var group sync.WaitGroup
		group.Go(func() {
			if err := c.Delete(t.Context(), id(1), time.Time{}); err != nil {
				t.Error(err)
			}
		})
		s.latency = time.Second
		item, _, err := c.Create(t.Context(), connect(client, number(1)))
		group.Wait()
		if err == nil {
			t.Errorf("adopted %s", item.ID)
		}
	})
}
