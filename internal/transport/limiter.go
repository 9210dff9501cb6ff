package transport

import (
	"context"
	"net/http"
	"time"
)

// limiter sends requests through a gate, and repeats those that the API refuses.
type limiter struct {
	next    http.RoundTripper
	gate    *Gate
	maxWait time.Duration
	rpm     int
	info    func(ctx context.Context, msg string, fields ...map[string]any)
}

func (l *limiter) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	if err := ctx.Err(); err != nil {
		return nil, &NotSentError{Err: err}
	}
	c := l.gate.newCall(l.rpm, l.maxWait)
	for {
		l.gate.enter(c)
		l.log(ctx)
		if err := l.gate.wait(ctx, c); err != nil {
			return nil, &NotSentError{Err: err}
		}
		resp, err := l.next.RoundTrip(req)
		if err != nil {
			cancelled := ctx.Err() != nil
			l.gate.ended(func(p *policy, _ time.Time) { p.lost(cancelled) })
			l.log(ctx)
			return nil, err
		}
		rate := readRate(resp.Header, time.Now())
		if resp.StatusCode != http.StatusTooManyRequests {
			l.gate.ended(func(p *policy, now time.Time) { p.passed(rate, now) })
			l.log(ctx)
			return resp, nil
		}
		_ = resp.Body.Close()
		l.gate.ended(func(p *policy, now time.Time) { p.refused(rate, now) })
	}
}

func (l *limiter) log(ctx context.Context) {
	if line := l.gate.line(); line != nil {
		l.info(ctx, "Waiting for the rate limit", line)
	}
}
