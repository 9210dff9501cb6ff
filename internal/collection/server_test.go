package collection_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

const requestTimeout = 30 * time.Second

// server is an API in memory, as an http.RoundTripper. Requests are counted by their kind: list, get, post, delete.
type server struct {
	mu       sync.Mutex
	accounts []map[string]any
	made     int
	log      []string       // "list", "get wha_1", "post", "delete wha_1"
	counts   map[string]int // since the last check
	nth      map[string]int // since the beginning

	latency time.Duration
	slow    time.Duration          // how much longer a delete takes
	clock   time.Duration          // how far the server's clock is ahead
	on      map[string]script      // by kind
	listed  func(a map[string]any) // what the list leaves out
	bare    bool                   // no created_at on new accounts
	deaf    bool                   // answers also when nobody waits any more
	doubles bool                   // a number can be taken several times
	upserts bool                   // a create of a number that exists returns its account
	hides   map[string]time.Time   // until when the list and the single route do not show an account
}

// script answers the n-th request of a kind, from 1 on; nil: as a good server does.
type script func(n int) *answer

// answer is what a script has the server do.
type answer struct {
	status int
	body   string
	err    error // instead of an answer
	acts   bool  // does what is asked before that
	takes  time.Duration
	lost   bool // waits until the client gives up
}

const envelope = `{"error":{"code":"some_code","message":"Some message.","status":%d}}`

func enveloped(status int) *answer {
	return &answer{status: status, body: fmt.Sprintf(envelope, status)}
}
func plain(status int) *answer { return &answer{status: status, body: "page not found"} }

// always answers every request alike.
func always(a *answer) script { return func(int) *answer { return a } }

// first answers the first n requests alike.
func first(n int, a *answer) script {
	return func(i int) *answer {
		if i > n {
			return nil
		}
		return a
	}
}

var errReset = errors.New("connection reset by peer")

type tooLargeError struct{}

func (tooLargeError) Error() string  { return "too large" }
func (tooLargeError) TooLarge() bool { return true }

type notSentError struct{ error }

func (notSentError) NotSent() bool { return true }

// newServer returns a server with n accounts, made a day ago: wha_1 with the number +10000001 and so on.
func newServer(n int) *server {
	s := &server{counts: map[string]int{}, nth: map[string]int{}, on: map[string]script{}, hides: map[string]time.Time{}}
	for range n {
		s.add(time.Now().Add(-24 * time.Hour))
	}
	return s
}

func id(n int) string     { return fmt.Sprintf("wha_%d", n) }
func number(n int) string { return fmt.Sprintf("+1%07d", n) }

func (s *server) add(at time.Time) map[string]any {
	s.made++
	a := map[string]any{
		"id": id(s.made), "phone_number": number(s.made), "name": "Name", "status": "connected", "qr_code_url": "https://x/",
		"created_at": at.Add(s.clock).UTC().Format(time.RFC3339),
	}
	s.accounts = append(s.accounts, a)
	return a
}

// collection returns the accounts of s.
func (s *server) collection() *collection.Collection[account] {
	c, _ := s.client()
	return c
}

func (s *server) client() (*collection.Collection[account], *botbiz.Client) {
	return s.clientOf(collection.NewStore[account]())
}

func (s *server) collectionOf(store *collection.Store[account]) *collection.Collection[account] {
	c, _ := s.clientOf(store)
	return c
}

func (s *server) clientOf(store *collection.Store[account]) (*collection.Collection[account], *botbiz.Client) {
	return s.sharing(store, 0)
}

type account = botbiz.Account

// sharing returns a collection whose configurations share readings for a time.
func (s *server) sharing(store *collection.Store[account], share time.Duration) (*collection.Collection[account], *botbiz.Client) {
	base, err := url.Parse("https://api.example/v1")
	if err != nil {
		panic(err)
	}
	client := botbiz.New(base, s)
	return collection.New(collection.API[account]{
		Kind: "WhatsApp account", Pager: client.Accounts.Pager, Get: client.Accounts.Get,
		Delete: client.Accounts.Disconnect, Documented: client.Users.Answer, RequestTimeout: requestTimeout,
	}, store, share), client
}

func (s *server) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	if err := ctx.Err(); err != nil {
		return nil, notSentError{err}
	}
	if s.deaf || req.Method != http.MethodGet {
		ctx = context.WithoutCancel(ctx) // as the transport has it
	}
	object := strings.TrimPrefix(strings.TrimPrefix(req.URL.Path, "/v1/whatsapp/accounts"), "/")
	kind := map[string]string{"GET": "get", "POST": "post", "PATCH": "patch", "PUT": "patch", "DELETE": "delete"}[req.Method]
	if kind == "get" && object == "" {
		kind = "list"
	}
	scripted := s.record(kind, object)
	wait := s.latency
	if kind == "delete" {
		wait += s.slow
	}
	if scripted != nil {
		wait += scripted.takes
		if scripted.acts {
			s.serve(kind, object, req)
		}
		if scripted.lost {
			<-ctx.Done()
		}
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(wait):
	}
	if scripted == nil {
		scripted = s.serve(kind, object, req)
	}
	if scripted.err != nil {
		return nil, scripted.err
	}
	return &http.Response{
		StatusCode: scripted.status, Request: req, Body: io.NopCloser(strings.NewReader(scripted.body)),
		Header: http.Header{"Date": {time.Now().Add(s.clock).UTC().Format(http.TimeFormat)}},
	}, nil
}

func (s *server) record(kind, object string) *answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[kind]++
	s.nth[kind]++
	s.log = append(s.log, strings.TrimSpace(kind+" "+object))
	if script := s.on[kind]; script != nil {
		return script(s.nth[kind])
	}
	return nil
}

// serve does what a good server does.
func (s *server) serve(kind, object string, req *http.Request) *answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kind == "list" {
		return &answer{status: http.StatusOK, body: s.page(req.URL.Query())}
	}
	if kind == "post" {
		var body struct {
			Number string `json:"phone_number"`
		}
		if err := json.NewDecoder(req.Body).Decode(&body); err != nil {
			panic(err)
		}
		at := slices.IndexFunc(s.accounts, func(a map[string]any) bool { return a["phone_number"] == body.Number })
		switch {
		case at >= 0 && s.upserts:
			return &answer{status: http.StatusOK, body: text(s.accounts[at])}
		case at >= 0 && !s.doubles:
			return enveloped(http.StatusBadRequest)
		}
		a := s.add(time.Now())
		a["phone_number"] = body.Number
		if s.bare {
			delete(a, "created_at")
		}
		return &answer{status: http.StatusCreated, body: text(a)}
	}
	at := slices.IndexFunc(s.accounts, func(a map[string]any) bool { return a["id"] == object && s.shows(a) })
	switch {
	case at < 0:
		return enveloped(http.StatusNotFound)
	case kind == "get":
		return &answer{status: http.StatusOK, body: text(s.accounts[at])}
	case kind == "patch":
		if err := json.NewDecoder(req.Body).Decode(&s.accounts[at]); err != nil {
			panic(err)
		}
		return &answer{status: http.StatusNoContent}
	}
	s.accounts = slices.Delete(s.accounts, at, at+1)
	return &answer{status: http.StatusNoContent}
}

func (s *server) page(query url.Values) string {
	limit, _ := strconv.Atoi(query.Get("limit"))
	after := query.Get("starting_after")
	from := 1 + slices.IndexFunc(s.accounts, func(a map[string]any) bool { return after != "" && a["id"] == after })
	to := min(from+limit, len(s.accounts))
	items := []string{}
	for _, a := range s.accounts[from:to] {
		if !s.shows(a) {
			continue
		}
		shown := map[string]any{}
		for k, v := range a {
			shown[k] = v
		}
		if s.listed != nil {
			s.listed(shown)
		}
		items = append(items, text(shown))
	}
	return fmt.Sprintf(`{"data":[%s],"has_more":%t}`, strings.Join(items, ","), to < len(s.accounts))
}

// slice is a page of the accounts from one to before another, or to the end. The caller holds the lock, as scripts do.
func (s *server) slice(from, to int) string {
	to = min(to, len(s.accounts))
	return fmt.Sprintf(`{"data":%s,"has_more":%t}`, text(s.accounts[from:to]), to < len(s.accounts))
}

func (s *server) shows(a map[string]any) bool { return !time.Now().Before(s.hides[a["id"].(string)]) }

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// expect checks how many requests of each kind there were since the last check, as "list 1, get 2".
func (s *server) expect(t *testing.T, want string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var got []string
	for _, kind := range []string{"list", "get", "post", "delete"} {
		if n := s.counts[kind]; n > 0 {
			got = append(got, fmt.Sprintf("%s %d", kind, n))
		}
	}
	if got := strings.Join(got, ", "); got != want {
		t.Errorf("requests: %s; want %s", got, want)
	}
	clear(s.counts)
}

// total is the number of all requests so far.
func (s *server) total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.log)
}

// with returns the ids of the accounts that have the number.
func (s *server) with(number string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, a := range s.accounts {
		if a["phone_number"] == number {
			ids = append(ids, a["id"].(string))
		}
	}
	return ids
}

// parallel calls f for 1 to n, ten at a time, as Terraform does.
func parallel(n int, f func(n int)) {
	var group sync.WaitGroup
	next := make(chan int)
	for range 10 {
		group.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i + 1
	}
	close(next)
	group.Wait()
}

// prior is that of a managed account.
var prior = collection.Reader[account]{Managed: true}

// read reads the account and wants it to be there.
func read(t *testing.T, c *collection.Collection[account], id string) {
	t.Helper()
	got, found, err := c.Read(t.Context(), id, prior)
	if err != nil || !found || got.ID != id || got.Name == nil {
		t.Errorf("Read(%s) = %+v, %t, %v", id, got, found, err)
	}
}

// readGone reads the account and wants it to be proven gone.
func readGone(t *testing.T, c *collection.Collection[account], id string) {
	t.Helper()
	if _, found, err := c.Read(t.Context(), id, prior); err != nil || found {
		t.Errorf("Read(%s) = %t, %v; want it gone", id, found, err)
	}
}
