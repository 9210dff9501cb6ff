package transport

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// script answers each request with its next step, and repeats the last step.
type script struct {
	steps  []func(*http.Request) (*http.Response, error)
	bodies []string
	keys   int
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	body := ""
	if req.Body != nil {
		data, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		body = string(data)
		req.Body.Close()
	}
	for k := range req.Header {
		if strings.Contains(k, "Idempotency") {
			s.keys++
		}
	}
	s.bodies = append(s.bodies, body)
	return s.steps[min(len(s.bodies), len(s.steps))-1](req)
}

func status(code int) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return answer(code, `{}`), nil }
}

func fails(err error) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

func hangs(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

func body(r io.Reader) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		resp := answer(200, "")
		resp.Body = io.NopCloser(r)
		return resp, nil
	}
}

var (
	errDial    = &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("no such host")}
	errRefused = &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	errReset   = &net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset by peer")}
)

func TestRetryClasses(t *testing.T) {
	writes := []string{"PUT", "PATCH", "DELETE"}
	reads := []string{"GET", "HEAD"}
	all := append(append([]string{"POST"}, reads...), writes...)
	idempotent := append(reads[:2:2], writes...)
	for _, c := range []struct {
		name     string
		step     func(*http.Request) (*http.Response, error)
		methods  []string
		attempts int
		check    func(*http.Response, error) bool
	}{
		{"200", status(200), all, 1, gives(200)},
		{"404", status(404), all, 1, gives(404)},
		{"400", status(400), all, 1, gives(400)},
		{"500", status(500), idempotent, 4, gives(500)},
		{"408", status(408), idempotent, 4, gives(408)},
		{"425", status(425), idempotent, 4, gives(425)},
		{"505", status(505), idempotent, 4, gives(505)},
		{"501", status(501), all, 1, gives(501)},
		{"500 POST", status(500), []string{"POST"}, 1, gives(500)},
		{"408 POST", status(408), []string{"POST"}, 1, gives(408)},
		{"503 POST", status(503), []string{"POST"}, 1, gives(503)},
		{"reset", fails(errReset), idempotent, 4, sent(errReset)},
		{"reset POST", fails(errReset), []string{"POST"}, 1, sent(errReset)},
		{"dial", fails(errDial), all, 4, notSentWith(errDial)},
		{"time-out", hangs, idempotent, 4, sent(ErrTimeout)},
		{"time-out POST", hangs, []string{"POST"}, 1, sent(ErrTimeout)},
		{"cut body", body(io.MultiReader(strings.NewReader(`{"da`), broken{io.ErrUnexpectedEOF})), idempotent, 4, sent(io.ErrUnexpectedEOF)},
		{"cut body POST", body(broken{io.ErrUnexpectedEOF}), []string{"POST"}, 1, sent(io.ErrUnexpectedEOF)},
		{"too large", func(req *http.Request) (*http.Response, error) {
			return body(strings.NewReader(strings.Repeat("x", MaxBody+1)))(req)
		}, all, 1, sent(ErrBodyTooLarge)},
	} {
		for _, method := range c.methods {
			t.Run(c.name+" "+method, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := &script{steps: []func(*http.Request) (*http.Response, error){c.step}}
					start := time.Now()
					resp, err := newClient(s).do(t.Context(), method, "/x")
					if len(s.bodies) != c.attempts {
						t.Errorf("%d attempts, want %d", len(s.bodies), c.attempts)
					}
					if !c.check(resp, err) {
						t.Errorf("got %v, %v", resp, err)
					}
					for _, b := range s.bodies {
						if b != s.bodies[0] || (method == "POST" || method == "PATCH") != (b != "") {
							t.Errorf("bodies %q", s.bodies)
						}
					}
					pauses := time.Since(start) % (30 * time.Second)
					if least, most := 2800*time.Millisecond, 4200*time.Millisecond; c.attempts == 4 && (pauses < least || pauses > most) {
						t.Errorf("paused for %s", pauses)
					}
					if s.keys > 0 {
						t.Error("an Idempotency-Key was sent")
					}
				})
			})
		}
	}
}

func gives(code int) func(*http.Response, error) bool {
	return func(resp *http.Response, err error) bool { return err == nil && resp.StatusCode == code }
}

func sent(want error) func(*http.Response, error) bool {
	return func(resp *http.Response, err error) bool {
		return resp == nil && errors.Is(err, want) && !notSent(err)
	}
}

func notSentWith(want error) func(*http.Response, error) bool {
	return func(resp *http.Response, err error) bool { return resp == nil && errors.Is(err, want) && notSent(err) }
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

func TestRetrySucceeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){status(500), fails(errReset), hangs, status(200)}}
		resp, err := newClient(s).do(t.Context(), "PATCH", "/x")
		if err != nil || resp.StatusCode != 200 || len(s.bodies) != 4 {
			t.Errorf("%v, %v after %d attempts", resp, err, len(s.bodies))
		}
	})
	// The first attempt of a POST is not sent, the second may be.
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){fails(errDial), fails(errReset)}}
		_, err := newClient(s).do(t.Context(), "POST", "/x")
		if len(s.bodies) != 2 || !sent(errReset)(nil, err) {
			t.Errorf("%v after %d attempts", err, len(s.bodies))
		}
	})
	// The request counts as sent if one of its attempts was.
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){fails(errReset), fails(errDial)}}
		_, err := newClient(s).do(t.Context(), "PATCH", "/x")
		if len(s.bodies) != 4 || !sent(errDial)(nil, err) {
			t.Errorf("%v after %d attempts", err, len(s.bodies))
		}
	})
}

// A request whose body cannot be sent again is not sent at all.
func TestRetryBodyWithoutGetBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){status(200)}}
		req, _ := http.NewRequest("PATCH", testBase.String()+"/x", io.NopCloser(strings.NewReader("once")))
		if _, err := newClient(s).rt.RoundTrip(req); !notSent(err) || len(s.bodies) > 0 {
			t.Errorf("%v: %q", err, s.bodies)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	for header, want := range map[string]time.Duration{"5": 5 * time.Second, "3600": 30 * time.Second, "60": 30 * time.Second, "soon": 500 * time.Millisecond, "-1": 500 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []func(*http.Request) (*http.Response, error){func(*http.Request) (*http.Response, error) {
				resp := answer(503, "")
				resp.Header.Set("Retry-After", header)
				return resp, nil
			}, status(200)}}
			start := time.Now()
			newClient(s).do(t.Context(), "GET", "/x")
			if took := time.Since(start); took < want*8/10 || took > want*12/10 {
				t.Errorf("%s: waited %s, want about %s", header, took, want)
			}
		})
	}
}

// No attempt starts after a cancellation. The result of the last one is returned.
func TestNoAttemptAfterCancel(t *testing.T) {
	for name, c := range map[string]struct {
		step  func(*http.Request) (*http.Response, error)
		check func(*http.Response, error) bool
	}{"answer": {status(500), gives(500)}, "error": {fails(errReset), sent(errReset)}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
				defer cancel()
				s := &script{steps: []func(*http.Request) (*http.Response, error){c.step}}
				start := time.Now()
				resp, err := newClient(s).do(ctx, "PATCH", "/x")
				if len(s.bodies) != 1 || !c.check(resp, err) || time.Since(start) != 100*time.Millisecond {
					t.Errorf("%v, %v after %d attempts and %s", resp, err, len(s.bodies), time.Since(start))
				}
			})
		})
	}
}

// If the second attempt does not get through the queue, the answer of the first is
// returned.
func TestSecondAttemptQueued(t *testing.T) {
	for name, limits := range map[string]struct{ maxWait, cancel time.Duration }{
		"cancelled": {time.Hour, 10 * time.Second}, "too long": {30 * time.Second, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: []func(*http.Request) (*http.Response, error){func(*http.Request) (*http.Response, error) {
					resp := answer(500, "")
					resp.Header = rateHeaders("", "60", "0", "60", "")
					return resp, nil
				}}}
				ctx, cancel := context.WithTimeout(t.Context(), limits.cancel)
				defer cancel()
				resp, err := newClient(s, func(c *Config) { c.MaxWait = limits.maxWait }).do(ctx, "GET", "/x")
				if err != nil || resp.StatusCode != 500 || len(s.bodies) != 1 {
					t.Errorf("%v, %v after %d attempts", resp, err, len(s.bodies))
				}
			})
		})
	}
}

// The gate repeats each method after a 429, and the attempts of retry do not count it.
func TestRefusalsAreNoAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		steps := []func(*http.Request) (*http.Response, error){}
		for range 7 {
			steps = append(steps, status(429))
		}
		s := &script{steps: append(steps, status(200))}
		resp, err := newClient(s).do(t.Context(), "POST", "/x")
		if err != nil || resp.StatusCode != 200 || len(s.bodies) != 8 || s.bodies[7] != `{"name":"x"}` {
			t.Errorf("%v, %v: %q", resp, err, s.bodies)
		}
	})
}
