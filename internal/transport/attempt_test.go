package transport

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// overTCP returns an attempt that uses net/http, and the URL of a real server.
func overTCP(t *testing.T, h http.Handler, timeout time.Duration) (*attempt, string) {
	t.Helper()
	srv := httptest.NewServer(h)
	base := mustBase(t, "").(*http.Transport)
	t.Cleanup(func() { base.CloseIdleConnections(); srv.Close() })
	return &attempt{next: base, timeout: timeout}, srv.URL
}

func post(t *testing.T, ctx context.Context, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, "POST", url, strings.NewReader("body"))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func TestBodyIsComplete(t *testing.T) {
	a, url := overTCP(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(w, r.Body)
		io.WriteString(w, strings.Repeat("x", 1<<20))
	}), time.Minute)
	ctx, cancel := context.WithCancel(t.Context())
	resp, err := a.RoundTrip(post(t, ctx, url))
	if err != nil {
		t.Fatal(err)
	}
	cancel() // too late to matter
	data, err := io.ReadAll(resp.Body)
	if err != nil || len(data) != 4+1<<20 || !strings.HasPrefix(string(data), "bodyx") {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

func TestBadBodies(t *testing.T) {
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		want    error
	}{
		"cut": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "half")
		}, io.ErrUnexpectedEOF},
		"dripping": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				io.WriteString(w, "x")
				w.(http.Flusher).Flush()
				time.Sleep(time.Millisecond)
			}
		}, ErrTimeout},
		"no answer": {func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}, ErrTimeout},
		"endless": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				w.Write(make([]byte, 1<<20))
			}
		}, ErrBodyTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			timeout := 100 * time.Millisecond
			if c.want != ErrTimeout {
				timeout = time.Minute
			}
			a, url := overTCP(t, c.handler, timeout)
			_, err := a.RoundTrip(post(t, t.Context(), url))
			if !errors.Is(err, c.want) || notSent(err) {
				t.Error(err)
			}
		})
	}
}

// An answer such as 101, whose body is the connection and does not end, is an error at
// once, and the write may have been made.
func TestNoStatus(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x", "000 x", "000 x\r\nContent-Length: 9"} {
		a, url := overTCP(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { conn.Close() })
			io.WriteString(conn, "HTTP/1.1 "+line+"\r\n\r\n")
		}), time.Minute)
		for _, method := range []string{"GET", "POST"} {
			req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := a.RoundTrip(req)
			if err == nil || errors.Is(err, ErrTimeout) || notSent(err) || !strings.Contains(err.Error(), "not the status of an answer") {
				t.Errorf("%s %q: %v, %v", method, line, resp, err)
			}
		}
	}
}

// A request without a connection was not sent. One with a connection may have been.
func TestNotSent(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	a := &attempt{next: mustBase(t, ""), timeout: time.Minute}
	if _, err := a.RoundTrip(post(t, t.Context(), "http://"+l.Addr().String())); !notSent(err) || !unavailable(nil, err) {
		t.Errorf("connection refused: %v", err)
	}

	// A handshake that does not end is not a connection.
	l, err = net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	a.timeout = 100 * time.Millisecond
	if _, err := a.RoundTrip(post(t, t.Context(), "https://"+l.Addr().String())); !notSent(err) || unavailable(nil, err) || !errors.Is(err, ErrTimeout) {
		t.Errorf("no handshake: %v", err)
	}

	a, url := overTCP(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _, _ := w.(http.Hijacker).Hijack()
		c.Close()
	}), time.Minute)
	if _, err := a.RoundTrip(post(t, t.Context(), url)); err == nil || notSent(err) {
		t.Errorf("closed after the request: %v", err)
	}
}

// A cancelled write in flight runs to its end and returns its answer. A cancelled
// read ends at once.
func TestCancelInFlight(t *testing.T) {
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
		t.Run(method, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := server{after: 5 * time.Second}.fresh()
				cl := newClient(s)
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				start := time.Now()
				resp, err := cl.do(ctx, method, "/x")
				took := time.Since(start)
				if readOnly(method) {
					if !errors.Is(err, context.DeadlineExceeded) || took != time.Second {
						t.Errorf("after %s: %v", took, err)
					}
				} else if err != nil || resp.StatusCode != 200 || took != 5*time.Second {
					t.Errorf("after %s: %v, %v", took, resp, err)
				}
			})
		})
	}
	// The write still has its own time-out.
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := newClient(roundTripper(hangs)).do(ctx, "DELETE", "/x")
		if !errors.Is(err, ErrTimeout) || time.Since(start) != 30*time.Second {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
	})
	// A write that is cancelled before it begins is not sent.
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		s := server{}.fresh()
		if _, err := newClient(s).do(ctx, "POST", "/x"); !notSent(err) || !errors.Is(err, context.Canceled) || len(s.all) > 0 {
			t.Error(err)
		}
	})
}

func TestManyConnections(t *testing.T) {
	var conns atomic.Int64
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { time.Sleep(time.Millisecond) }))
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			conns.Add(1)
		}
	}
	srv.Start()
	defer srv.Close()
	base, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	cl := newClient(nil, func(c *Config) { c.BaseURL = base })
	done := make(chan error)
	for range 10 {
		go func() {
			for range 20 {
				req, err := http.NewRequestWithContext(t.Context(), "GET", srv.URL, nil)
				if err == nil {
					_, err = cl.rt.RoundTrip(req)
				}
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range 10 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if n := conns.Load(); n > 20 {
		t.Errorf("%d connections for 10 callers", n)
	}
}
