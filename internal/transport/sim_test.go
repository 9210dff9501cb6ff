package transport

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// server is a RoundTripper that limits requests in fixed windows, on the clock of a
// synctest bubble. Its fields are set before the first request.
type server struct {
	limit        int // 0: none
	window       time.Duration
	aligned      bool          // windows start at multiples of window, else at the first request
	reset        string        // of the window's end: "floor" (default), "ceil", or another style below
	always       bool          // headers on every answer, not on a 429 only
	countRefused bool          // a refused request counts in the next window, too
	clock        time.Duration // the server's clock less ours
	before       time.Duration // of the latency, on the way there
	after        time.Duration // between the limit and the answer, Date is written at its end
	noDate       bool
	shape        func(*http.Response) // last change of an answer

	*record
}

// record is what a server received.
type record struct {
	full  atomic.Bool // others take it all
	mu    sync.Mutex
	start time.Time // of the present window
	used  int
	carry int // refused requests that count in the next window
	wins  []*winStats
	all   []request
}

type winStats struct {
	start, end      time.Time
	passed, refused int
	spent           bool          // there was nothing left in it
	first           time.Duration // from start to the first request
}

type request struct {
	at      time.Time
	path    string
	refused bool
}

// fresh is a server with these settings.
func (s server) fresh() *server {
	s.record = &record{}
	return &s
}

func (s *server) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := nap(req.Context(), s.before); err != nil {
		return nil, err
	}
	resp := s.decide(req)
	if err := nap(req.Context(), s.after); err != nil {
		return nil, err
	}
	if !s.noDate {
		resp.Header.Set("Date", time.Now().Add(s.clock).UTC().Format(http.TimeFormat))
	}
	if s.shape != nil {
		s.shape(resp)
	}
	return resp, nil
}

func nap(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func (s *server) decide(req *http.Request) *http.Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now().Add(s.clock)
	if s.limit > 0 && (len(s.wins) == 0 || !now.Before(s.start.Add(s.window))) {
		s.start, s.used, s.carry = now, min(s.carry, s.limit-1), 0
		if s.aligned {
			s.start = now.Truncate(s.window)
		}
		s.wins = append(s.wins, &winStats{start: s.start, end: s.start.Add(s.window), first: now.Sub(s.start)})
	}
	refused := s.limit > 0 && (s.used >= s.limit || s.full.Load())
	s.all = append(s.all, request{time.Now(), req.URL.Path, refused})
	resp := answer(200, `{}`)
	if s.limit == 0 {
		return resp
	}
	w := s.wins[len(s.wins)-1]
	if refused {
		w.refused++
		if s.countRefused {
			s.carry++
		}
		resp = answer(429, `{"error":{"code":"rate_limit_exceeded","message":"slow down","status":429}}`)
	} else {
		w.passed++
		s.used++
	}
	w.spent = s.used >= s.limit
	if refused && s.reset == "Retry-After" {
		resp.Header.Set("Retry-After", strconv.FormatInt(int64((w.end.Sub(now)+time.Second-1)/time.Second), 10))
		return resp
	}
	if s.reset != "none" && (refused || s.always) {
		resp.Header.Set("X-RateLimit-Limit", strconv.Itoa(s.limit))
		resp.Header.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, s.limit-s.used)))
		resp.Header.Set("X-RateLimit-Reset", s.resetHeader(w.end, now))
	}
	return resp
}

func (s *server) resetHeader(end, now time.Time) string {
	switch s.reset {
	case "ceil":
		return strconv.FormatInt(end.Add(time.Second-1).Unix(), 10)
	case "ms":
		return strconv.FormatInt(end.UnixMilli(), 10)
	case "delta":
		return strconv.FormatInt(int64((end.Sub(now)+time.Second-1)/time.Second), 10)
	}
	return strconv.FormatInt(end.Unix(), 10)
}

func answer(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(body)),
	}
}

func (s *server) refusals() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.wins {
		n += w.refused
	}
	return n
}

func (s *server) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all)
}

// lost returns the longest time between the end of a window that was used up and the
// first request of the next one.
func (s *server) lost() (d time.Duration) {
	for i, w := range s.wins[1:] {
		if s.wins[i].spent {
			d = max(d, w.start.Add(w.first).Sub(s.wins[i].end))
		}
	}
	return d
}

func (s *server) String() string {
	var b strings.Builder
	for i, w := range s.wins {
		fmt.Fprintf(&b, "window %d: passed %d refused %d at %s first %s\n", i, w.passed, w.refused, w.start.Format("05.000"), w.first)
	}
	return b.String()
}

// client is one process: a transport and its log.
type client struct {
	rt    http.RoundTripper
	info  []map[string]any
	debug []string
	mu    sync.Mutex
}

var testBase = &url.URL{Scheme: "https", Host: "api.test", Path: "/v1"}

func newClient(base http.RoundTripper, change ...func(*Config)) *client {
	cl := &client{}
	c := Config{
		BaseURL: testBase, APIKey: canary, UserAgent: "test", RequestTimeout: 30 * time.Second, MaxWait: 10 * time.Hour, Base: base,
		Info: func(_ context.Context, msg string, f ...map[string]any) {
			cl.mu.Lock()
			defer cl.mu.Unlock()
			cl.info = append(cl.info, f[0])
		},
		Debug: func(_ context.Context, msg string, f ...map[string]any) {
			cl.mu.Lock()
			defer cl.mu.Unlock()
			cl.debug = append(cl.debug, fmt.Sprint(msg, f))
		},
	}
	for _, f := range change {
		f(&c)
	}
	cl.rt = New(c)
	return cl
}

const canary = "bk_canary_5f2a"

func (c *client) do(ctx context.Context, method, path string) (*http.Response, error) {
	var body io.Reader
	if method == http.MethodPost || method == http.MethodPatch {
		body = strings.NewReader(`{"name":"x"}`)
	}
	req, err := http.NewRequestWithContext(ctx, method, testBase.String()+path, body)
	if err != nil {
		panic(err)
	}
	return c.rt.RoundTrip(req)
}

func (c *client) lines() []map[string]any {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.info)
}

// run makes n requests with that many parallel workers and returns how many failed.
func (c *client) run(t *testing.T, workers, n int) int {
	t.Helper()
	var wg sync.WaitGroup
	var next, failed atomic.Int64
	for range workers {
		wg.Go(func() {
			for {
				i := next.Add(1)
				if i > int64(n) {
					return
				}
				resp, err := c.do(t.Context(), http.MethodPost, fmt.Sprintf("/a/b/%d", i))
				if err != nil || resp.StatusCode != 200 {
					failed.Add(1)
					t.Errorf("request %d: %v %v", i, resp, err)
				}
			}
		})
	}
	wg.Wait()
	return int(failed.Load())
}
