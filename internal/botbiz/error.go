package botbiz

import (
	"errors"
	"fmt"
	"net/http"
)

// Error is a response that is not a success: a status of 300 or above, or a 2xx with the documented error envelope
// (documented: "Error Response Format").
type Error struct {
	Method, Path string // of the request
	Status       int    // HTTP status, or the status in the envelope of a 2xx
	Code         string // from the envelope, for example "invalid_request"
	Message      string // from the envelope, or the start of the body
	Documented   bool   // the body has the documented envelope, so it comes from the API
	RequestID    string // of the response, for the support of Botbiz
}

func (e *Error) Error() string {
	text := fmt.Sprintf("%s %s answered %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
	if e.Code != "" {
		text += " (" + e.Code + ")"
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.RequestID != "" {
		text += " (request " + e.RequestID + ")"
	}
	return text
}

// Gone reports whether the API states that the object does not exist. A 404 in another format comes from a wrong base URL,
// a proxy, or a server without the route, and proves nothing.
func (e *Error) Gone() bool {
	return e.Documented && (e.Status == http.StatusNotFound || e.Status == http.StatusGone)
}

// AnswerError is a 2xx without a valid response: not JSON, without an id, or for another object. What the API did is
// unknown.
type AnswerError struct {
	Method, Path string
	Reason       string
	OtherAPI     bool // it has the format of the vendor's other API description
}

func (e *AnswerError) Error() string {
	return fmt.Sprintf("%s %s succeeded, but %s", e.Method, e.Path, e.Reason)
}

// RequestError is a request without a response: no connection, a lost connection, a timeout, a cancellation, or not sent.
type RequestError struct {
	Method, Path string
	Err          error
}

func (e *RequestError) Error() string { return fmt.Sprintf("%s %s: %v", e.Method, e.Path, e.Err) }
func (e *RequestError) Unwrap() error { return e.Err }

// unsentError is a request that could not be built.
type unsentError struct{ error }

func (*unsentError) NotSent() bool   { return true }
func (e *unsentError) Unwrap() error { return e.error }

// IsGone reports whether the API states that the object does not exist.
func IsGone(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Gone()
}

// IsNoRoute reports whether err is the response of a server without the route: a 404 or 410 without the documented
// envelope, a 405, a 501, or a redirect.
func IsNoRoute(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Status {
	case http.StatusNotFound, http.StatusGone:
		return !e.Documented
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	}
	return IsRedirect(err)
}

// IsRedirect reports a redirect, which is not followed.
func IsRedirect(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status >= 300 && e.Status < 400
}

// IsForeign reports a response below 500 that is not in the format of the API: it can be that of a proxy, and proves nothing.
func IsForeign(err error) bool {
	var e *Error
	return errors.As(err, &e) && !e.Documented && e.Status < http.StatusInternalServerError
}

// IsNotSent reports whether the transport states that the API did not receive the request.
func IsNotSent(err error) bool {
	var unsent interface{ NotSent() bool }
	return errors.As(err, &unsent) && unsent.NotSent()
}

// IsRefusal reports whether the API rejected the content of a request (documented envelope): 400, 409, or 422.
func IsRefusal(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Documented &&
		(e.Status == http.StatusBadRequest || e.Status == http.StatusConflict || e.Status == http.StatusUnprocessableEntity)
}

// IsConflict reports a 409 of the API.
func IsConflict(err error) bool {
	var e *Error
	return IsRefusal(err) && errors.As(err, &e) && e.Status == http.StatusConflict
}

// IsPassing reports whether a failed read may succeed a little later: no response, or a 5xx. An invalid 2xx does not count.
func IsPassing(err error) bool {
	return IsUnknownOutcome(err) && !errors.As(err, new(*AnswerError))
}

// IsUnknownOutcome reports whether the API may have processed a failed write: no response, a 5xx, a 408, or an invalid 2xx.
// A request that was not sent does not count.
func IsUnknownOutcome(err error) bool {
	if err == nil || IsNotSent(err) {
		return false
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Status == http.StatusRequestTimeout || e.Status >= 500 && e.Status != http.StatusNotImplemented
	}
	return true
}

// IsTimeout reports whether there was no response in time.
func IsTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}
