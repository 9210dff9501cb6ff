package mockapi_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// rateOf returns limit/remaining/reset, with the reset in seconds after someTime.
func rateOf(r reply) string {
	h := r.header
	if h.Get("X-RateLimit-Reset") == "" {
		return ""
	}
	var reset int64
	_, _ = fmt.Sscan(h.Get("X-RateLimit-Reset"), &reset)
	return fmt.Sprintf("%s/%s/%d", h.Get("X-RateLimit-Limit"), h.Get("X-RateLimit-Remaining"), reset-someTime.Unix())
}

func TestLimit(t *testing.T) {
	type step struct {
		at     time.Duration // after someTime, which is at :00.25
		status int
		rate   string
	}
	const s = time.Second
	for name, c := range map[string]struct {
		options mockapi.Options
		steps   []step
	}{
		"headers on 429 only, from the first request": {mockapi.Options{Limit: 2, Window: 10 * s}, []step{
			{0, 200, ""}, {1 * s, 200, ""}, {2 * s, 429, "2/0/11"}, {10*s - 1, 429, "2/0/11"}, {10 * s, 200, ""}, {19 * s, 200, ""}, {19 * s, 429, "2/0/21"}, {20 * s, 200, ""},
		}},
		"headers always": {mockapi.Options{Limit: 2, Window: 10 * s, HeadersAlways: true}, []step{
			{0, 200, "2/1/11"}, {1 * s, 200, "2/0/11"}, {2 * s, 429, "2/0/11"},
		}},
		"aligned": {mockapi.Options{Limit: 1, Window: 1500 * time.Millisecond, Aligned: true}, []step{
			{0, 200, ""}, {1249 * time.Millisecond, 429, "1/0/2"}, {1250 * time.Millisecond, 200, ""},
		}},
		"an aligned minute": {mockapi.Options{Limit: 1, Aligned: true, HeadersAlways: true}, []step{
			{30 * s, 200, "1/0/60"}, {59 * s, 429, "1/0/60"}, {60 * s, 200, "1/0/120"},
		}},
		"refused requests count": {mockapi.Options{Limit: 3, Window: 10 * s, CountRefused: true, HeadersAlways: true}, []step{
			{0, 200, "3/2/11"}, {0, 200, "3/1/11"}, {0, 200, "3/0/11"}, {0, 429, "3/0/11"}, {10 * s, 200, "3/1/21"}, {20 * s, 200, "3/2/31"},
		}},
		"one request is always left": {mockapi.Options{Limit: 1, Window: 10 * s, CountRefused: true}, []step{
			{0, 200, ""}, {0, 429, "1/0/11"}, {0, 429, "1/0/11"}, {10 * s, 200, ""},
		}},
		"clock ten minutes ahead": {mockapi.Options{Limit: 1, Window: 10 * s, ClockOffset: 10 * time.Minute}, []step{{0, 200, ""}, {0, 429, "1/0/611"}}},
	} {
		t.Run(name, func(t *testing.T) {
			now := someTime
			c.options.Now = func() time.Time { return now }
			server := mockapi.New(c.options)
			for i, step := range c.steps {
				now = someTime.Add(step.at)
				r := do(t, server, "GET", "/v1/users", "")
				if r.status != step.status || rateOf(r) != step.rate {
					t.Errorf("step %d at %s: %d %q, want %d %q", i, step.at, r.status, rateOf(r), step.status, step.rate)
				}
				want := now.Add(c.options.ClockOffset).Format(http.TimeFormat)
				if r.header.Get("Date") != want {
					t.Errorf("step %d: Date %s, want %s", i, r.header.Get("Date"), want)
				}
			}
		})
	}
}

func TestPlans(t *testing.T) {
	for plan, want := range map[string]int{"free": 60, "pro": 300} {
		s := mockapi.New(mockapi.Options{Plan: plan, Now: func() time.Time { return someTime }})
		var group sync.WaitGroup
		for range want + 5 {
			group.Go(func() { do(t, s, "GET", "/v1/users", "") })
		}
		group.Wait()
		if s.Refused() != 5 || s.Count("", "*") != want+5 || s.Windows() != 1 {
			t.Errorf("%s: %d refused, %d counted, %d windows", plan, s.Refused(), s.Count("", "*"), s.Windows())
		}
		if r := doAs(t, s, "another key", "GET", "/v1/users", ""); r.status != 200 || s.Windows() != 2 {
			t.Errorf("%s: another key: %d, %d windows", plan, r.status, s.Windows())
		}
		s.SetLimit(0, 0)
		if r := do(t, s, "GET", "/v1/users", ""); r.status != 200 {
			t.Errorf("%s: limit lifted: %d", plan, r.status)
		}
	}
}
