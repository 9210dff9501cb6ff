package transport

import (
	"context"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// overTLS returns the URL of a server that prefers HTTP/2, and its certificate.
func overTLS(t *testing.T, h http.HandlerFunc) (base *url.URL, certificate string) {
	t.Helper()
	srv := httptest.NewUnstartedServer(h)
	srv.EnableHTTP2 = true
	srv.StartTLS()
	t.Cleanup(srv.Close)
	base, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	return base, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}))
}

func mustBase(t *testing.T, authorities string) http.RoundTripper {
	t.Helper()
	base, err := Base(authorities)
	if err != nil {
		t.Fatal(err)
	}
	return base
}

// On HTTP/2, net/http repeats requests by itself.
func TestHTTP1Only(t *testing.T) {
	t.Parallel()
	var protocol atomic.Value
	base, certificate := overTLS(t, func(_ http.ResponseWriter, r *http.Request) { protocol.Store(r.Proto) })
	cl := newClient(mustBase(t, certificate), func(c *Config) { c.BaseURL = base })
	for _, method := range []string{"GET", "POST", "DELETE"} {
		req, err := http.NewRequestWithContext(t.Context(), method, base.String(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := cl.rt.RoundTrip(req); err != nil || protocol.Load() != "HTTP/1.1" {
			t.Errorf("%s: %v, %v", method, protocol.Load(), err)
		}
	}
}

// A proxy that makes no connection is named by its status. Its text can repeat the password that it was sent.
func TestProxyRefuses(t *testing.T) {
	t.Parallel()
	const password = "canary-of-a-proxy"
	for status, down := range map[int]bool{http.StatusProxyAuthRequired: false, http.StatusForbidden: false, http.StatusBadGateway: true} {
		var requests atomic.Int64
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			requests.Add(1)
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Length: 0\r\n\r\n", status, r.Header.Get("Proxy-Authorization")+password)
			_ = conn.Close()
		}))
		t.Cleanup(proxy.Close)
		address, err := url.Parse(proxy.URL)
		if err != nil {
			t.Fatal(err)
		}
		address.User = url.UserPassword("user", password)
		base := mustBase(t, "").(*http.Transport).Clone()
		base.Proxy = http.ProxyURL(address)
		a := &attempt{next: base, timeout: time.Minute}
		req, err := http.NewRequestWithContext(t.Context(), "POST", "https://api.test/x", nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = a.RoundTrip(req)
		want := fmt.Sprintf("request not sent: the proxy answered %d %s", status, http.StatusText(status))
		if err == nil || err.Error() != want || !notSent(err) || unavailable(nil, err) != down || requests.Load() != 1 {
			t.Errorf("%d: %d requests: %v, down %t", status, requests.Load(), err, unavailable(nil, err))
		}
	}
}

// One text of authorities is one transport, whose connections all configurations use.
func TestBase(t *testing.T) {
	t.Parallel()
	_, first := overTLS(t, nil)
	second := first + "\n"
	if mustBase(t, "") != mustBase(t, "") || mustBase(t, first) != mustBase(t, strings.Clone(first)) {
		t.Error("two transports for the same authorities")
	}
	if mustBase(t, "") == mustBase(t, first) || mustBase(t, first) == mustBase(t, second) {
		t.Error("one transport for different authorities")
	}
	for _, text := range []string{"no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"} {
		if base, err := Base(text); base != nil || err == nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// stale is a connection whose writes fail once it is set.
type stale struct {
	net.Conn
	set *atomic.Bool
}

func (s stale) Write(data []byte) (int, error) {
	if s.set.Load() {
		return 0, errReset
	}
	return s.Conn.Write(data)
}

// A write that net/http wrote nothing of, because an idle connection was lost, was not
// sent. net/http leaves its repetition to retry.
func TestNothingWritten(t *testing.T) {
	t.Parallel()
	var requests atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	t.Cleanup(srv.Close)
	for _, method := range []string{"POST", "PATCH"} {
		var lost atomic.Bool
		base := mustBase(t, "").(*http.Transport).Clone()
		base.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
			return stale{conn, &lost}, err
		}
		t.Cleanup(base.CloseIdleConnections)
		a := &attempt{next: base, timeout: time.Minute}
		send := func() error {
			req, err := http.NewRequestWithContext(t.Context(), method, srv.URL, strings.NewReader("body"))
			if err != nil {
				t.Fatal(err)
			}
			_, err = a.RoundTrip(req)
			return err
		}
		requests.Store(0)
		if err := send(); err != nil {
			t.Error(err)
		}
		lost.Store(true)
		if err := send(); !notSent(err) || requests.Load() != 1 {
			t.Errorf("%s: %d requests: %v", method, requests.Load(), err)
		}
	}
}
