package transport

import (
	"context"
	"net/http"
	"time"
)

// logger writes one line for every attempt. It names the path without its query, and of
// headers and bodies only the id of an answer. Status 0 is an attempt without an answer.
type logger struct {
	next  http.RoundTripper
	debug func(ctx context.Context, msg string, fields ...map[string]any)
	id    func(http.Header) string // of an answer; nil: no ids
}

func (l *logger) RoundTrip(req *http.Request) (*http.Response, error) {
	start := time.Now()
	resp, err := l.next.RoundTrip(req)
	took := time.Since(start).Milliseconds()
	line := map[string]any{"method": req.Method, "path": req.URL.EscapedPath(), "status": 0, "milliseconds": took}
	if err == nil {
		line["status"] = resp.StatusCode
		if l.id != nil && l.id(resp.Header) != "" {
			line["request_id"] = l.id(resp.Header)
		}
	}
	l.debug(req.Context(), "HTTP request", line)
	return resp, err
}
