package transport

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// An answer whose body does not arrive keeps its status, so that the caller knows
// that the request was answered.
func TestBodyError(t *testing.T) {
	for name, c := range map[string]struct {
		body func(*http.Request) io.Reader
		want error
	}{
		"cut": {func(*http.Request) io.Reader {
			return io.MultiReader(strings.NewReader("half"), broken{io.ErrUnexpectedEOF})
		}, io.ErrUnexpectedEOF},
		"too large": {func(*http.Request) io.Reader { return strings.NewReader(strings.Repeat("x", MaxBody+1)) }, ErrBodyTooLarge},
		"late": {func(req *http.Request) io.Reader {
			return readFunc(func([]byte) (int, error) {
				<-req.Context().Done()
				return 0, req.Context().Err()
			})
		}, ErrTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := &attempt{timeout: time.Minute, next: roundTripper(func(req *http.Request) (*http.Response, error) {
					resp := answer(http.StatusCreated, "")
					resp.Body = io.NopCloser(c.body(req))
					return resp, nil
				})}
				_, err := a.RoundTrip(post(t, t.Context(), testBase.String()))
				var answered *BodyError
				if !errors.As(err, &answered) || answered.Status != http.StatusCreated || !errors.Is(err, c.want) || notSent(err) {
					t.Errorf("%v", err)
				}
			})
		})
	}
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

// A request without an answer has no status.
func TestBodyErrorNoAnswer(t *testing.T) {
	a := &attempt{next: roundTripper(fails(errReset)), timeout: time.Minute}
	_, err := a.RoundTrip(post(t, t.Context(), testBase.String()))
	var answered *BodyError
	if errors.As(err, &answered) || !errors.Is(err, errReset) {
		t.Errorf("%v", err)
	}
}

// After a connection error in the body, the request counts as sent.
func TestBodyErrorIsSent(t *testing.T) {
	a := &attempt{next: roundTripper(body(broken{errDial})), timeout: time.Minute}
	if _, err := a.RoundTrip(post(t, t.Context(), testBase.String())); !errors.Is(err, errDial) || notSent(err) {
		t.Errorf("%v", err)
	}
}

// A 429 without its body is a refusal like any other.
func TestRefusalWithoutBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []func(*http.Request) (*http.Response, error){
			func(req *http.Request) (*http.Response, error) {
				resp := answer(http.StatusTooManyRequests, "")
				resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"er`), broken{io.ErrUnexpectedEOF}))
				return resp, nil
			}, status(201),
		}}
		resp, err := newClient(s).do(t.Context(), "POST", "/x")
		if err != nil || resp.StatusCode != 201 || len(s.bodies) != 2 {
			t.Errorf("%v, %v after %d attempts", resp, err, len(s.bodies))
		}
	})
}

// The trace of the caller reports the begin of each attempt, retries included.
func TestCallersTrace(t *testing.T) {
	var calls atomic.Int64
	a, url := overTCP(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if calls.Add(1) == 1 {
			w.WriteHeader(http.StatusBadGateway)
		}
	}), time.Minute)
	var begun atomic.Int64
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GetConn: func(string) { begun.Add(1) }})
	for _, method := range []string{"GET", "PATCH"} {
		calls.Store(0)
		begun.Store(0)
		req, err := http.NewRequestWithContext(ctx, method, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := (&retry{next: a, gate: NewGate()}).RoundTrip(req)
		if err != nil || resp.StatusCode != 200 || begun.Load() != 2 {
			t.Errorf("%s: %v, %v: the trace saw %d attempts, want 2", method, resp, err, begun.Load())
		}
	}
}
