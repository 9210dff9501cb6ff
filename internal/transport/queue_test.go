package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Requests pass in the order in which they arrive, after a refusal too.
func TestFirstComeFirstServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := server{limit: 7, window: 6 * time.Second, after: 30 * time.Millisecond}.fresh()
		cl := newClient(s)
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				if _, err := cl.do(t.Context(), "GET", fmt.Sprintf("/a/b/%02d", i)); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait() // each is in the queue before the next comes
		}
		wg.Wait()
		// The first crowd was in flight together. From then on each window serves those
		// who came first of the rest, although some of them were refused before.
		var served []int
		for _, r := range s.all {
			if !r.refused {
				var i int
				fmt.Sscanf(r.path, "/v1/a/b/%d", &i)
				served = append(served, i)
			}
		}
		rest := served[7:]
		for w := 7; len(rest) > 0; w = min(7, len(rest)) {
			for _, i := range rest[:w] {
				for _, later := range rest[w:] {
					if later < i {
						t.Errorf("%d was served a window before %d", i, later)
					}
				}
			}
			rest = rest[w:]
		}
		if len(served) != 50 {
			t.Errorf("served %d of 50", len(served))
		}
	})
}

func TestCancelQueued(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := server{limit: 2, window: time.Minute}.fresh()
		cl := newClient(s)
		cl.run(t, 1, 2)
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for i := range 6 {
			wg.Go(func() {
				ctx := ctx
				if i%2 == 0 {
					ctx = t.Context()
				}
				start := time.Now()
				_, err := cl.do(ctx, "POST", "/x")
				var unsent *NotSentError
				switch took := time.Since(start); {
				case i%2 == 0 && err != nil:
					t.Errorf("a caller that was not cancelled: %v", err)
				case i%2 == 1 && (!errors.Is(err, context.Canceled) || !errors.As(err, &unsent) || took != 5*time.Second):
					t.Errorf("a cancelled caller: after %s: %v", took, err)
				}
			})
		}
		time.Sleep(5 * time.Second)
		cancel()
		wg.Wait()
		if n := len(s.all) - s.refusals(); n != 5 {
			t.Errorf("the server served %d requests, want 5", n)
		}
	})
}

// After a cancelled probe, the next request in the queue is the probe.
func TestCancelProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := server{after: time.Second}.fresh()
		cl := newClient(s)
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := cl.do(ctx, "GET", "/probe"); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the probe: %v", err)
			}
		})
		synctest.Wait()
		start := time.Now()
		for range 5 {
			wg.Go(func() {
				if _, err := cl.do(t.Context(), "GET", "/x"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(start); took != 2300*time.Millisecond { // 0.3 s, the next probe, the others together
			t.Errorf("took %s", took)
		}
	})
}

// No other request is in flight with the probe.
func TestProbeGoesAlone(t *testing.T) {
	for name, fault := range map[string]error{"answer": nil, "network error": errors.New("boom")} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				var at []time.Duration
				start := time.Now()
				cl := newClient(roundTripper(func(req *http.Request) (*http.Response, error) {
					mu.Lock()
					at = append(at, time.Since(start))
					n := len(at)
					mu.Unlock()
					time.Sleep(time.Second)
					if n == 1 && fault != nil {
						return nil, fault
					}
					return answer(200, "{}"), nil
				}))
				var wg sync.WaitGroup
				for range 4 {
					wg.Go(func() { cl.do(t.Context(), "POST", "/x") })
				}
				wg.Wait()
				want := fmt.Sprint([]time.Duration{0, time.Second, time.Second, time.Second})
				if fmt.Sprint(at) != want {
					t.Errorf("sent at %v, want %s", at, want)
				}
			})
		})
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// A request that would wait for longer than MaxWait fails at once.
func TestMaxWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := server{limit: 3, window: 10 * time.Minute, aligned: true}.fresh()
		cl := newClient(s, func(c *Config) { c.MaxWait = 9 * time.Minute })
		cl.run(t, 1, 3)
		for range 3 { // the first is refused by the server, the others by the gate
			start := time.Now()
			_, err := cl.do(t.Context(), "POST", "/x")
			var unsent *NotSentError
			var wait *WaitError
			if !errors.As(err, &unsent) || !errors.As(err, &wait) || time.Since(start) > 0 {
				t.Fatalf("after %s: %v", time.Since(start), err)
			}
			if wait.Limit != 3 || wait.Until.Sub(start).Round(time.Second) != 10*time.Minute {
				t.Errorf("%+v", wait)
			}
			want := "request not sent: the rate limit of 3 requests is used up until 2000-01-01T00:10:00Z, and the longest wait (max_wait) is 9m0s"
			if err.Error() != want {
				t.Errorf("%s", err)
			}
		}
		if s.refusals() != 1 {
			t.Errorf("%d refusals", s.refusals())
		}
		time.Sleep(2 * time.Minute) // now it is near enough
		cl.run(t, 2, 2)
	})
}

// MaxWait bounds the sum of the waits of one request.
func TestRefusedForever(t *testing.T) {
	for name, header := range map[string]func(*server){
		"with headers":    func(*server) {},
		"without headers": func(s *server) { s.shape = dropRateHeaders },
		"without Date":    func(s *server) { s.noDate = true },
		"no envelope": func(s *server) {
			s.shape = func(r *http.Response) { r.Body = http.NoBody; r.Header.Del("Content-Type") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := server{limit: 1, window: time.Minute, aligned: true}
				header(&s)
				fake := s.fresh()
				fake.full.Store(true)
				cl := newClient(fake, func(c *Config) { c.MaxWait = 10 * time.Minute })
				start := time.Now()
				var wg sync.WaitGroup
				for range 10 {
					wg.Go(func() {
						_, err := cl.do(t.Context(), "POST", "/x")
						var wait *WaitError
						if !errors.As(err, &wait) || wait.MaxWait != 10*time.Minute || wait.Until.IsZero() {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				if took := time.Since(start); took > 10*time.Minute || took < 8*time.Minute {
					t.Errorf("took %s", took)
				}
				// A window each, or a backoff that doubles up to a minute.
				if n := len(fake.all); n > 18 || n < 9 {
					t.Errorf("%d requests", n)
				}
			})
		})
	}
}

func dropRateHeaders(r *http.Response) {
	for _, h := range []string{"Limit", "Remaining", "Reset"} {
		r.Header.Del("X-RateLimit-" + h)
	}
}

// One wait of many requests logs one line.
func TestParkLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := server{limit: 5, window: time.Minute, aligned: true, after: 10 * time.Millisecond}.fresh()
		cl := newClient(s)
		cl.run(t, 20, 25)
		if len(cl.info) != 4 { // 5 windows
			t.Fatalf("%d lines: %v", len(cl.info), cl.info)
		}
		first := cl.info[0]
		if first["until"] != "2000-01-01T00:01:00Z" || first["seconds"] != 61.0 || first["limit"] != 5 || first["queued"].(int) < 1 {
			t.Errorf("%v", first)
		}
	})
	// The answer that uses up the window logs the wait of those in the queue.
	synctest.Test(t, func(t *testing.T) {
		s := server{limit: 5, window: time.Minute, aligned: true, always: true, after: 10 * time.Millisecond}.fresh()
		cl := newClient(s)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() { cl.run(t, 1, 1) })
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if lines := cl.lines(); len(lines) != 1 || lines[0]["queued"] != 3 || lines[0]["used"] != 5 {
			t.Errorf("%v", lines)
		}
		wg.Wait()
	})
	// A window that is used up logs no line if no request waits.
	synctest.Test(t, func(t *testing.T) {
		s := server{limit: 5, window: time.Minute, always: true}.fresh()
		cl := newClient(s)
		cl.run(t, 5, 5)
		if len(cl.info) != 0 {
			t.Errorf("%v", cl.info)
		}
	})
}

func TestRequestsPerMinute(t *testing.T) {
	for name, c := range map[string]struct {
		server
		rpm, n int
		took   time.Duration
	}{
		"no other limit":  {server{after: 10 * time.Millisecond}, 20, 100, 4 * time.Minute},
		"slow":            {server{after: time.Second}, 20, 60, 2*time.Minute + 30*time.Second},
		"a lower limit":   {server{limit: 10, window: time.Minute}, 20, 40, 3 * time.Minute},
		"the same limit":  {server{limit: 20, window: time.Minute, aligned: true}, 20, 60, 2 * time.Minute},
		"a higher limit":  {server{limit: 60, window: time.Minute}, 20, 60, 2 * time.Minute},
		"short windows":   {server{limit: 15, window: 6 * time.Second}, 20, 60, 3 * time.Minute},
		"above the hints": {server{after: 100 * time.Millisecond}, 1000, 1000, 11 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := c.server.fresh()
				cl := newClient(s, func(cfg *Config) { cfg.RequestsPerMinute = c.rpm })
				start := time.Now()
				cl.run(t, 10, c.n)
				for i := range s.all {
					if j := i + c.rpm; j < len(s.all) && s.all[j].at.Sub(s.all[i].at) < time.Minute {
						t.Fatalf("%d requests in %s", c.rpm+1, s.all[j].at.Sub(s.all[i].at))
					}
				}
				if took := time.Since(start); took > c.took+3*time.Second {
					t.Errorf("took %s, want about %s", took, c.took)
				}
				if len(cl.info) > int(c.took/time.Minute)*2 {
					t.Errorf("%d lines", len(cl.info))
				}
			})
		})
	}
}

func TestRequestsPerMinuteMaxWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cl := newClient(server{}.fresh(), func(c *Config) { c.RequestsPerMinute, c.MaxWait = 2, 30*time.Second })
		cl.run(t, 1, 2)
		_, err := cl.do(t.Context(), "GET", "/x")
		var wait *WaitError
		if !errors.As(err, &wait) || wait.Limit != 2 || !wait.PerMinute {
			t.Error(err)
		}
	})
}
