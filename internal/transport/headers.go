package transport

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestWindow bounds what is believed of a reset or a Retry-After.
const longestWindow = 24 * time.Hour

// maxEnvelope is the size in bytes of the longest body that is read as an error.
const maxEnvelope = 16 << 10

// rate is what one answer says about the rate limit. A header that makes no sense
// counts as not sent.
type rate struct {
	date       int64         // the API's clock, Unix milliseconds; without Date, the local clock
	limit      int           // requests per window; 0: not sent
	remaining  int           // -1: not sent
	reset      int64         // end of the window on the API's clock, Unix milliseconds; 0: not sent
	retryAfter time.Duration // 0: not sent
}

// readRate reads the headers of an answer. A plan without a limit may send a limit
// below 1 with 0 remaining, and both count as not sent.
func readRate(h http.Header, now time.Time) rate {
	r := rate{date: now.UnixMilli(), remaining: -1}
	if t, err := http.ParseTime(h.Get("Date")); err == nil && t.Unix() > 0 {
		r.date = t.UnixMilli()
	}
	limit := h.Get("X-RateLimit-Limit")
	if n, ok := number(limit); ok && n >= 1 && n <= math.MaxInt32 {
		r.limit = int(n)
	}
	if n, ok := number(h.Get("X-RateLimit-Remaining")); ok && n >= 0 && (limit == "" || r.limit > 0) {
		r.remaining = int(min(n, math.MaxInt32))
	}
	if n, ok := number(h.Get("X-RateLimit-Reset")); ok {
		r.reset = readReset(n, r.date)
	}
	r.retryAfter = readRetryAfter(h.Get("Retry-After"), r.date)
	return r
}

// untilReset returns the rest of the window at the time of the answer.
func (r rate) untilReset() time.Duration { return time.Duration(r.reset-r.date) * time.Millisecond }

// overLimit reports an answer that says that the API did not act because of its rate
// limit: a 429, a 403 with a Retry-After, or a 403 or a success with the documented
// envelope that has the status 429, or for a 403 the code of the rate limit.
func overLimit(resp *http.Response, r rate) bool {
	forbidden := resp.StatusCode == http.StatusForbidden
	switch {
	case resp.StatusCode == http.StatusTooManyRequests, forbidden && r.retryAfter > 0:
		return true
	case resp.StatusCode >= 300 && !forbidden, resp.ContentLength > maxEnvelope:
		return false
	}
	body, _ := io.ReadAll(resp.Body) // it is in memory
	resp.Body = io.NopCloser(bytes.NewReader(body))
	var answer struct{ Error map[string]any }
	_ = json.Unmarshal(bytes.TrimPrefix(body, []byte("\ufeff")), &answer)
	code, hasCode := answer.Error["code"].(string)
	_, hasMessage := answer.Error["message"].(string)
	return hasCode && hasMessage && (answer.Error["status"] == 429.0 || forbidden && strings.HasPrefix(code, "rate_limit"))
}

// readReset takes Unix seconds, Unix milliseconds (seconds would be the year 5138)
// or, up to a day, seconds from now. The past and the far future are nonsense.
func readReset(n float64, date int64) int64 {
	ms := n * 1000
	switch {
	case n <= 0:
		return 0
	case n <= longestWindow.Seconds():
		ms += float64(date)
	case n >= 1e11:
		ms = n
	}
	if ms < float64(date) || ms > float64(date+longestWindow.Milliseconds()) {
		return 0
	}
	return int64(ms)
}

// readRetryAfter takes seconds or an HTTP date, which is on the API's clock.
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
