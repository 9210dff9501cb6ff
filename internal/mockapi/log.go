package mockapi

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// Request is an entry of the request log: a request to the API, or a webhook delivery
// if Delivery is set.
type Request struct {
	At        time.Time   `json:"at"` // the server's clock, at arrival
	Method    string      `json:"method"`
	Path      string      `json:"path"` // with /v1; for a delivery the URL
	Query     string      `json:"query,omitempty"`
	Route     string      `json:"route,omitempty"`  // such as /whatsapp/accounts/{id}; "": unknown
	Status    int         `json:"status"`           // 0: no response, or not yet
	Tenant    string      `json:"tenant,omitempty"` // of the key, which is not stored
	UserAgent string      `json:"user_agent,omitempty"`
	Header    http.Header `json:"-"` // without Authorization
	Body      string      `json:"body,omitempty"`
	Window    int         `json:"window,omitempty"`   // number of the key's window, from 1; 0: no limit
	Refused   bool        `json:"refused,omitempty"`  // by the limit or a fault of the kind 429
	Fault     string      `json:"fault,omitempty"`    // kind of the fault that hit it
	Delivery  *Delivery   `json:"delivery,omitempty"` // set for a webhook delivery
}

// requestLog keeps requests in the order of arrival.
type requestLog struct {
	mu      sync.Mutex
	entries []*logEntry
}

type logEntry struct {
	Request
	path string // below /v1
	key  int    // number of the key, to tell its windows from those of other keys
}

func (l *requestLog) begin(at time.Time, c *call) *logEntry {
	header := c.r.Header.Clone()
	header.Del("Authorization")
	e := &logEntry{path: c.path, Request: Request{
		At: at, Method: c.r.Method, Path: c.r.URL.Path, Query: c.r.URL.RawQuery, Route: c.route,
		UserAgent: c.r.UserAgent(), Header: header, Body: string(c.body),
	}}
	l.edit(func() { l.entries = append(l.entries, e) })
	return e
}

// edit changes entries while nobody reads them.
func (l *requestLog) edit(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

func (l *requestLog) finish(e *logEntry, status int) Request {
	l.edit(func() { e.Status = status })
	return e.Request
}

func (l *requestLog) delivered(d Delivery) Request {
	e := &logEntry{Request: Request{
		At: d.At, Method: http.MethodPost, Path: d.URL, Status: d.Status, Tenant: d.Tenant, Body: d.Body, Delivery: &d,
	}}
	l.edit(func() { l.entries = append(l.entries, e) })
	return e.Request
}

// Requests returns all requests and webhook deliveries since the start or the last
// [Server.ResetLog], in the order of arrival.
func (s *Server) Requests() []Request {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	all := make([]Request, len(s.log.entries))
	for i, e := range s.log.entries {
		all[i] = e.Request
	}
	return all
}

// ResetLog clears the request log.
func (s *Server) ResetLog() {
	s.log.edit(func() { s.log.entries = nil })
}

// Count returns the number of API requests with this method ("": any) and route. A
// route is a pattern such as [RouteAccount], one exact path, a prefix such as
// "/whatsapp/*", or "*" for any. Rejected requests count, deliveries do not.
func (s *Server) Count(method, route string) int {
	return s.log.count(func(e *logEntry) bool {
		return (method == "" || method == e.Method) && selects(route, e.Route, e.path)
	})
}

// Refused returns the number of requests that the limit or a fault of the kind 429
// rejected.
func (s *Server) Refused() int { return s.log.count(func(e *logEntry) bool { return e.Refused }) }

func (l *requestLog) count(which func(*logEntry) bool) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, e := range l.entries {
		if e.Delivery == nil && which(e) {
			n++
		}
	}
	return n
}

// Windows returns the number of rate limit windows that contain requests, of all
// keys. Without a limit it returns 0.
func (s *Server) Windows() int {
	var windows [][2]int
	s.log.count(func(e *logEntry) bool {
		if w := [2]int{e.key, e.Window}; e.Window > 0 && !slices.Contains(windows, w) {
			windows = append(windows, w)
		}
		return false
	})
	return len(windows)
}
