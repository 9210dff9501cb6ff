package transport

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"time"
)

const (
	defaultRequestTimeout = 30 * time.Second
	defaultMaxWait        = 10 * time.Minute
)

// Log writes a line with fields, like tflog.Debug.
type Log func(ctx context.Context, msg string, fields ...map[string]any)

// Config says how requests are sent. Only BaseURL and APIKey are required.
type Config struct {
	// BaseURL is the one origin (scheme, host and port) that the key may go to.
	// A request to another one fails with a NotSentError.
	BaseURL *url.URL
	// APIKey is sent as a bearer token. It appears in no log line. The caller keeps it out
	// of errors, because net/http quotes what it cannot parse, and that may be an echo.
	APIKey string
	// UserAgent replaces the User-Agent of every request; empty: left as it is.
	UserAgent string
	// Headers are sent with every request, for gateways on the way. They do not replace
	// the key and the user agent. They are secrets like the key.
	Headers map[string]string
	// RequestTimeout bounds one HTTP attempt, its body included; 0: 30 s.
	RequestTimeout time.Duration
	// Gate is the queue for the rate limit. All transports of a process with the same
	// key and base URL share one; nil: a gate for this transport alone.
	Gate *Gate
	// MaxWait bounds the time that one request waits for the rate limit, over all of
	// its refusals, and the time that it waits for an API that is down; 0: 10 min. Slow
	// answers do not count.
	MaxWait time.Duration
	// RequestsPerMinute is the most requests that start in any 60 s. It holds for the
	// requests of this transport, and counts all requests of the gate. 0: as the
	// latest transport of the gate that has one; without any: no bound.
	RequestsPerMinute int
	// Base makes the HTTP requests; nil: the transport of function Base for no text.
	Base http.RoundTripper
	// Describe returns the fields "path" and "request_id" for the log, of a request and the
	// headers of its answer (nil: none): printable, short, and without secrets, which both
	// can repeat. nil: the path as it is.
	Describe func(*url.URL, http.Header) map[string]any
	// Debug gets one line for every attempt, Info one for every wait on the rate
	// limit; nil: silent. Their signatures are those of tflog.Debug and tflog.Info.
	Debug, Info Log
}

// New returns the whole chain for one API key.
//
// A request with a body needs GetBody, which every attempt calls. The bodies of its
// responses are complete and in memory. It never returns a 429, or a quota under
// another status: it waits and repeats the request, or returns a NotSentError that
// wraps a WaitError.
// Other errors are BodyError, ErrTimeout, the context's, and those of Base.
func New(c Config) http.RoundTripper {
	c.RequestTimeout = cmp.Or(c.RequestTimeout, defaultRequestTimeout)
	c.MaxWait = cmp.Or(c.MaxWait, defaultMaxWait)
	c.Gate = cmp.Or(c.Gate, NewGate())
	c.Gate.configure(c.RequestsPerMinute)
	if c.Base == nil {
		c.Base, _ = Base("")
	}
	if c.Describe == nil {
		c.Describe = func(u *url.URL, _ http.Header) map[string]any { return map[string]any{"path": u.EscapedPath()} }
	}

	// Read upwards, this is the order in which a request passes them.
	rt := c.Base
	rt = &attempt{next: rt, timeout: c.RequestTimeout, debug: c.Debug, describe: c.Describe}
	rt = &auth{next: rt, base: c.BaseURL, key: c.APIKey, userAgent: c.UserAgent, headers: c.Headers}
	rt = &limiter{next: rt, base: c.BaseURL, gate: c.Gate, maxWait: c.MaxWait, rpm: c.RequestsPerMinute, info: c.Info}
	rt = &retry{next: rt, gate: c.Gate, maxWait: c.MaxWait}
	return rt
}
