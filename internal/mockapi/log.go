package mockapi

import (
	"net/http"
	"sync"
	"time"
)

// Request is an entry of the request log: a request to the API, or a webhook delivery
// if Delivery is set.
type Request struct {
	At       time.Time   `json:"at"` // the server's clock, at arrival
	Method   string      `json:"method"`
	Path     string      `json:"path"` // with /v1; for a delivery the URL
	Query    string      `json:"query,omitempty"`
	Route    string      `json:"route,omitempty"`  // such as /whatsapp/accounts/{id}; "": unknown
	Status   int         `json:"status"`           // 0: no response, or not yet
	Tenant   string      `json:"tenant,omitempty"` // of the key, which is not stored
	Header   http.Header `json:"-"`                // without Authorization
	Body     string      `json:"body,omitempty"`
	Window   int         `json:"window,omitempty"`   // number of the rate limit window, from 1; 0: no limit
	Refused  bool        `json:"refused,omitempty"`  // by the limit or a fault of the kind 429
	Fault    string      `json:"fault,omitempty"`    // kind of the fault that hit it
	Delivery *Delivery   `json:"delivery,omitempty"` // set for a webhook delivery
}

// requestLog keeps requests in the order of arrival.
type requestLog struct {
	mu      sync.Mutex
	entries []*Request
}

func (l *requestLog) begin(at time.Time, c *call) *Request {
	header := c.r.Header.Clone()
	header.Del("Authorization")
	return l.add(&Request{
		At: at, Method: c.r.Method, Path: c.r.URL.Path, Query: c.r.URL.RawQuery, Route: c.route,
		Header: header, Body: string(c.body),
	})
}

func (l *requestLog) add(e *Request) *Request {
	l.edit(func() { l.entries = append(l.entries, e) })
	return e
}

// edit changes entries while nobody reads them.
func (l *requestLog) edit(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// tell calls the function that wants to know each request.
func (s *Server) tell(e *Request) {
	if s.options.OnRequest != nil {
		s.options.OnRequest(*e)
	}
}

// Requests returns all requests and webhook deliveries since the start or the last
// [Server.ResetLog], in the order of arrival.
func (s *Server) Requests() []Request { return s.logged(func(*Request) bool { return true }) }

func (s *Server) logged(which func(*Request) bool) []Request {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	found := []Request{}
	for _, e := range s.log.entries {
		if which(e) {
			found = append(found, *e)
		}
	}
	return found
}

// ResetLog clears the request log.
func (s *Server) ResetLog() { s.log.edit(func() { s.log.entries = nil }) }

// Count returns the number of API requests with this method ("": any) and route. A
// route is a pattern such as [RouteAccount], one exact path, a prefix such as
// "/whatsapp/*", or "*" for any. Rejected requests count, deliveries do not.
func (s *Server) Count(method, route string) int {
	return len(s.logged(func(e *Request) bool { return e.Delivery == nil && e.matches(method, route) }))
}

// Refused returns the number of requests that the limit or a fault of the kind 429
// rejected.
func (s *Server) Refused() int { return len(s.logged(func(e *Request) bool { return e.Refused })) }

// Windows returns the number of rate limit windows that contain requests, of all
// keys. Without a limit it returns 0.
func (s *Server) Windows() int {
	windows := map[int]bool{}
	for _, e := range s.logged(func(e *Request) bool { return e.Window > 0 }) {
		windows[e.Window] = true
	}
	return len(windows)
}

// Deliveries returns the webhook deliveries in the request log.
func (s *Server) Deliveries() []Delivery {
	all := []Delivery{}
	for _, e := range s.logged(func(e *Request) bool { return e.Delivery != nil }) {
		all = append(all, *e.Delivery)
	}
	return all
}
