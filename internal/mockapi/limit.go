package mockapi

import (
	"cmp"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	headerLimit     = "X-RateLimit-Limit"
	headerRemaining = "X-RateLimit-Remaining"
	headerReset     = "X-RateLimit-Reset"
)

// planLimits are the documented requests per minute; 0: unlimited.
var planLimits = map[string]int{"": 0, "unlimited": 0, "free": 60, "pro": 300}

// limiter counts the requests of each key in fixed windows.
type limiter struct {
	mu           sync.Mutex
	limit        int // 0: unlimited
	window       time.Duration
	aligned      bool
	countRefused bool
	floor        bool
	keys         map[string]*usage
	seen         int // number of keys so far
}

// usage is the window of one key.
type usage struct {
	number  int // number of the key, from 1
	ordinal int // number of the window, from 1
	end     time.Time
	used    int
	carried int // rejected requests that count in the next window
}

// rate is the decision of the limiter about one request.
type rate struct {
	limit, remaining int
	reset            int64 // unix seconds
	key, window      int   // key and window
}

func newLimiter(o Options) *limiter {
	l := &limiter{aligned: o.Aligned, countRefused: o.CountRefused, floor: o.ResetRounding == "floor"}
	limit := planLimits[o.Plan]
	if o.Limit > 0 {
		limit = o.Limit
	}
	l.set(limit, o.Window)
	return l
}

// set changes the limit and resets all windows.
func (l *limiter) set(limit int, window time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if window <= 0 {
		window = time.Minute
	}
	l.limit, l.window, l.keys = limit, window, map[string]*usage{}
}

// take counts one request of a key. Without a limit, it returns nil.
func (l *limiter) take(key string, now time.Time) (*rate, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.limit <= 0 {
		return nil, true
	}
	u, ok := l.keys[key]
	if !ok {
		l.seen++
		u = &usage{number: l.seen}
		l.keys[key] = u
	}
	if !now.Before(u.end) {
		u.ordinal++
		u.end = l.endOfWindow(now)
		u.used = min(u.carried, l.limit-1)
		u.carried = 0
	}
	allowed := u.used < l.limit
	if allowed {
		u.used++
	} else if l.countRefused {
		u.carried++
	}
	return l.describe(u), allowed
}

// endOfWindow returns the end of a window that starts now.
func (l *limiter) endOfWindow(now time.Time) time.Time {
	if !l.aligned {
		return now.Add(l.window)
	}
	into := time.Duration(now.UnixNano() % int64(l.window))
	return now.Add(l.window - into)
}

func (l *limiter) describe(u *usage) *rate {
	return &rate{l.limit, max(0, l.limit-u.used), l.seconds(u.end), u.number, u.ordinal}
}

// seconds converts the end of a window to unix seconds.
func (l *limiter) seconds(t time.Time) int64 {
	if !l.floor && t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

// peek returns the headers of a rejection without counting a request. Without a
// limit, it returns those of the Free plan.
func (l *limiter) peek(key string, now time.Time) *rate {
	l.mu.Lock()
	defer l.mu.Unlock()
	limit, end := l.limit, now.Add(l.window)
	if limit <= 0 {
		limit = planLimits["free"]
	}
	if u, ok := l.keys[key]; ok && now.Before(u.end) {
		end = u.end
	}
	return &rate{limit: limit, reset: l.seconds(end)}
}

// addTo sets the documented headers.
func (r *rate) addTo(h http.Header) {
	h.Set(headerLimit, strconv.Itoa(r.limit))
	h.Set(headerRemaining, strconv.Itoa(r.remaining))
	h.Set(headerReset, strconv.FormatInt(r.reset, 10))
}

// tooMany returns the response to a request that the rate limit or a fault rejects.
func (s *Server) tooMany(c *call, limit *rate) answer {
	const message = "Too many requests hit the API too quickly."
	f := cmp.Or(c.fault, &Fault{})
	a := failure(http.StatusTooManyRequests, cmp.Or(f.Message, message))
	if f.Body != "" {
		a = text(http.StatusTooManyRequests, plainText, f.Body)
	}
	if !s.options.NoRateHeaders {
		limit.addTo(a.header)
	}
	return a
}
