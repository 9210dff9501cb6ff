package transport

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// logger writes one line for every attempt. It names the path without its query, and of
// headers and bodies only the id of an answer. Status 0 is an attempt without an answer.
type logger struct {
	next     http.RoundTripper
	debug    func(ctx context.Context, msg string, fields ...map[string]any)
	describe func(*url.URL, http.Header) map[string]any
}

func (l *logger) RoundTrip(req *http.Request) (*http.Response, error) {
	start := time.Now()
	resp, err := l.next.RoundTrip(req)
	took := time.Since(start).Milliseconds()
	status, header := 0, http.Header(nil)
	if err == nil {
		status, header = resp.StatusCode, resp.Header
	}
	line := l.describe(req.URL, header)
	line["method"], line["status"], line["milliseconds"] = req.Method, status, took
	l.debug(req.Context(), "HTTP request", line)
	return resp, err
}
