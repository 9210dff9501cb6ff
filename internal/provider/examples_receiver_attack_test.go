package provider

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// attack sends malicious requests. The receiver must reject all of them and continue to work.
func attack(t *testing.T, address, secret string) {
	t.Helper()
	const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
	large := strings.Repeat("x", 2<<20)
	for name, sent := range map[string]string{
		"body cut":             head + "Content-Length: 1000\r\n\r\n{",
		"negative length":      head + "Content-Length: -1\r\n\r\n{}",
		"no number":            head + "Content-Length: 1e3\r\n\r\n{}",
		"endless length":       head + "Content-Length: " + strings.Repeat("9", 5000) + "\r\n\r\n{}",
		"large":                head + fmt.Sprintf("Content-Length: %d\r\n%s: %s\r\n\r\n", len(large), botbiz.SignatureHeader, botbiz.Sign([]byte(large), secret)) + large,
		"large, in chunks":     head + fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(large), large),
		"chunk without size":   head + "Transfer-Encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n",
		"negative chunk":       head + "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
		"endless chunk":        head + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("f", 5000) + "\r\n{}\r\n0\r\n\r\n",
		"many chunks":          head + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("400\r\n"+large[:1024]+"\r\n", 2048) + "0\r\n\r\n",
		"chunk cut":            head + "Transfer-Encoding: chunked\r\n\r\nffff\r\n{",
		"two signatures":       head + "X-Botbiz-Signature: a\r\nX-Botbiz-Signature: b\r\nContent-Length: 2\r\n\r\n{}",
		"signature not ASCII":  head + "X-Botbiz-Signature: \xff\xfe\r\nContent-Length: 2\r\n\r\n{}",
		"nothing":              "",
		"no HTTP":              "\x16\x03\x01\x00\xff\n\n",
		"headers without end":  "POST / HTTP/1.1\r\n" + strings.Repeat("X: y\r\n", 10_000),
		"another method":       "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"length and in chunks": head + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	} {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatalf("%s: the receiver is gone: %v", name, err)
		}
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second)) // ends the test of a receiver that hangs
		_, _ = io.WriteString(conn, sent)                      // it may stop reading
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.CloseWrite()
		}
		if resp, err := http.ReadResponse(bufio.NewReader(conn), nil); err == nil {
			if resp.StatusCode < 400 && name != "another method" {
				t.Errorf("%s: %d", name, resp.StatusCode)
			}
			_ = resp.Body.Close()
		}
		_ = conn.Close()
		if status := deliver(t, address, "{}", botbiz.Sign([]byte("{}"), secret)); status != http.StatusNoContent {
			t.Errorf("after %s a genuine delivery is answered %d", name, status)
		}
	}
	// A sender that stops in the middle does not hold up the others.
	slow, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	_, _ = io.WriteString(slow, head+"Content-Length: 1000\r\n\r\n{")
	if status := deliver(t, address, "{}", botbiz.Sign([]byte("{}"), secret)); status != http.StatusNoContent {
		t.Errorf("beside a slow sender a genuine delivery is answered %d", status)
	}
}

// deliverInChunks sends a body as a proxy does that does not know its length: in chunks, with an extension and a trailer.
func deliverInChunks(t *testing.T, address, body, signature string) int {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	request := "POST / HTTP/1.1\r\nHost: x\r\n" + botbiz.SignatureHeader + ": " + signature + "\r\nTransfer-Encoding: chunked\r\n\r\n"
	for ; len(body) > 20; body = body[20:] {
		request += "14;part=yes\r\n" + body[:20] + "\r\n"
	}
	request += fmt.Sprintf("%X\r\n%s\r\n0\r\nX-Trailer: y\r\n\r\n", len(body), body)
	_, _ = io.WriteString(conn, request)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Errorf("in chunks: %v", err)
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

func deliver(t *testing.T, address, body, signature string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set(botbiz.SignatureHeader, signature)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Errorf("the receiver is gone: %v", err)
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}
