package transport

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// outage fails all requests until it is over.
type outage struct {
	over  time.Time
	fails func(*http.Request) (*http.Response, error)

	mu       sync.Mutex
	requests int
}

func (o *outage) RoundTrip(req *http.Request) (*http.Response, error) {
	o.mu.Lock()
	o.requests++
	o.mu.Unlock()
	if time.Now().Before(o.over) {
		return o.fails(req)
	}
	return answer(200, "{}"), nil
}

// A deployment of 12 seconds fails nothing. An outage without end fails after about a
// minute, or after MaxWait, and a POST that may have been sent at once.
func TestOutage(t *testing.T) {
	t.Parallel()
	all := []string{"GET", "PATCH", "DELETE", "POST"}
	for name, c := range map[string]struct {
		fails   func(*http.Request) (*http.Response, error)
		methods []string
		failed  func(*http.Response, error) bool
	}{
		"502":     {status(502), all[:3], gives(502)},
		"503":     {status(503), all[:3], gives(503)},
		"504":     {status(504), all[:3], gives(504)},
		"refused": {fails(errRefused), all, notSentWith(errRefused)},
		"proxy":   {fails(&NotSentError{Err: proxyError(503)}), all, notSentWith(proxyError(503))},
	} {
		for _, method := range c.methods {
			t.Run(name+" "+method, func(t *testing.T) {
				t.Parallel()
				for maxWait, want := range map[time.Duration]time.Duration{10 * time.Minute: time.Minute, 20 * time.Second: 20 * time.Second, time.Second: 4 * time.Second} {
					synctest.Test(t, func(t *testing.T) {
						start := time.Now()
						o := &outage{over: start.Add(time.Hour), fails: c.fails}
						resp, err := newClient(o, func(c *Config) { c.MaxWait = maxWait }).do(t.Context(), method, "/x")
						took := time.Since(start)
						if !c.failed(resp, err) || took > want*12/10 || took < want*6/10 || o.requests > maxOutageAttempts {
							t.Errorf("max_wait %s: %v, %v after %d attempts and %s", maxWait, resp, err, o.requests, took)
						}
					})
				}
				synctest.Test(t, func(t *testing.T) {
					o := &outage{over: time.Now().Add(12 * time.Second), fails: c.fails}
					if resp, err := newClient(o).do(t.Context(), method, "/x"); err != nil || resp.StatusCode != 200 {
						t.Errorf("12 s: %v, %v after %d attempts", resp, err, o.requests)
					}
				})
			})
		}
	}
}

// A plan with many objects waits for an outage once, not for each object.
func TestOutageIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		o := &outage{over: start.Add(time.Hour), fails: status(503)}
		gate := NewGate()
		for i := range 5 {
			cl := newClient(o, func(c *Config) { c.Gate = gate }) // for each operation, as Crossplane does
			cl.do(t.Context(), "GET", fmt.Sprintf("/%d", i))
		}
		if took := time.Since(start); took > 90*time.Second {
			t.Errorf("5 requests took %s", took)
		}
		o.over = time.Now()
		cl := newClient(o, func(c *Config) { c.Gate = gate })
		if _, err := cl.do(t.Context(), "GET", "/up"); err != nil {
			t.Fatal(err)
		}
		// After an answer, the next outage is one of its own.
		o.over, o.requests = time.Now().Add(12*time.Second), 0
		if resp, err := cl.do(t.Context(), "GET", "/again"); err != nil || resp.StatusCode != 200 {
			t.Errorf("%v, %v after %d attempts", resp, err, o.requests)
		}
	})
}

// Where one route is down and others answer, each request still ends.
func TestOutageOfOneRoute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		attempts := 0
		cl := newClient(roundTripper(func(req *http.Request) (*http.Response, error) {
			if strings.HasSuffix(req.URL.Path, "/down") {
				attempts++
				return answer(503, ""), nil
			}
			return answer(200, "{}"), nil
		}))
		done := make(chan struct{})
		go func() {
			defer close(done)
			cl.do(t.Context(), "GET", "/down")
		}()
		for i := 0; ; i++ {
			select {
			case <-done:
				if attempts != maxOutageAttempts {
					t.Errorf("%d attempts", attempts)
				}
				return
			case <-time.After(time.Second):
				cl.do(t.Context(), "GET", "/up")
			}
		}
	})
}

// Only a connection that was not made counts as an outage.
func TestUnavailable(t *testing.T) {
	t.Parallel()
	for want, errs := range map[bool][]error{
		true:  {&NotSentError{Err: errRefused}},
		false: {errReset, errRefused, &NotSentError{Err: errDial}, &NotSentError{Err: ErrTimeout}, errors.New("x")},
	} {
		for _, err := range errs {
			if unavailable(nil, err) != want {
				t.Errorf("%v: want %t", err, want)
			}
		}
	}
}
