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

// A DELETE that is refused counts if a read proves it. TestWrites_believed has the ones that are not.
func TestDelete(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		answer *answer
		ok     bool
		gone   bool
	}{
		"404, deleted":           {&answer{status: 404, body: `{"error":{"code":"c","message":"m","status":404}}`, acts: true}, true, true},
		"plain 404, deleted":     {&answer{status: 404, body: `x`, acts: true}, true, true},
		"404 of a missing route": {enveloped(http.StatusNotFound), false, false},
		"405":                    {plain(http.StatusMethodNotAllowed), false, false},
		"403":                    {enveloped(http.StatusForbidden), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3)
				s.on["delete"] = always(tc.answer)
				err := s.collection().Delete(t.Context(), "wha_2", time.Time{})
				if gone := len(s.accounts) == 2; (err == nil) != tc.ok || gone != tc.gone {
					t.Errorf("gone %t, %v", gone, err)
				}
			})
		})
	}
}

// While Botbiz is deleting an object, Delete waits.
func TestDelete_slow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		s.on["delete"] = func(int) *answer {
			s.accounts[0]["status"] = "deleting"
			time.AfterFunc(20*time.Second, func() {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.accounts = s.accounts[1:]
			})
			return &answer{status: 202, body: `{"id":"wha_1","status":"deleting"}`}
		}
		if err := s.collection().Delete(t.Context(), "wha_1", time.Time{}); err != nil || len(s.accounts) != 1 {
			t.Errorf("%d accounts, %v", len(s.accounts), err)
		}
	})
}

// A change counts if the response is empty or shows it, or if a read shows it. Otherwise the object is returned as it is.
func TestUpdate(t *testing.T) {
	t.Parallel()
	object := func(name string) *account { return &account{ID: "wha_1", Name: &name} }
	for name, tc := range map[string]struct {
		reply  botbiz.Reply[account]
		stored string // by the server
		other  bool
	}{
		"empty":               {botbiz.Reply[account]{Empty: true, Fine: true}, "Old", false},
		"shown":               {botbiz.Reply[account]{Item: object("New"), Fine: true}, "Old", false},
		"{}":                  {botbiz.Reply[account]{Fine: true}, "New", false},
		"success false":       {botbiz.Reply[account]{}, "Old", true},
		"the unchanged":       {botbiz.Reply[account]{Item: object("Old"), Fine: true}, "Old", true},
		"a stale object":      {botbiz.Reply[account]{Item: object("Old"), Fine: true}, "New", false},
		"stored in other way": {botbiz.Reply[account]{Item: object("NEW"), Fine: true}, "NEW", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(1)
			s.accounts[0]["name"] = tc.stored
			stored, err := s.collection().Update(t.Context(), "wha_1", func(context.Context) (botbiz.Reply[account], error) { return tc.reply, nil },
				func(a account) bool { return a.Name != nil && *a.Name == "New" }, never)
			if err != nil || (stored != nil) != tc.other || stored != nil && *stored.Name != tc.stored {
				t.Errorf("%+v, %v", stored, err)
			}
		})
	}
}

func never(account) bool { return false }

func renamed(context.Context) (botbiz.Reply[account], error) {
	return botbiz.Reply[account]{Empty: true, Fine: true}, nil
}

// An object that this provider made less than two minutes ago, and that no read has seen, is not gone.
func TestYoung(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		c := s.collection()
		made := collection.Reader[account]{Managed: true, Made: time.Now()}
		if _, _, err := c.Read(t.Context(), "wha_9", made); !errors.As(err, new(*collection.InvisibleError)) {
			t.Error(err)
		}
		if err := c.Delete(t.Context(), "wha_9", made.Made); !errors.As(err, new(*collection.InvisibleError)) {
			t.Error(err)
		}
		time.Sleep(2 * time.Minute)
		if _, found, err := c.Read(t.Context(), "wha_9", made); err != nil || found {
			t.Errorf("after two minutes: %t, %v", found, err)
		}
	})
	synctest.Test(t, func(t *testing.T) { // one that shows late is found
		s := newServer(1)
		s.on["get"] = first(2, enveloped(http.StatusNotFound))
		s.on["list"] = always(&answer{status: 200, body: `{"data":[],"has_more":false}`})
		if _, found, err := s.collection().Read(t.Context(), "wha_1", collection.Reader[account]{Made: time.Now()}); err != nil || !found {
			t.Errorf("%t, %v", found, err)
		}
	})
}

// Without routes that return an object, a documented route is the witness that this API returns none.
func TestDocumentedAPI(t *testing.T) {
	t.Parallel()
	for users, documented := range map[int]bool{200: true, 404: false} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(0)
			s.on["list"], s.on["get"] = always(enveloped(404)), func(int) *answer {
				if users == 200 && strings.Contains(s.log[len(s.log)-1], "users") {
					return &answer{status: 200, body: "[]"}
				}
				return enveloped(404)
			}
			c := s.collection()
			parallel(3, func(n int) {
				_, found, err := c.Read(t.Context(), id(n), prior)
				var route *collection.RouteError
				if found || !errors.As(err, &route) || route.Documented != documented {
					t.Errorf("%t, %v", found, err)
				}
			})
			if n := s.total(); documented && n > 4 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// After a 2xx that says nothing, an object that the complete list does not show is deleted, whatever a single read says.
func TestDelete_absent(t *testing.T) {
	t.Parallel()
	for _, get := range []*answer{plain(404), {status: 200, body: "null"}, enveloped(422), enveloped(404)} {
		for _, body := range []string{`{"message":"deleted"}`, `{}`, `null`, `true`} {
			s := newServer(2)
			s.on["delete"] = always(&answer{status: 200, body: body, acts: true})
			s.on["get"] = always(get)
			if err := s.collection().Delete(t.Context(), id(1), time.Time{}); err != nil {
				t.Errorf("%s, then %d %s: %v", body, get.status, get.body, err)
			}
		}
	}
}

// A create can return the object that it replaces. The delete that follows would delete the result.
func TestDelete_whatACreateReturned(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		s.on["list"], s.on["get"] = always(plain(404)), always(plain(404))
		s.on["post"] = always(&answer{status: 200, body: text(s.accounts[0])})
		c, client := s.client()
		if _, _, err := c.Create(t.Context(), connect(client, number(1))); err != nil {
			t.Fatal(err)
		}
		if err := c.Delete(t.Context(), id(1), time.Time{}); !errors.Is(err, collection.ErrKept) || len(s.accounts) != 2 {
			t.Errorf("%v, %d accounts", err, len(s.accounts))
		}
		if err := c.Delete(t.Context(), id(1), time.Now()); errors.Is(err, collection.ErrKept) {
			t.Error("what this process created can be deleted")
		}
	})
}
