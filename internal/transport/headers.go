package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestWindow bounds what is believed of a reset or a Retry-After.
const longestWindow = 24 * time.Hour

// rate is what one answer says about the rate limit. Whatever is absent or makes
// no sense is as if it had not been sent.
type rate struct {
	date       int64         // the server's clock, Unix milliseconds; the local one where there is no Date
	dated      bool          // there was a Date
	limit      int           // requests a window; 0: not said
	remaining  int           // -1: not said
	reset      int64         // end of the window, Unix milliseconds on the server's clock; 0: not said
	delta      bool          // reset was sent as seconds from now, so it is only good to a second
	retryAfter time.Duration // 0: not said
}

func readRate(h http.Header, now time.Time) rate {
	r := rate{date: now.UnixMilli(), remaining: -1}
	if t, err := http.ParseTime(h.Get("Date")); err == nil && t.Unix() > 0 {
		r.date, r.dated = t.UnixMilli(), true
	}
	if n, ok := number(h.Get("X-RateLimit-Limit")); ok && n >= 1 && n <= math.MaxInt32 {
		r.limit = int(n)
	}
	if n, ok := number(h.Get("X-RateLimit-Remaining")); ok && n >= 0 {
		r.remaining = int(min(n, math.MaxInt32))
	}
	if n, ok := number(h.Get("X-RateLimit-Reset")); ok {
		r.reset, r.delta = readReset(n, r.date)
	}
	r.retryAfter = readRetryAfter(h.Get("Retry-After"), r.date)
	return r
}

// readReset takes Unix seconds, Unix milliseconds (seconds would be the year 5138)
// or, up to a day, seconds from now. The past and the far future are nonsense.
func readReset(n float64, date int64) (reset int64, delta bool) {
	day := float64(longestWindow / time.Millisecond)
	var ms float64
	switch {
	case n <= 0:
		return 0, false
	case n <= longestWindow.Seconds():
		ms, delta = float64(date)+n*1000, true
	case n >= 1e11:
		ms = n
	default:
		ms = n * 1000
	}
	if ms < float64(date) || ms > float64(date)+day {
		return 0, false
	}
	return int64(ms), delta
}

// readRetryAfter takes seconds or an HTTP date, which is on the server's clock.
func readRetryAfter(s string, date int64) time.Duration {
	var d time.Duration
	if n, ok := number(s); ok {
		if n <= 0 || n > longestWindow.Seconds() {
			return 0
		}
		d = time.Duration(n * float64(time.Second))
	} else if t, err := http.ParseTime(s); err == nil {
		d = time.Duration(min(max(t.UnixMilli()-date, 0), math.MaxInt32)) * time.Millisecond
	}
	if d <= 0 || d > longestWindow {
		return 0
	}
	return d
}

func number(s string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
}
