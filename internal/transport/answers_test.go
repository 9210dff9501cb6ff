package transport

import (
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// No request is refused when a window ends while requests are in flight, although
// their answers belong to the next one.
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

// A late answer does not end a park, and the refusals of one burst are one wait.
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

// After each refusal the next request waits, and not much too long.
func TestNonsenseHeaders(t *testing.T) {
	const server = int64(1_800_000_000) // its clock is 25 years ahead of the local one
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

// Headers that make no sense are ignored on ordinary answers.
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
