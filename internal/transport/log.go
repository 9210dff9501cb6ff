package transport

import (
	"context"
	"net/http"
	"time"
)

// logger writes one line for every attempt. It names the path without its query,
// and nothing of headers and bodies. Status 0 is an attempt without an answer.
type logger struct {
	next  http.RoundTripper
	debug func(ctx context.Context, msg string, fields ...map[string]any)
}

func (l *logger) RoundTrip(req *http.Request) (*http.Response, error) {
	start := time.Now()
	resp, err := l.next.RoundTrip(req)
	status := 0
	if err == nil {
		status = resp.StatusCode
	}
	l.debug(req.Context(), "HTTP request", map[string]any{
		"method":       req.Method,
		"path":         req.URL.EscapedPath(),
		"status":       status,
		"milliseconds": time.Since(start).Milliseconds(),
	})
	return resp, err
}
