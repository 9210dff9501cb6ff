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

// handlers run with the server's lock held.
var handlers = map[string]map[string]func(*Server, *call) answer{
	RouteAccounts:  {"POST": (*Server).createAccount, "GET": (*Server).list},
	RouteAccount:   {"GET": (*Server).get, "PATCH": (*Server).patch, "DELETE": (*Server).remove},
	RouteQRCode:    {"GET": (*Server).getQRCode},
	RouteMessages:  {"POST": (*Server).createMessage},
	RouteUsers:     {"GET": (*Server).list},
	RouteEndpoints: {"POST": (*Server).createEndpoint, "GET": (*Server).list},
	RouteEndpoint:  {"GET": (*Server).get, "PATCH": (*Server).patch, "DELETE": (*Server).remove},
}

// kinds are the kinds of objects by route.
var kinds = map[string]string{
	RouteAccounts: kindAccount, RouteAccount: kindAccount, RouteQRCode: kindAccount,
	RouteEndpoints: kindEndpoint, RouteEndpoint: kindEndpoint,
	RouteUsers: kindUser,
}

// Routes returns the operations as "METHOD /path" in order.
func Routes() (all []string) {
	for route, methods := range handlers {
		for method := range methods {
			all = append(all, method+" "+route)
		}
	}
	slices.Sort(all)
	return all
}

// findRoute returns the pattern of a path below /v1, and the id in it. A path with an
// empty id matches no pattern, so that it is not taken for the list.
func findRoute(path string) (route, id string) {
	for pattern := range handlers {
		if id, ok := matchRoute(pattern, path); ok {
			return pattern, id
		}
	}
	return "", ""
}

func matchRoute(pattern, path string) (id string, ok bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return "", false
	}
	for i := range want {
		if want[i] == "{id}" && got[i] != "" {
			unescaped, err := url.PathUnescape(got[i])
			if err != nil {
				return "", false
			}
			id = unescaped
		} else if want[i] != got[i] {
			return "", false
		}
	}
	return id, true
}

// matches reports whether the request has this method ("": any), and a route or path that a pattern selects: "" and "*"
// select all, a pattern that ends in * is a prefix of a path, and any other pattern is a route or an exact path. All are
// below /v1, which is optional.
func (e *Request) matches(method, pattern string) bool {
	if method != "" && method != e.Method {
		return false
	}
	pattern = strings.TrimPrefix(pattern, prefix)
	start, isPrefix := strings.CutSuffix(pattern, "*")
	return pattern == "" || pattern == "*" || pattern == e.Route || prefix+pattern == e.Path ||
		isPrefix && strings.HasPrefix(e.Path, prefix+start)
}

// act runs the request with the enabled differences, and last with further hooks.
func (s *Server) act(c *call, last ...hook) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.query, c.now = c.r.URL.Query(), s.now()
	s.settle()
	run := func() answer { return s.dispatch(c) }
	// The first one runs last, so that it decides if two contradict each other.
	for _, apply := range slices.Backward(slices.Concat(last, s.hooks)) {
		next := run
		run = func() answer { return apply(s, c, next) }
	}
	return run().encoded()
}

func (s *Server) dispatch(c *call) answer {
	methods, ok := handlers[c.route]
	if !ok {
		return noSuchRoute(c)
	}
	handle, ok := methods[c.method]
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
