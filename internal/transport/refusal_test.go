package transport

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A rate limit under another status is one: the API did not act, so the request waits
// and is sent again, whatever its method.
func TestOverLimit(t *testing.T) {
	t.Parallel()
	envelope := func(code string, status int) string {
		return fmt.Sprintf(`{"error":{"code":%q,"message":"m","status":%d}}`, code, status)
	}
	for name, c := range map[string]struct {
		status     int
		retryAfter string
		body       string
		want       bool
	}{
		"403 with the code":            {403, "", envelope("rate_limited", 403), true},
		"403 with another such code":   {403, "", envelope("rate_limit_exceeded", 403), true},
		"403 with the status":          {403, "", envelope("quota", 429), true},
		"403 with Retry-After":         {403, "7", "<html>", true},
		"200 with the status":          {200, "", envelope("rate_limited", 429), true},
		"201 with the status":          {201, "", envelope("slow_down", 429), true},
		"200 with a byte order mark":   {200, "", "\ufeff" + envelope("rate_limited", 429), true},
		"403":                          {403, "", envelope("forbidden", 403), false},
		"403 page":                     {403, "", "<html>rate_limited", false},
		"403 with a bad Retry-After":   {403, "soon", envelope("forbidden", 403), false},
		"403 of a gateway":             {403, "", `{"error":{"code":"rate_limited"}}`, false},
		"403 with the code as a text":  {403, "", `{"error":"rate_limited"}`, false},
		"200":                          {200, "", `{"id":"wha_1","status":"429"}`, false},
		"200 with Retry-After":         {200, "7", `{"id":"wha_1"}`, false},
		"200 with another error":       {200, "", envelope("rate_limited", 400), false},
		"200 with a status as a text":  {200, "", `{"error":{"code":"c","message":"m","status":"429"}}`, false},
		"200 with a long body":         {200, "", envelope("rate_limited", 429) + strings.Repeat(" ", maxEnvelope), false},
		"401 with the code":            {401, "", envelope("rate_limited", 401), false},
		"202 with an empty body":       {202, "", "", false},
		"302 with the status, no body": {302, "7", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: []func(*http.Request) (*http.Response, error){func(*http.Request) (*http.Response, error) {
					resp := answer(c.status, c.body)
					resp.Header.Set("Retry-After", c.retryAfter)
					return resp, nil
				}, status(204)}}
				start := time.Now()
				resp, err := newClient(s).do(t.Context(), "POST", "/x")
				if err != nil {
					t.Fatal(err)
				}
				body, _ := io.ReadAll(resp.Body)
				took := time.Since(start)
				if refused := resp.StatusCode == 204; refused != c.want || refused != (took >= time.Second) || refused && c.retryAfter != "" && took < 7*time.Second {
					t.Errorf("status %d after %s", resp.StatusCode, took)
				}
				if !c.want && string(body) != c.body {
					t.Errorf("the body became %q", body)
				}
			})
		})
	}
}

// A limit of one kind of objects does not hold up the other kinds.
func TestOtherKindsPass(t *testing.T) {
	t.Parallel()
	for name, limited := range map[string][]string{
		"one kind":  {"/whatsapp/messages"},
		"two kinds": {"/whatsapp/messages", "/users"},
	} {
		for _, headers := range []map[string]string{{"Retry-After": "60"}, {"Retry-After": "60", "X-RateLimit-Limit": "10"}} {
			t.Run(fmt.Sprint(name, len(headers)), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					cl := newClient(roundTripper(func(req *http.Request) (*http.Response, error) {
						time.Sleep(20 * time.Millisecond)
						for _, path := range limited {
							if !strings.HasPrefix(req.URL.Path, "/v1"+path) {
								continue
							}
							resp := answer(429, "")
							for name, value := range headers {
								resp.Header.Set(name, value)
							}
							return resp, nil
						}
						return answer(200, "{}"), nil
					}), func(c *Config) { c.MaxWait = 10 * time.Minute })
					start := time.Now()
					var wg, others sync.WaitGroup
					for i := range 6 * len(limited) { // they come first
						wg.Go(func() {
							_, err := cl.do(t.Context(), "POST", limited[i%len(limited)])
							var wait *WaitError
							if !errors.As(err, &wait) {
								t.Error(err)
							}
						})
					}
					synctest.Wait()
					for i := range 4 {
						others.Go(func() {
							for j := range 5 {
								if _, err := cl.do(t.Context(), "GET", fmt.Sprintf("/whatsapp/accounts/wha_%d_%d", i, j)); err != nil {
									t.Error(err)
								}
							}
						})
					}
					others.Wait()
					// They wait for one park of each limited kind.
					if took, most := time.Since(start), time.Duration(len(limited))*time.Minute+time.Second; took > most {
						t.Errorf("the others took %s, want %s at most", took, most)
					}
					wg.Wait()
				})
			})
		}
	}
}

// Once it has passed, a kind has its place in the order again.
func TestRefusedKindReturns(t *testing.T) {
	t.Parallel()
	g := NewGate()
	now := time.Now()
	start := func() { g.policy.parked = time.Time{}; g.policy.start(now) }
	start()
	if g.policy.refused("a", silent, now); g.policy.suspects["a"].IsZero() {
		t.Error("a refused kind is no suspect")
	}
	start()
	if g.policy.passed("b", silent, now); g.policy.suspects["a"].IsZero() {
		t.Error("another kind passed, and the refused one is no suspect")
	}
	start()
	if g.policy.passed("a", silent, now); len(g.policy.suspects) > 0 {
		t.Error("a kind that passed is a suspect")
	}
}

func TestKindOf(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"https://api.test/v1", "https://api.test", "https://api.test/a/b/c"} {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]string{
			"/whatsapp/accounts": "whatsapp/accounts", "/whatsapp/accounts/": "whatsapp/accounts", "/whatsapp/accounts/wha_1/qr-code": "whatsapp/accounts",
			"/whatsapp/messages": "whatsapp/messages", "/users": "users", "": "", "/": "",
		} {
			if got := kindOf(u.Path+path, u); got != want {
				t.Errorf("%s%s: %q, want %q", base, path, got, want)
			}
		}
	}
}

// Under one limit for all, several kinds cost neither more refusals nor more time.
func TestKindsUnderOneLimit(t *testing.T) {
	t.Parallel()
	kinds := []string{"/whatsapp/accounts", "/webhooks/endpoints", "/users"}
	for _, aligned := range []bool{true, false} {
		for _, reset := range append(styles, "Retry-After") {
			t.Run(fmt.Sprint(reset, aligned), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					time.Sleep(370 * time.Millisecond)
					s := server{limit: 60, window: time.Minute, aligned: aligned, reset: reset, after: 20 * time.Millisecond}.fresh()
					cl := newClient(s)
					start := time.Now()
					var wg sync.WaitGroup
					for i := range 10 {
						wg.Go(func() {
							for j := range 30 {
								if _, err := cl.do(t.Context(), "POST", kinds[(i+j)%3]); err != nil {
									t.Error(err)
								}
							}
						})
					}
					wg.Wait()
					if took := time.Since(start); took > 4*time.Minute*103/100 {
						t.Errorf("took %s\n%s", took, s)
					}
					for _, w := range s.wins {
						if w.refused > 2 {
							t.Errorf("%d were refused\n%s", w.refused, s)
						}
					}
				})
			})
		}
	}
}
