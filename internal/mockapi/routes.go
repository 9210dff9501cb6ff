package mockapi

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Routes, as [Fault.Route], [Request.Route] and [Server.Count] name them.
const (
	RouteAccounts  = "/whatsapp/accounts"
	RouteAccount   = "/whatsapp/accounts/{id}"
	RouteQRCode    = "/whatsapp/accounts/{id}/qr-code"
	RouteMessages  = "/whatsapp/messages"
	RouteUsers     = "/users"
	RouteEndpoints = "/webhooks/endpoints"
	RouteEndpoint  = "/webhooks/endpoints/{id}"
)

// documented are the operations on the vendor's page. Of the last one only the
// URL is there.
var documented = map[string]bool{
	"POST " + RouteAccounts: true, "POST " + RouteMessages: true, "GET " + RouteUsers: true, "GET " + RouteQRCode: true,
}

// handlers answer with the server's lock held.
var handlers = map[string]map[string]func(*Server, *call) answer{
	RouteAccounts:  {"POST": (*Server).createAccount, "GET": (*Server).listAccounts},
	RouteAccount:   {"GET": (*Server).getAccount, "PATCH": (*Server).patchAccount, "DELETE": (*Server).deleteAccount},
	RouteQRCode:    {"GET": (*Server).getQRCode},
	RouteMessages:  {"POST": (*Server).createMessage},
	RouteUsers:     {"GET": (*Server).listUsers},
	RouteEndpoints: {"POST": (*Server).createEndpoint, "GET": (*Server).listEndpoints},
	RouteEndpoint:  {"GET": (*Server).getEndpoint, "PATCH": (*Server).patchEndpoint, "DELETE": (*Server).deleteEndpoint},
}

// Routes lists the operations as "METHOD /path", sorted.
func Routes() (all []string) {
	for route, methods := range handlers {
		for method := range methods {
			all = append(all, method+" "+route)
		}
	}
	slices.Sort(all)
	return all
}

// findRoute finds the pattern that a path below /v1 matches, and its id. A path
// with an empty id matches none: it must not pass for the list.
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

// selects tells whether a pattern given by a test means this request: "" and
// "*" mean all, a pattern that ends in * is the beginning of a path, any other
// is a route or one exact path. All below /v1, which may be written or not.
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

// act does what the request asks for.
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

// missingRoute is the answer to a route that this server does not have.
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
