package collection_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// unreadable makes s an API that has no list and no single read, and the documented route for users.
func unreadable(s *server) {
	s.on["list"], s.on["get"] = always(enveloped(404)), func(int) *answer {
		if strings.Contains(s.log[len(s.log)-1], "users") {
			return &answer{status: 200, body: "[]"}
		}
		return enveloped(404)
	}
}

// What a write costs, and what is believed, where objects can be read and where they cannot.
func TestWrites_believed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		answer  *answer
		deletes string // requests
		unread  bool   // it is believed where nothing can be read
		updates bool   // a PATCH is believed, without a read
	}{
		"204":                     {answer: &answer{status: 204}, deletes: "delete 1", unread: true, updates: true},
		"200 without a body":      {answer: &answer{status: 200}, deletes: "delete 1", unread: true, updates: true},
		"deleted":                 {answer: &answer{status: 200, body: `{"id":"wha_2","deleted":true}`}, deletes: "delete 1", unread: true},
		"deleted without an id":   {answer: &answer{status: 200, body: `{"deleted":true}`}, deletes: "delete 1", unread: true},
		"the object":              {answer: &answer{status: 200, body: `{"id":"wha_2","name":"New"}`}, deletes: "list 1, get 1, delete 1", unread: true, updates: true},
		"the object, in data":     {answer: &answer{status: 200, body: `{"data":{"id":"wha_2","name":"New"}}`}, deletes: "list 1, get 1, delete 1", unread: true, updates: true},
		"{}":                      {answer: &answer{status: 200, body: `{}`}, deletes: "list 1, get 1, delete 1", unread: true},
		"success":                 {answer: &answer{status: 200, body: `{"success":true}`}, deletes: "list 1, get 1, delete 1", unread: true},
		"no success":              {answer: &answer{status: 200, body: `{"success":false,"message":"no"}`}, deletes: "list 1, get 1, delete 1"},
		"no success, with the id": {answer: &answer{status: 200, body: `{"id":"wha_2","success":false}`}, deletes: "list 1, get 1, delete 1"},
		"errors":                  {answer: &answer{status: 200, body: `{"errors":["no"]}`}, deletes: "list 1, get 1, delete 1"},
		"a code":                  {answer: &answer{status: 200, body: `{"code":403,"message":"no"}`}, deletes: "list 1, get 1, delete 1"},
		"a confirmation":          {answer: &answer{status: 200, body: `{"confirmation_required":true}`}, deletes: "list 1, get 1, delete 1"},
		"a text":                  {answer: &answer{status: 200, body: "Service temporarily unavailable"}, deletes: "list 1, get 1, delete 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3) // has deleted it
				acted := *tc.answer
				acted.acts = true
				s.on["delete"] = always(&acted)
				if err := s.collection().Delete(t.Context(), id(2), time.Time{}); err != nil {
					t.Error(err)
				}
				s.expect(t, tc.deletes)

				s = newServer(3) // has not
				s.on["delete"] = always(tc.answer)
				err := s.collection().Delete(t.Context(), id(2), time.Time{})
				if read := strings.Contains(tc.deletes, "get"); read != errors.As(err, new(*collection.IgnoredError)) || read != (err != nil) {
					t.Errorf("not deleted: %v", err)
				}

				s = newServer(3)
				unreadable(s)
				s.on["delete"], s.on["patch"] = always(tc.answer), always(tc.answer)
				c, client := s.client()
				if err := c.Delete(t.Context(), id(2), time.Time{}); (err == nil) != tc.unread {
					t.Errorf("nothing can be read: %v", err)
				}
				rename := func(ctx context.Context) (botbiz.Reply[account], error) {
					return client.Accounts.Rename(ctx, id(2), number(2), "New")
				}
				shows := func(a account) bool { return a.Name != nil && *a.Name == "New" }
				stored, err := c.Update(t.Context(), id(2), rename, shows, never)
				if stored != nil || (err == nil) != (tc.unread && !strings.HasPrefix(name, "deleted")) && !strings.HasPrefix(name, "deleted") {
					t.Errorf("update, nothing can be read: %v, %v", stored, err)
				}

				s = newServer(3) // has changed nothing
				s.on["patch"] = always(tc.answer)
				c, client = s.client()
				stored, err = c.Update(t.Context(), id(2), rename, shows, never)
				if err != nil || (stored == nil) != tc.updates || stored != nil && *stored.Name != "Name" {
					t.Errorf("update: %v, %v", stored, err)
				}
			})
		})
	}
}

// A refused change of an object that is there, gone, or out of sight.
func TestUpdate_refused(t *testing.T) {
	t.Parallel()
	route := func(err error) bool { return errors.As(err, new(*collection.RouteError)) }
	for name, tc := range map[string]struct {
		id     string
		patch  *answer
		get    script
		failed func(error) bool
	}{
		"gone":                 {id: "wha_9", patch: enveloped(404), failed: func(err error) bool { return botbiz.IsGone(err) && !route(err) }},
		"gone, 200":            {id: "wha_9", patch: &answer{status: 200, body: "{}"}, failed: func(err error) bool { return errors.As(err, new(*collection.AbsentError)) }},
		"no route":             {id: id(2), patch: enveloped(404), failed: route},
		"405":                  {id: id(2), patch: plain(405), failed: route},
		"a redirect":           {id: id(2), patch: plain(302), failed: func(err error) bool { return botbiz.IsRedirect(err) && !route(err) }},
		"rejected":             {id: id(2), patch: enveloped(422), failed: botbiz.IsRefusal},
		"another object":       {id: id(2), patch: &answer{status: 200, body: `{"id":"wha_1"}`}, failed: func(err error) bool { return errors.As(err, new(*botbiz.AnswerError)) }},
		"{}, and no read":      {id: id(2), patch: &answer{status: 200, body: "{}"}, get: always(plain(502)), failed: botbiz.IsPassing},
		"404, and no response": {id: id(2), patch: enveloped(404), get: always(plain(502)), failed: botbiz.IsPassing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(3)
			s.on["patch"] = always(tc.patch)
			if tc.get != nil {
				s.on["get"] = tc.get
			}
			c, client := s.client()
			stored, err := c.Update(t.Context(), tc.id, func(ctx context.Context) (botbiz.Reply[account], error) {
				return client.Accounts.Rename(ctx, tc.id, number(2), "New")
			}, never, never)
			if stored != nil || err == nil || !tc.failed(err) {
				t.Errorf("%v, %v", stored, err)
			}
		})
	}
}

// An object that stays as being deleted for more than two minutes, or whose delete is interrupted, is not deleted.
func TestDelete_neverEnds(t *testing.T) {
	t.Parallel()
	for _, interrupt := range []time.Duration{0, 10 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(2)
			s.accounts[0]["status"] = "Deleting"
			s.on["delete"] = always(&answer{status: 202, body: `{"status":"queued"}`})
			ctx, cancel := context.WithCancel(t.Context())
			if interrupt > 0 {
				time.AfterFunc(interrupt, cancel)
			}
			began := time.Now()
			err := s.collection().Delete(ctx, id(1), time.Time{})
			took := time.Since(began)
			if interrupt > 0 && (!errors.Is(err, context.Canceled) || took != interrupt) {
				t.Errorf("interrupted: %v after %s", err, took)
			}
			if interrupt == 0 && (!errors.As(err, new(*collection.IgnoredError)) || took < 2*time.Minute || took > 2*time.Minute+5*time.Second) {
				t.Errorf("%v after %s", err, took)
			}
			cancel()
		})
	}
}

// What this process made a moment ago is deleted if the API accepts that and no longer shows it.
func TestDelete_young(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(2)
		c, client := s.client()
		item, _, err := c.Create(t.Context(), connect(client, wanted))
		if err != nil {
			t.Fatal(err)
		}
		s.on["delete"] = always(&answer{status: 200, body: "{}", acts: true})
		if err := c.Delete(t.Context(), item.ID, time.Now()); err != nil || len(s.accounts) != 2 {
			t.Errorf("%v, %d accounts", err, len(s.accounts))
		}
	})
}
