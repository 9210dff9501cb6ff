package botbiz

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// readError returns the error in a response, or nil. It does not contain secrets, even if the server echoes them.
func readError(resp *http.Response, body []byte, secrets redact) *Error {
	e := &Error{Status: resp.StatusCode, RequestID: secrets.quote(requestID(resp.Header), maxRequestID)}
	var envelope fields
	var inner struct {
		Code    any `json:"code"`
		Message any `json:"message"`
		Status  any `json:"status"`
	}
	if json.Unmarshal(body, &envelope) == nil && isEnvelope(envelope) && json.Unmarshal(envelope["error"], &inner) == nil {
		code, hasCode := inner.Code.(string)
		message, hasMessage := inner.Message.(string)
		status, hasStatus := inner.Status.(float64)
		e.Code, e.Message = secrets.quote(code, maxCode), secrets.quote(message, maxMessage)
		success := resp.StatusCode < 300
		// All three fields must be present: the envelopes of gateways are similar, and prove nothing.
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
		e.Message = "a redirect to " + cmp.Or(secrets.quote(redirectHost(location), maxMessage), "the same host") + ", which is not followed because it would carry the API key away"
	}
	return e
}

// notAnAnswer returns why a 2xx is not a success: a web page of a proxy, or an error in another format.
func notAnAnswer(body []byte, secrets redact) string {
	if described := shape(body); described == shapePage {
		return "the answer is " + described
	}
	var envelope fields
	if json.Unmarshal(body, &envelope) != nil || !isEnvelope(envelope) {
		return ""
	}
	said := told(envelope.text("error"))
	var inner fields
	if json.Unmarshal(envelope["error"], &inner) == nil {
		said = told(inner.text("message"))
	} else if said == "" {
		return ""
	}
	reason := "the answer holds an error"
	if quoted := secrets.quote(said, maxMessage); quoted != "" {
		reason += ": " + quoted
	}
	return reason
}

// problemDetails returns the title and the detail of an RFC 9457 problem (application/problem+json), which proxies send.
func problemDetails(body []byte) string {
	var problem fields
	if json.Unmarshal(body, &problem) != nil {
		return ""
	}
	return strings.Trim(told(problem.text("title"))+": "+told(problem.text("detail")), ": ")
}

// isEnvelope reports whether a body can be the envelope of an error. An object with an id can have a member error too, for
// example its last failure.
func isEnvelope(f fields) bool {
	return len(f["error"]) > 0 && string(f["error"]) != "null" && f.id() == ""
}

const maxRequestID = 64

// requestID returns the id by which the API, or the proxy before it, knows a request.
func requestID(h http.Header) string { return cmp.Or(h.Get("X-Request-Id"), h.Get("Cf-Ray")) }

func redirectHost(location string) string {
	if u, err := url.Parse(location); err == nil && u.Host != "" {
		return u.Host
	}
	return ""
}

const (
	shapeEmpty = "an empty body"
	shapeJSON  = "JSON that is cut or of another shape"
	shapePage  = "a web page"
)

// shape describes an unexpected body without quoting it, because it may contain a generated secret.
func shape(body []byte) string {
	body = bytes.TrimLeft(body, "\ufeff \t\r\n")
	switch {
	case len(body) == 0:
		return shapeEmpty
	case body[0] == '{' || body[0] == '[':
		return shapeJSON
	case body[0] == '<':
		return shapePage
	}
	return "something else"
}
