package botbiz

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
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

// readError returns the error that an answer is, or nil. The secrets are not in it, should the server echo them.
func readError(resp *http.Response, body []byte, secrets redact) *Error {
	e := &Error{Status: resp.StatusCode}
	var envelope struct {
		Error json.RawMessage `json:"error"`
	}
	var inner struct {
		Code    any `json:"code"`
		Message any `json:"message"`
		Status  any `json:"status"`
	}
	if json.Unmarshal(body, &envelope) == nil && json.Unmarshal(envelope.Error, &inner) == nil {
		code, hasCode := inner.Code.(string)
		message, hasMessage := inner.Message.(string)
		status, hasStatus := inner.Status.(float64)
		e.Code, e.Message = secrets.quote(code, maxCode), secrets.quote(message, maxMessage)
		success := resp.StatusCode < 300
		// All three fields: gateways have envelopes of nearly the same shape, and theirs prove nothing.
		fits := success && status >= 400 && status < 600 || !success && status == float64(resp.StatusCode)
		e.Documented = hasCode && hasMessage && hasStatus && fits
		if success && e.Documented {
			e.Status = int(status)
			return e
		}
	}
	if resp.StatusCode < 300 {
		return nil
	}
	if e.Message == "" {
		e.Message = secrets.quote(problemDetails(body), maxMessage)
	}
	if e.Message == "" {
		e.Message = shape(body)
		if e.Message != shapeEmpty && e.Message != shapeJSON {
			e.Message = fmt.Sprintf("the body begins with %q", secrets.quote(string(body), maxExcerpt))
		}
	}
	if location := resp.Header.Get("Location"); location != "" && resp.StatusCode < 400 {
		e.Message = "a redirect, which is not followed because it would carry the API key away"
	}
	return e
}

// problemDetails returns the title and the detail of an RFC 9457 problem (application/problem+json), which proxies send, or
// nothing.
func problemDetails(body []byte) string {
	var problem struct {
		Title  text `json:"title"`
		Detail text `json:"detail"`
	}
	if json.Unmarshal(body, &problem) != nil {
		return ""
	}
	return strings.Trim(problem.Title.String()+": "+problem.Detail.String(), ": ")
}

const (
	shapeEmpty = "an empty body"
	shapeJSON  = "JSON that is cut or of another shape"
)

// shape describes a body that is not what was expected, without a word of it: it may hold a secret that the server made.
func shape(body []byte) string {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	switch {
	case len(body) == 0:
		return shapeEmpty
	case body[0] == '{' || body[0] == '[':
		return shapeJSON
	case body[0] == '<':
		return "a web page"
	}
	return "something else"
}
