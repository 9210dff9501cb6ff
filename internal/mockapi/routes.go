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
	RouteAccounts:  {"POST": (*Server).createAccount, "GET": (*Server).listAccounts},
	RouteAccount:   {"GET": (*Server).getAccount, "PATCH": (*Server).patchAccount, "DELETE": (*Server).deleteAccount},
	RouteQRCode:    {"GET": (*Server).getQRCode},
	RouteMessages:  {"POST": (*Server).createMessage},
	RouteUsers:     {"GET": (*Server).listUsers},
	RouteEndpoints: {"POST": (*Server).createEndpoint, "GET": (*Server).listEndpoints},
	RouteEndpoint:  {"GET": (*Server).getEndpoint, "PATCH": (*Server).patchEndpoint, "DELETE": (*Server).deleteEndpoint},
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

// selects reports whether a pattern matches this request: "" and "*" match all, a
// pattern that ends in * is a prefix of a path, and any other pattern is a route or
// an exact path. All are below /v1, which is optional.
func selects(pattern, route, path string) bool {
	pattern = strings.TrimPrefix(pattern, prefix)
	if pattern == "" || pattern == "*" {
		return true
	}
	if start, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(path, start)
	}
	return pattern == route || pattern == path
}

// act runs the request.
func (s *Server) act(c *call) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, ok := s.lackingRoute(c); ok {
		return a
	}
	methods, ok := handlers[c.route]
	if !ok {
		return s.missingRoute()
	}
	handle, ok := methods[c.r.Method]
	if !ok {
		return notAllowed()
	}
	return handle(s, c)
}

// missingRoute returns the response to an unknown route.
func (s *Server) missingRoute() answer {
	if s.differences[DiffEnvelopedMissingRoutes] {
		return unknownRoute()
	}
	return noSuchPage()
}

func unknownRoute() answer { return failure(http.StatusNotFound, "Unknown route.") }

func notAllowed() answer {
	return text(http.StatusMethodNotAllowed, "text/plain; charset=utf-8", "Method Not Allowed\n")
}
