package mockapi

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// answer is the response that a route selects.
type answer struct {
	status int
	header http.Header
	value  any    // of the JSON body, until it is encoded
	body   []byte // if there is no value
}

// success returns a response with a JSON body.
func success(status int, v any) answer {
	return answer{status: status, header: http.Header{"Content-Type": {jsonText}}, value: v}
}

// encoded returns the response with its body.
func (a answer) encoded() answer {
	if a.value != nil {
		body, err := json.Marshal(a.value)
		if err != nil {
			panic("mockapi: " + err.Error()) // cannot fail for these values
		}
		a.value, a.body = nil, append(body, '\n')
	}
	return a
}

const (
	jsonText  = "application/json"
	plainText = "text/plain; charset=utf-8"
)

// text returns a response without JSON.
func text(status int, contentType, body string) answer {
	return answer{status: status, header: http.Header{"Content-Type": {contentType}}, body: []byte(body)}
}

// empty returns a response without a body.
func empty(status int) answer { return answer{status: status, header: http.Header{}} }

// moved returns a redirect.
func moved(status int, location string) answer {
	return answer{status: status, header: http.Header{"Location": {location}}}
}

// errorCodes are the codes of the error envelope. Only invalid_request is documented.
var errorCodes = map[int]string{
	http.StatusBadRequest:      "invalid_request",
	http.StatusUnauthorized:    "unauthorized",
	http.StatusForbidden:       "forbidden",
	http.StatusNotFound:        "not_found",
	http.StatusGone:            "not_found",
	http.StatusTooManyRequests: "rate_limit_exceeded",
}

// failure returns a response with the documented error envelope.
func failure(status int, message string) answer {
	return envelope(status, status, "", message)
}

// envelope returns the documented error format. Its status can differ from the status
// of the response. Without a code it has that of its status.
func envelope(status, inside int, code, message string) answer {
	code = cmp.Or(code, errorCodes[inside], "server_error")
	return success(status, object{"error": object{"code": code, "message": message, "status": inside}})
}

// invalid returns the documented 400.
func invalid(message string) answer { return failure(http.StatusBadRequest, message) }

// missingParameter is the documented message of a 400, without the name of the parameter.
const missingParameter = "Missing required parameter: "

// reply sends a response after the latency.
func (s *Server) reply(w http.ResponseWriter, c *call, a answer) {
	a = a.encoded()
	s.wait(c.r.Context(), c, s.options.Latency)
	s.sendHeader(w, c, a)
	_, _ = w.Write(a.body) // the client may be gone
}

// wait holds a request for d, or forever if d is negative, and closes its connection if that ends early.
func (s *Server) wait(ctx context.Context, c *call, d time.Duration) {
	if d != 0 && !s.hold(ctx, d) {
		s.abort(c)
	}
}

// abort closes the connection without a response.
func (s *Server) abort(c *call) {
	s.finish(c, 0)
	panic(http.ErrAbortHandler)
}

// sendHeader sends the status and the headers of a response with its length.
func (s *Server) sendHeader(w http.ResponseWriter, c *call, a answer) {
	a.header.Set("Date", s.now().Format(http.TimeFormat))
	if s.differs("no-date") {
		a.header["Date"] = nil // without one, net/http adds its own
	}
	if c.rate != nil && (s.options.HeadersAlways || c.entry.Refused) {
		c.rate.addTo(a.header)
	}
	if c.fault != nil {
		for name, value := range c.fault.Headers {
			a.header[http.CanonicalHeaderKey(name)] = nil
			if value != "" {
				a.header.Set(name, value)
			}
		}
	}
	h := w.Header()
	maps.Copy(h, a.header)
	if len(a.body) > 0 {
		h.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	s.finish(c, a.status)
	w.WriteHeader(a.status)
}

// finish completes the log entry before the client gets the response.
func (s *Server) finish(c *call, status int) {
	s.log.edit(func() { c.entry.Status = status })
	s.tell(c.entry)
}
