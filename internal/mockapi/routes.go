package mockapi

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Routes, as in [Fault.Route], [Request.Route], and [Server.Count].
const (
	RouteAccounts  = "/whatsapp/accounts"
	RouteAccount   = "/whatsapp/accounts/{id}"
	RouteQRCode    = "/whatsapp/accounts/{id}/qr-code"
	RouteMessages  = "/whatsapp/messages"
	RouteUsers     = "/users"
	RouteEndpoints = "/webhooks/endpoints"
	RouteEndpoint  = "/webhooks/endpoints/{id}"
)

// documented are the operations in the vendor's documentation, which contains only
// the URL of the last one.
var documented = map[string]bool{
	"POST " + RouteAccounts: true, "POST " + RouteMessages: true, "GET " + RouteUsers: true, "GET " + RouteQRCode: true,
}

// route is what exists at a path below /v1. Its handlers run with the server's lock held.
type route struct {
	kind     string // of its objects
	handlers methods
}

type handler func(*Server, *call) answer

type methods map[string]handler

// single are the methods of one account or endpoint.
var single = methods{"GET": existing((*Server).get), "PATCH": existing((*Server).patch), "DELETE": existing((*Server).remove)}

var routes = map[string]route{
	RouteAccounts:  {kindAccount, methods{"POST": (*Server).createAccount, "GET": (*Server).list}},
	RouteAccount:   {kindAccount, single},
	RouteQRCode:    {kindAccount, methods{"GET": existing((*Server).getQRCode)}},
	RouteMessages:  {"", methods{"POST": (*Server).createMessage}},
	RouteUsers:     {kindUser, methods{"GET": (*Server).list}},
	RouteEndpoints: {kindEndpoint, methods{"POST": (*Server).createEndpoint, "GET": (*Server).list}},
	RouteEndpoint:  {kindEndpoint, single},
}

// Routes returns the operations as "METHOD /path" in order.
func Routes() (all []string) {
	for pattern, route := range routes {
		for method := range route.handlers {
			all = append(all, method+" "+pattern)
		}
	}
	slices.Sort(all)
	return all
}

// findRoute returns the pattern of an escaped path, and the id in it. A path with an empty id matches no pattern,
// so that it is not taken for the list.
func findRoute(path string) (pattern, id string) {
	for pattern := range routes {
		before, after, one := strings.Cut(pattern, "{id}")
		rest, ok := strings.CutPrefix(path, prefix+before)
		escaped, ends := strings.CutSuffix(rest, after)
		id, err := url.PathUnescape(escaped)
		if ok && ends && err == nil && one == (escaped != "") && !strings.Contains(escaped, "/") {
			return pattern, id
		}
	}
	return "", ""
}

// matches reports whether the request has this method ("": any), and a route or path that a pattern selects: "" and "*"
// select all, a pattern that ends in * is a prefix of a path, and any other pattern is a route or an exact path. All are
// below /v1, which is optional.
func (e *Request) matches(method, pattern string) bool {
	pattern = strings.TrimPrefix(pattern, prefix)
	start, open := strings.CutSuffix(pattern, "*")
	selected := pattern == "" || pattern == "*" || pattern == e.Route || e.Path == prefix+pattern ||
		open && strings.HasPrefix(e.Path, prefix+start)
	return selected && (method == "" || method == e.Method)
}

// act runs the request with the enabled differences, and last with further hooks.
func (s *Server) act(c *call, last ...hook) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.query, c.now = c.r.URL.Query(), s.now()
	s.settle()
	if !s.begun[c.tenant] {
		s.begun[c.tenant] = true
		s.addFirstUsers(c.tenant)
	}
	run := func() answer { return s.dispatch(c) }
	// The first one runs last, so that it decides if two contradict each other.
	for _, apply := range slices.Backward(slices.Concat(last, s.hooks)) {
		next := run
		run = func() answer { return apply(s, c, next) }
	}
	return run().encoded()
}

func (s *Server) dispatch(c *call) answer {
	if c.route == "" {
		return noSuchRoute(c)
	}
	handle, ok := routes[c.route].handlers[c.method]
	if !ok {
		return notAllowed(c)
	}
	return handle(s, c)
}

// noSuchRoute returns the response of a router to an unknown path.
func noSuchRoute(c *call) answer {
	c.unknownRoute = true
	return text(http.StatusNotFound, plainText, "404 page not found\n")
}

func unknownRoute(*call) answer { return failure(http.StatusNotFound, "Unknown route.") }

func notAllowed(*call) answer {
	return text(http.StatusMethodNotAllowed, plainText, "Method Not Allowed\n")
}
