package botbiz

import (
	"errors"
	"fmt"
	"net/http"
)

// Error is an answer that is no success: a status of 300 and more, or a 2xx that holds the documented error envelope
// (documented: "Error Response Format").
type Error struct {
	Method, Path string // of the request
	Status       int    // HTTP status, or the envelope's where a 2xx holds one
	Code         string // as the envelope says, for example "invalid_request"
	Message      string // as the envelope says, or the beginning of the body
	Documented   bool   // the body was the documented envelope, so this is the API that speaks
}

func (e *Error) Error() string {
	text := fmt.Sprintf("%s %s answered %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
	if e.Code != "" {
		text += " (" + e.Code + ")"
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// Gone says that the API itself says that the object does not exist. A 404 in any other shape comes from a wrong base
// URL, a proxy, or a server without that route, and proves nothing.
func (e *Error) Gone() bool {
	return e.Documented && (e.Status == http.StatusNotFound || e.Status == http.StatusGone)
}

// AnswerError is a 2xx that is not an answer: not JSON, without an id, or of another object. What the server did is
// unknown.
type AnswerError struct {
	Method, Path string
	Reason       string
}

func (e *AnswerError) Error() string {
	return fmt.Sprintf("%s %s succeeded, but %s", e.Method, e.Path, e.Reason)
}

// RequestError is a request without an answer: refused, cut, timed out, cancelled, or never sent.
type RequestError struct {
	Method, Path string
	Err          error
}

func (e *RequestError) Error() string { return fmt.Sprintf("%s %s: %v", e.Method, e.Path, e.Err) }
func (e *RequestError) Unwrap() error { return e.Err }

// unsentError is a request that could not even be written.
type unsentError struct{ error }

func (*unsentError) NotSent() bool   { return true }
func (e *unsentError) Unwrap() error { return e.error }

// IsGone tells whether err is the API's word that the object does not exist.
func IsGone(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Gone()
}

// IsNoRoute tells whether err is the answer of something that does not have the route asked for: a 404 or 410 without
// the documented envelope, a 405, a 501, or a redirect.
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
	return e.Status >= 300 && e.Status < 400
}

// IsNotSent tells whether err is that of a request of which the transport says that the server never saw it.
func IsNotSent(err error) bool {
	var unsent interface{ NotSent() bool }
	return errors.As(err, &unsent) && unsent.NotSent()
}

// IsUnknownOutcome tells whether a failed write may have been carried out all the same: no answer, a 5xx, a 408, or a
// 2xx that cannot be read. A request that was never sent is not such a case.
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

// IsAnswered tells whether a request that failed with err was answered with a 2xx, which could not be read.
func IsAnswered(err error) bool {
	var body interface{ AnswerStatus() int }
	if errors.As(err, &body) {
		return body.AnswerStatus() < 300
	}
	return errors.As(err, new(*AnswerError))
}

// IsTimeout tells whether the server may still be at work on the request that failed with err: nothing came in time, or
// a gateway says so (504).
func IsTimeout(err error) bool {
	var e *Error
	if errors.As(err, &e) {
		return e.Status == http.StatusGatewayTimeout || e.Status == http.StatusRequestTimeout
	}
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}
