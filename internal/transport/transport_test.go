package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got http.Header
		cl := newClient(roundTripper(func(req *http.Request) (*http.Response, error) {
			got = req.Header
			resp := answer(200, "{}")
			resp.Request = req
			return resp, nil
		}), func(c *Config) {
			c.Headers = map[string]string{"x-access-id": "id", "authorization": "x", "user-agent": "y"}
		})
		req, _ := http.NewRequest("GET", testBase.String()+"/x", nil)
		req.Header.Set("Accept", "application/json")
		resp, err := cl.rt.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		want := http.Header{"Accept": {"application/json"}, "Authorization": {"Bearer " + canary}, "User-Agent": {"test"}, "X-Access-Id": {"id"}}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("sent %v", got)
		}
		if len(req.Header) != 1 || resp.Request.Header.Get("Authorization") != "" {
			t.Error("the key is in the caller's request or in Response.Request")
		}
	})
}

// The key is sent to one origin only.
func TestOtherOrigin(t *testing.T) {
	for target, allowed := range map[string]bool{
		"https://api.test/v1/x":          true,
		"https://API.test:443/":          true,
		"https://api.test:8443/v1/x":     false,
		"http://api.test/v1/x":           false,
		"https://api.test.evil.test/v1":  false,
		"https://evil.test/v1/x":         false,
		"https://api.test@evil.test/v1/": false,
	} {
		synctest.Test(t, func(t *testing.T) {
			sent := 0
			cl := newClient(roundTripper(func(req *http.Request) (*http.Response, error) {
				sent++
				return answer(200, "{}"), nil
			}))
			req, _ := http.NewRequest("GET", target, nil)
			_, err := cl.rt.RoundTrip(req)
			if allowed != (err == nil) || allowed != (sent == 1) || !allowed && (!notSent(err) || !errors.Is(err, errOtherOrigin)) {
				t.Errorf("%s: sent %d times, %v", target, sent, err)
			}
		})
	}
	if sameOrigin(nil, &url.URL{}) {
		t.Error("no base URL is no origin")
	}
}

// Each attempt logs one line, without the query.
func TestDebugLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){status(500), fails(errReset), status(200)}}
		cl := newClient(s)
		if _, err := cl.do(t.Context(), "GET", "/a%0Ab?token=hidden"); err != nil {
			t.Fatal(err)
		}
		want := []string{
			"HTTP request[map[method:GET milliseconds:0 path:/v1/a%0Ab status:500]]",
			"HTTP request[map[method:GET milliseconds:0 path:/v1/a%0Ab status:0]]",
			"HTTP request[map[method:GET milliseconds:0 path:/v1/a%0Ab status:200]]",
		}
		if strings.Join(cl.debug, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s", strings.Join(cl.debug, "\n"))
		}
	})
}

// No log line contains the key or a header.
func TestSecretsAreInNoLog(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]func(*http.Request) (*http.Response, error){
		"dial": fails(errDial), "reset": fails(errReset), "hangs": hangs, "cut": body(broken{io.ErrUnexpectedEOF}), "429": status(429), "500": status(500),
		"echo": fails(fmt.Errorf("malformed: Bearer %s", canary)),
		"header": func(*http.Request) (*http.Response, error) {
			resp := answer(200, "{}")
			resp.Header.Set("X-Request-Id", canary)
			return resp, nil
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			cl := newClient(&script{steps: []func(*http.Request) (*http.Response, error){step}}, func(c *Config) {
				c.Headers = map[string]string{"X-Access": canary}
			})
			cl.do(t.Context(), "PATCH", "/x")
			all := fmt.Sprint(cl.debug, cl.info)
			if strings.Contains(all, canary) || strings.Contains(all, "name") || len(cl.debug) == 0 {
				t.Errorf("%s: %s", name, all)
			}
		})
	}
}

// The log names the id of an answer, if it has one.
func TestRequestID(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		steps := []func(*http.Request) (*http.Response, error){fails(errReset), status(500)}
		steps = append(steps, func(*http.Request) (*http.Response, error) {
			resp := answer(200, "{}")
			resp.Header.Set("X-Id", "a")
			return resp, nil
		})
		var ids []any
		cl := newClient(&script{steps: steps}, func(c *Config) {
			c.Describe = func(_ *url.URL, h http.Header) map[string]any { return map[string]any{"request_id": h.Get("X-Id")} }
			c.Debug = func(_ context.Context, _ string, fields ...map[string]any) {
				ids = append(ids, fields[0]["request_id"])
			}
		})
		if _, err := cl.do(t.Context(), "GET", "/x"); err != nil || fmt.Sprint(ids) != "[  a]" {
			t.Errorf("%v, %v", ids, err)
		}
	})
}

// Zero values have defaults.
func TestDefaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cl := newClient(roundTripper(hangs), func(c *Config) { c.RequestTimeout, c.Info, c.Debug = 0, nil, nil })
		start := time.Now()
		if _, err := cl.do(t.Context(), "POST", "/x"); !errors.Is(err, ErrTimeout) || time.Since(start) != 30*time.Second {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := server{limit: 1, window: 9 * time.Minute, aligned: true}.fresh()
		cl := newClient(s, func(c *Config) { c.MaxWait, c.Info = 0, nil })
		cl.run(t, 1, 2)
		var wait *WaitError
		if _, err := cl.do(t.Context(), "POST", "/x"); err != nil {
			t.Error(err)
		}
		s.full.Store(true)
		if _, err := cl.do(t.Context(), "POST", "/x"); !errors.As(err, &wait) || wait.MaxWait != 10*time.Minute {
			t.Error(err)
		}
	})
}
