package transport

import (
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A plan without a limit may send zeros.
func TestUnlimitedPlan(t *testing.T) {
	for _, limit := range []string{"0", "-1", "unlimited"} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			cl := newClient(server{after: 10 * time.Millisecond, shape: func(r *http.Response) {
				r.Header.Set("X-RateLimit-Limit", limit)
				r.Header.Set("X-RateLimit-Remaining", "0")
				r.Header.Set("X-RateLimit-Reset", strconv.FormatInt(time.Now().Add(time.Minute).Unix(), 10))
			}}.fresh())
			cl.run(t, 10, 400)
			if took := time.Since(start); took > 2*time.Second || len(cl.info) > 0 {
				t.Errorf("limit %s: took %s, %d waits", limit, took, len(cl.info))
			}
		})
	}
}

// MaxWait does not count slow answers.
func TestMaxWaitSlowAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cl := newClient(server{after: 12 * time.Second}.fresh(), func(c *Config) { c.MaxWait = 10 * time.Second })
		cl.run(t, 10, 30)
	})
	// It does not count slow answers after a park.
	synctest.Test(t, func(t *testing.T) {
		s := server{limit: 3, window: 8 * time.Second, aligned: true, after: 9 * time.Second}.fresh()
		newClient(s, func(c *Config) { c.MaxWait = 10 * time.Second }).run(t, 6, 6)
	})
}

// A request fails when the sum of its waits exceeds MaxWait.
func TestMaxWaitSumsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := server{limit: 1, window: time.Minute, aligned: true, after: time.Millisecond}.fresh()
		cl := newClient(s, func(c *Config) { c.MaxWait = 150 * time.Second })
		var failed, passed int
		var mu sync.Mutex
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				_, err := cl.do(t.Context(), "POST", "/x")
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					passed++
				} else {
					failed++
				}
			})
		}
		wg.Wait()
		if passed != 3 || failed != 2 { // at once, after one window, after two
			t.Errorf("%d passed, %d failed", passed, failed)
		}
	})
}

// A wait error says until when, under which limit, and that nothing was sent.
func TestWaitErrorText(t *testing.T) {
	until := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for want, e := range map[string]WaitError{
		"request not sent: the rate limit is used up until 2026-01-02T03:04:05Z, and the longest wait (max_wait) is 10m0s": {Until: until, MaxWait: 10 * time.Minute},
		"request not sent: the rate limit of 60 requests is used up until 2026-01-02T03:04:05Z, and the longest wait (max_wait) is 10s": {
			Until: until, Limit: 60, MaxWait: 10 * time.Second,
		},
		"request not sent: requests_per_minute = 20 is used up until 2026-01-02T03:04:05Z, and the longest wait (max_wait) is 1s": {
			Until: until, Limit: 20, PerMinute: true, MaxWait: time.Second,
		},
	} {
		if got := (&NotSentError{Err: &e}).Error(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
