package transport

import (
	"fmt"
	"net/http"
	"time"
)

// ErrTimeout says that one attempt took longer than Config.RequestTimeout.
var ErrTimeout error = timeoutError{}

// ErrBodyTooLarge says that an answer was larger than MaxBody.
var ErrBodyTooLarge error = tooLargeError{}

// The errors tell what they are by methods too, for packages that do not import this one.
type (
	timeoutError  struct{}
	tooLargeError struct{}
)

func (timeoutError) Error() string   { return "the request timed out" }
func (timeoutError) Timeout() bool   { return true }
func (tooLargeError) Error() string  { return "the answer is too large" }
func (tooLargeError) TooLarge() bool { return true }

// BodyError is the error of an answer whose body is cut, too large, or late. Err
// wraps io.ErrUnexpectedEOF, ErrBodyTooLarge, ErrTimeout, or another error of the
// connection.
type BodyError struct {
	Status int // of the answer
	Err    error
}

func (e *BodyError) Error() string {
	return fmt.Sprintf("the body of the answer with status %d is not complete: %v", e.Status, e.Err)
}
func (e *BodyError) Unwrap() error { return e.Err }

// proxyError is the status of a proxy that makes no connection to the API. Its text is not
// that of the proxy, which can repeat the password that it was sent.
type proxyError int

func (e proxyError) Error() string {
	return fmt.Sprintf("the proxy answered %d %s", int(e), http.StatusText(int(e)))
}

// NotSentError says that the API did not act on the request: it was cancelled in
// the queue, its wait was too long, or no connection was made.
type NotSentError struct{ Err error }

func (e *NotSentError) Error() string { return "request not sent: " + e.Err.Error() }
func (e *NotSentError) Unwrap() error { return e.Err }

// NotSent reports true.
func (e *NotSentError) NotSent() bool { return true }

// reachedError wraps the NotSentError of the last attempt when an earlier attempt
// may have reached the API.
type reachedError struct{ err error }

func (e *reachedError) Error() string {
	return e.err.Error() + " (an earlier attempt may have reached the API)"
}
func (e *reachedError) Unwrap() error { return e.err }

// NotSent reports false.
func (e *reachedError) NotSent() bool { return false }

// WaitError says that a request was not sent because it would have waited for the
// rate limit for longer than Config.MaxWait.
type WaitError struct {
	Until     time.Time     // end of the wait, on the local clock
	Limit     int           // requests per window; 0: the API did not send it
	PerMinute bool          // Limit is Config.RequestsPerMinute
	Used      int           // requests that this process used of the window
	MaxWait   time.Duration // Config.MaxWait
}

func (e *WaitError) Error() string {
	limit := "the rate limit"
	switch {
	case e.PerMinute:
		limit = fmt.Sprintf("requests_per_minute = %d", e.Limit)
	case e.Limit > 0:
		limit = fmt.Sprintf("the rate limit of %d requests", e.Limit)
	}
	return fmt.Sprintf("%s is used up until %s, and the longest wait (max_wait) is %s",
		limit, e.Until.UTC().Format(time.RFC3339), e.MaxWait)
}
