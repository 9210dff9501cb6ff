package memnet_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/memnet"
)

// get returns the status and the body of a response.
func get(ctx context.Context, client http.RoundTripper, body string) (*http.Response, string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://127.0.0.1/v1/users", strings.NewReader(body))
	if err != nil {
		return nil, "", err
	}
	response, err := client.RoundTrip(request)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(response.Body)
	return response, string(read), err
}

func TestTransport_delay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := memnet.Transport(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Hour)
			body, _ := io.ReadAll(r.Body)
			w.Header().Set("Trailer", "X-After")
			_, _ = fmt.Fprintf(w, "%s %s %s", r.Host, r.RemoteAddr, body)
			w.Header().Set("X-After", "all")
		}))
		began := time.Now()
		response, body, err := get(t.Context(), client, "hello")
		if err != nil || body != "127.0.0.1 127.0.0.1:80 hello" || response.Trailer.Get("X-After") != "all" {
			t.Errorf("%v %q %v", err, body, response)
		}
		if took := time.Since(began); took != time.Hour {
			t.Errorf("took %s", took)
		}
	})
}

func TestTransport_cancel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		canceled := false
		client := memnet.Transport(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			canceled = true
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, _, err := get(ctx, client, ""); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		synctest.Wait()
		if !canceled {
			t.Error("the handler still runs")
		}
	})
}

func TestTransport_abort(t *testing.T) {
	t.Parallel()
	for early, want := range map[bool]error{true: io.EOF, false: io.ErrUnexpectedEOF} {
		synctest.Test(t, func(t *testing.T) {
			client := memnet.Transport(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if !early {
					w.Header().Set("Content-Length", "10")
					_, _ = io.WriteString(w, "half")
					_ = http.NewResponseController(w).Flush()
				}
				panic(http.ErrAbortHandler)
			}))
			if _, _, err := get(t.Context(), client, ""); !errors.Is(err, want) {
				t.Errorf("early %v: error %v, want %v", early, err, want)
			}
		})
	}
}

// Connections are parallel, and used again.
func TestTransport_parallel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := memnet.Transport(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second)
			_, _ = io.Copy(w, r.Body)
		}))
		began := time.Now()
		for range 2 {
			var group sync.WaitGroup
			for i := range 50 {
				group.Go(func() {
					if _, body, err := get(t.Context(), client, fmt.Sprint(i)); err != nil || body != fmt.Sprint(i) {
						t.Errorf("%q %v", body, err)
					}
				})
			}
			group.Wait()
		}
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// A request that still runs does not keep the test from ending.
func TestTransport_end(t *testing.T) {
	t.Parallel()
	failed := false
	synctest.Test(t, func(t *testing.T) {
		client := memnet.Transport(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
		go func() {
			_, _, err := get(context.WithoutCancel(t.Context()), client, "")
			failed = err != nil
		}()
		synctest.Wait()
	})
	if !failed {
		t.Error("the request did not fail")
	}
}

func TestDialer_closed(t *testing.T) {
	t.Parallel()
	var dial func(ctx context.Context, network, address string) (net.Conn, error)
	t.Run("serves", func(t *testing.T) { dial = memnet.Dialer(t, http.NotFoundHandler()) })
	if _, err := dial(t.Context(), "tcp", "127.0.0.1:80"); !errors.Is(err, net.ErrClosed) {
		t.Errorf("error %v", err)
	}
}
