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
	keys         map[string]*usage
	windows      int // number of windows so far
}

// usage is the window of one key.
type usage struct {
	number  int // of the window, from 1
	end     time.Time
	used    int
	carried int // rejected requests that count in the next window
}

// rate is the state of a window after a request.
type rate struct {
	limit, remaining int
	end              time.Time
	window           int // its number; 0: no limit
}

// SetLimit changes the rate limit; 0 means unlimited. Every key starts a new window.
func (s *Server) SetLimit(limit int, window time.Duration) {
	l := s.limiter
	l.mu.Lock()
	defer l.mu.Unlock()
	l.limit, l.window, l.keys = limit, cmp.Or(window, time.Minute), map[string]*usage{}
}

// take counts one request of a key. Without a limit, the rate is nil. forced rejects a request without counting it, in a
// window that has just begun.
func (l *limiter) take(key string, now time.Time, forced bool) (r *rate, allowed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if forced {
		return &rate{limit: cmp.Or(l.limit, planLimits["free"]), end: now.Add(l.window)}, false
	}
	if l.limit == 0 {
		return nil, true
	}
	u, ok := l.keys[key]
	if !ok || !now.Before(u.end) {
		l.windows++
		next := &usage{number: l.windows, end: now.Add(l.window)}
		if l.aligned {
			next.end = next.end.Add(-time.Duration(now.UnixNano() % int64(l.window)))
		}
		if ok {
			next.used = min(u.carried, l.limit-1)
		}
		u, l.keys[key] = next, next
	}
	allowed = u.used < l.limit
	if allowed {
		u.used++
	} else if l.countRefused {
		u.carried++
	}
	return &rate{l.limit, l.limit - u.used, u.end, u.number}, allowed
}

// addTo sets the documented headers. The end of the window is rounded up to whole seconds.
func (r *rate) addTo(h http.Header) {
	h.Set(headerLimit, strconv.Itoa(r.limit))
	h.Set(headerRemaining, strconv.Itoa(r.remaining))
	h.Set(headerReset, strconv.FormatInt(r.end.Add(time.Second-1).Unix(), 10))
}

// tooMany returns the response to a request that the rate limit or a fault rejects.
func tooMany(c *call) answer {
	f := cmp.Or(c.fault, &Fault{})
	if f.Body != "" {
		return text(http.StatusTooManyRequests, plainText, f.Body)
	}
	return failure(http.StatusTooManyRequests, cmp.Or(f.Message, "Too many requests hit the API too quickly."))
}
