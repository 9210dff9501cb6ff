package mockapi

import (
	"net/http"
	"strconv"
)

// answer is what a route decides, before it is sent.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// success is an answer with a JSON body.
func success(status int, v any) answer {
	body, err := appendJSON(nil, v)
	if err != nil {
		panic("mockapi: " + err.Error()) // all values are ours
	}
	return answer{status, http.Header{"Content-Type": {"application/json"}}, append(body, '\n')}
}

// text is an answer without JSON.
func text(status int, contentType, body string) answer {
	return answer{status, http.Header{"Content-Type": {contentType}}, []byte(body)}
}

// empty is an answer without a body.
func empty(status int) answer { return answer{status, http.Header{}, nil} }

// errorCodes are the envelope's codes. Only invalid_request is documented.
var errorCodes = map[int]string{
	http.StatusBadRequest:      "invalid_request",
	http.StatusUnauthorized:    "unauthorized",
	http.StatusForbidden:       "forbidden",
	http.StatusNotFound:        "not_found",
	http.StatusGone:            "not_found",
	http.StatusTooManyRequests: "rate_limit_exceeded",
}

// failure is an answer with the documented error envelope.
func failure(status int, message string) answer {
	code := errorCodes[status]
	if code == "" {
		code = "server_error"
	}
	return envelope(status, status, code, message)
}

// envelope is the documented error format. The status inside can differ from
// the one of the answer.
func envelope(status, inside int, code, message string) answer {
	return success(status, object{{"error", object{{"code", code}, {"message", message}, {"status", inside}}}})
}

// invalid is the documented 400.
func invalid(message string) answer { return failure(http.StatusBadRequest, message) }

// missing is the documented 400 for a parameter that is not there.
func missing(parameter string) answer { return invalid("Missing required parameter: " + parameter) }

// noSuchPage is what a router says to an address that it does not know.
func noSuchPage() answer {
	return text(http.StatusNotFound, "text/plain; charset=utf-8", "404 page not found\n")
}

// reply sends an answer, after the latency.
func (s *Server) reply(w http.ResponseWriter, c *call, a answer) {
	s.mu.Lock()
	latency := s.latency
	s.mu.Unlock()
	if latency > 0 && !s.hold(c.r.Context(), latency) {
		s.abort(c)
	}
	s.sendHeader(w, c, a, len(a.body))
	_, _ = w.Write(a.body) // the client may be gone
}

// abort closes the connection without an answer.
func (s *Server) abort(c *call) {
	s.finish(c, 0)
	panic(http.ErrAbortHandler)
}

// exactNames are documented spellings that Go's canonical form would change.
var exactNames = map[string]string{
	"X-Ratelimit-Limit":     "X-RateLimit-Limit",
	"X-Ratelimit-Remaining": "X-RateLimit-Remaining",
	"X-Ratelimit-Reset":     "X-RateLimit-Reset",
}

// sendHeader sends everything but the body, which will have length bytes.
func (s *Server) sendHeader(w http.ResponseWriter, c *call, a answer, length int) {
	a.header.Set("Date", s.now().Format(http.TimeFormat))
	if s.differs(DiffNoDate) {
		a.header["Date"] = nil // where there is none, net/http adds its own
	}
	if s.options.HeadersAlways && !s.options.NoRateHeaders && c.rate != nil && a.header.Get(headerReset) == "" {
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
	// A recorder in a test looks headers up by their canonical names, so the
	// exact ones are for real connections only.
	h := w.Header()
	_, connection := w.(http.Hijacker)
	for name, values := range a.header {
		if exact, ok := exactNames[name]; ok && connection {
			name = exact
		}
		h[name] = values
	}
	if length > 0 {
		h.Set("Content-Length", strconv.Itoa(length))
	}
	s.finish(c, a.status)
	w.WriteHeader(a.status)
}

// finish completes the log entry. The client hears of the answer only after.
func (s *Server) finish(c *call, status int) {
	entry := s.log.finish(c.entry, status)
	if s.options.OnRequest != nil {
		s.options.OnRequest(entry)
	}
}
