package transport

import (
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var styles = []string{"floor", "ceil", "ms"}

// A new process finds the window used up: one request tells it so.
func TestWindowSpentBefore(t *testing.T) {
	for _, aligned := range []bool{true, false} {
		for _, reset := range styles {
			for phase := time.Duration(0); phase < 2*time.Second; phase += 290 * time.Millisecond {
				synctest.Test(t, func(t *testing.T) {
					s := server{limit: 60, window: time.Minute, aligned: aligned, reset: reset, after: 10 * time.Millisecond}.fresh()
					time.Sleep(970 * time.Millisecond)
					newClient(s).run(t, 10, 60)
					time.Sleep(20*time.Second + phase)
					before := s.refusals()
					newClient(s).run(t, 10, 60)
					most := 1
					if reset == "floor" && !aligned {
						most = 2 // nobody can know at which fraction of a second it began
					}
					if n := s.refusals() - before; n > most {
						t.Errorf("aligned=%v reset=%s phase=%s: refused %d\n%s", aligned, reset, phase, n, s)
					}
				})
			}
		}
	}
}

// A process before has taken a few requests, as a plan does before an apply.
// 500 objects are 5 pages.
func TestWindowBegunBefore(t *testing.T) {
	for _, limit := range []int{60, 300} {
		for _, always := range []bool{true, false} {
			for taken := range 7 {
				synctest.Test(t, func(t *testing.T) {
					s := server{limit: limit, window: time.Minute, aligned: true, always: always, after: 10 * time.Millisecond}.fresh()
					newClient(s).run(t, 2, taken)
					newClient(s).run(t, 10, 2*limit)
					most := 2
					if always {
						most = 0
					}
					if s.wins[0].refused > most || s.wins[1].refused > 1 {
						t.Errorf("limit %d, taken %d, headers always %v:\n%s", limit, taken, always, s)
					}
				})
			}
		}
	}
}

// Three processes share a key. At most one window more than the least, none fails.
func TestThreeProcesses(t *testing.T) {
	for _, always := range []bool{true, false} {
		for _, aligned := range []bool{true, false} {
			for _, reset := range styles {
				for _, window := range []time.Duration{6 * time.Second, time.Minute} {
					synctest.Test(t, func(t *testing.T) {
						s := server{limit: 60, window: window, aligned: aligned, reset: reset, always: always, after: 20 * time.Millisecond}.fresh()
						var wg sync.WaitGroup
						for i := range 3 {
							wg.Go(func() {
								time.Sleep(time.Duration(i) * 7 * time.Millisecond)
								newClient(s).run(t, 10, 60)
							})
						}
						wg.Wait()
						if len(s.wins) > 4 {
							t.Errorf("always=%v aligned=%v reset=%s window=%s:\n%s", always, aligned, reset, window, s)
						}
					})
				}
			}
		}
	}
}

// Without a limit nothing is waited for but two doubts about the documented ones.
func TestNoLimit(t *testing.T) {
	for latency, most := range map[time.Duration]time.Duration{
		2 * time.Millisecond:  600 * time.Millisecond, // 200 ms without the gate
		20 * time.Millisecond: 7 * time.Second,        // 2 s
	} {
		for phase := time.Duration(0); phase < time.Second; phase += 100 * time.Millisecond {
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(phase)
				start := time.Now()
				cl := newClient(server{after: latency}.fresh())
				cl.run(t, 10, 1000)
				most := most
				if phase == 0 && latency == 2*time.Millisecond {
					most = 250 * time.Millisecond // the second does not change: no doubt
				}
				if took := time.Since(start); took > most || len(cl.info) > 0 {
					t.Errorf("latency %s, phase %s: took %s", latency, phase, took)
				}
			})
		}
	}
}

// A probe late in an aligned window lets the limit pass twice within a moment. That
// must not be taken for the length of a window.
func TestLateProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(900 * time.Millisecond)
		s := server{limit: 60, window: time.Second, aligned: true, before: 10 * time.Millisecond, after: 10 * time.Millisecond}.fresh()
		newClient(s).run(t, 10, 400)
		first := true
		for _, w := range s.wins {
			if !first && w.refused > 1 {
				t.Fatalf("%s", s)
			}
			first = first && w.refused == 0
		}
	})
}

// A window that ends while requests are in flight: their answers belong to another
// one, and no request is refused for it.
func TestWindowEndsInFlight(t *testing.T) {
	for phase := time.Duration(0); phase < 6*time.Second; phase += 250 * time.Millisecond {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(phase)
			s := server{limit: 60, window: 6 * time.Second, aligned: true, always: true, before: 300 * time.Millisecond, after: 700 * time.Millisecond}.fresh()
			start := time.Now()
			newClient(s).run(t, 20, 400)
			// 20 a second without a limit; 60 in 6 s and the 60 of the last window with it.
			if took := time.Since(start); s.refusals() > 0 || took > 45*time.Second {
				t.Errorf("phase %s: took %s\n%s", phase, took, s)
			}
		})
	}
}

// While all wait, an answer to a request from before ends nothing, and the refusals
// of one crowd are one wait.
func TestLateAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var sent []time.Duration
		start := time.Now()
		cl := newClient(roundTripper(func(req *http.Request) (*http.Response, error) {
			mu.Lock()
			at := time.Since(start)
			sent = append(sent, at)
			n := len(sent)
			mu.Unlock()
			resp := answer(200, "{}")
			switch {
			case n == 2:
				time.Sleep(10 * time.Second) // this one is slow, and passes
			case n > 2 && at < 30*time.Second:
				time.Sleep(time.Duration(n) * time.Second)
				resp = answer(429, "")
				resp.Header.Set("X-RateLimit-Reset", strconv.FormatInt(start.Add(30*time.Second).Unix(), 10))
			}
			resp.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
			return resp, nil
		}))
		cl.run(t, 8, 20)
		if len(cl.info) != 1 {
			t.Errorf("%d lines: %v", len(cl.info), cl.info)
		}
		for i, at := range sent[9:] { // after the probe and the 8 that follow it
			if at < 30*time.Second {
				t.Errorf("request %d was sent at %s", i+9, at)
			}
		}
	})
}

// Whatever a refusal says, the next request comes later, and not much too late.
func TestNonsenseHeaders(t *testing.T) {
	const server = int64(1_800_000_000) // its clock is a quarter of a century ahead of ours
	unix := func(d int64) string { return strconv.FormatInt(server+d, 10) }
	for name, c := range map[string]struct {
		header     map[string]string
		least, max time.Duration
	}{
		"none":                         {nil, time.Second, 1250 * time.Millisecond},
		"reset past":                   {map[string]string{"Reset": unix(-5)}, time.Second, 1250 * time.Millisecond},
		"reset now":                    {map[string]string{"Reset": unix(0)}, time.Second / 8, 1200 * time.Millisecond},
		"reset years ahead":            {map[string]string{"Reset": unix(3e8)}, time.Second, 1250 * time.Millisecond},
		"reset beyond numbers":         {map[string]string{"Reset": "99999999999999999999999"}, time.Second, 1250 * time.Millisecond},
		"reset negative":               {map[string]string{"Reset": "-10"}, time.Second, 1250 * time.Millisecond},
		"reset zero":                   {map[string]string{"Reset": "0"}, time.Second, 1250 * time.Millisecond},
		"reset no number":              {map[string]string{"Reset": "soon"}, time.Second, 1250 * time.Millisecond},
		"reset NaN":                    {map[string]string{"Reset": "NaN"}, time.Second, 1250 * time.Millisecond},
		"reset infinite":               {map[string]string{"Reset": "+Inf"}, time.Second, 1250 * time.Millisecond},
		"reset in seconds":             {map[string]string{"Reset": unix(7)}, 7 * time.Second, 8 * time.Second},
		"reset in milliseconds":        {map[string]string{"Reset": unix(7) + "300"}, 7 * time.Second, 8 * time.Second},
		"reset as a delta":             {map[string]string{"Reset": "7"}, 7 * time.Second, 8 * time.Second},
		"reset in a day":               {map[string]string{"Reset": unix(86400)}, 24 * time.Hour, 24*time.Hour + time.Second},
		"limit 0":                      {map[string]string{"Limit": "0", "Remaining": "0", "Reset": unix(7)}, 7 * time.Second, 8 * time.Second},
		"limit negative":               {map[string]string{"Limit": "-1", "Reset": unix(7)}, 7 * time.Second, 8 * time.Second},
		"limit huge":                   {map[string]string{"Limit": "1e300", "Reset": unix(7)}, 7 * time.Second, 8 * time.Second},
		"Retry-After":                  {map[string]string{"Retry-After": "3", "Reset": unix(50)}, 3 * time.Second, 4 * time.Second},
		"Retry-After as a date":        {map[string]string{"Retry-After": time.Unix(server+3, 0).UTC().Format(http.TimeFormat), "Reset": unix(50)}, 3 * time.Second, 4 * time.Second},
		"Retry-After zero, reset":      {map[string]string{"Retry-After": "0", "Reset": unix(7)}, 7 * time.Second, 8 * time.Second},
		"Retry-After zero":             {map[string]string{"Retry-After": "0"}, time.Second, 1250 * time.Millisecond},
		"Retry-After negative":         {map[string]string{"Retry-After": "-3"}, time.Second, 1250 * time.Millisecond},
		"Retry-After a year":           {map[string]string{"Retry-After": "31536000"}, time.Second, 1250 * time.Millisecond},
		"Retry-After date past":        {map[string]string{"Retry-After": time.Unix(server-3, 0).UTC().Format(http.TimeFormat)}, time.Second, 1250 * time.Millisecond},
		"Retry-After no date, nothing": {map[string]string{"Retry-After": "later"}, time.Second, 1250 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				var sent []time.Duration
				cl := newClient(roundTripper(func(req *http.Request) (*http.Response, error) {
					sent = append(sent, time.Since(start))
					resp := answer(200, "{}")
					if len(sent) == 2 {
						resp = answer(429, "")
						for k, v := range c.header {
							if k != "Retry-After" {
								k = "X-RateLimit-" + k
							}
							resp.Header.Set(k, v)
						}
					}
					resp.Header.Set("Date", time.Unix(server, 0).Add(time.Since(start)).UTC().Format(http.TimeFormat))
					return resp, nil
				}), func(c *Config) { c.MaxWait = 48 * time.Hour })
				cl.run(t, 1, 3)
				if waited := sent[2] - sent[1]; waited < c.least || waited > c.max {
					t.Errorf("waited %s, want %s to %s", waited, c.least, c.max)
				}
				if waited := sent[2] - sent[1]; len(cl.info) != 1 && waited > time.Second {
					t.Errorf("%d lines", len(cl.info))
				}
			})
		})
	}
}

// Headers on ordinary answers that make no sense change nothing.
func TestNonsenseOnOrdinaryAnswers(t *testing.T) {
	for _, reset := range []string{"", "0", "-1", "soon", "1", "NaN", "946684800", "99999999999", "9999999999999999999"} {
		for _, remaining := range []string{"", "-1", "0", "many", "5"} {
			if reset == "1" && remaining != "" {
				continue // a second at a time makes sense
			}
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Hour)
				start := time.Now()
				cl := newClient(roundTripper(func(req *http.Request) (*http.Response, error) {
					time.Sleep(2 * time.Millisecond)
					resp := answer(200, "{}")
					resp.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
					resp.Header.Set("X-RateLimit-Limit", "0")
					resp.Header.Set("X-RateLimit-Reset", reset)
					resp.Header.Set("X-RateLimit-Remaining", remaining)
					return resp, nil
				}))
				cl.run(t, 10, 200)
				if took := time.Since(start); took > time.Second {
					t.Errorf("reset %q, remaining %q: took %s", reset, remaining, took)
				}
			})
		}
	}
}
