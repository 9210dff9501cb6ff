package transport

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// limiter sends requests through a gate, and repeats those that the API refuses.
type limiter struct {
	next    http.RoundTripper
	base    *url.URL
	gate    *Gate
	maxWait time.Duration
	rpm     int
	info    Log
}

func (l *limiter) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	c := l.gate.newCall(kindOf(req.URL.Path, l.base), l.rpm, l.maxWait)
	for {
		l.gate.enter(c)
		l.log(ctx)
		if err := l.gate.wait(ctx, c); err != nil {
			return nil, &NotSentError{Err: err}
		}
		resp, err := l.next.RoundTrip(req)
		if refused := l.gate.ended(c, resp, err, ctx.Err() != nil); !refused {
			l.log(ctx)
			return resp, err
		}
	}
}

// kindOf returns the kind of objects that a path is about: its first two elements after
// the base URL, for example whatsapp/accounts.
func kindOf(path string, base *url.URL) string {
	elements := strings.SplitN(strings.Trim(strings.TrimPrefix(path, base.Path), "/"), "/", 3)
	return strings.Join(elements[:min(2, len(elements))], "/")
}

func (l *limiter) log(ctx context.Context) {
	if line := l.gate.line(); line != nil && l.info != nil {
		l.info(ctx, "Waiting for the rate limit", line)
	}
}
