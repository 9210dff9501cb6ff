package mockapi

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// controls are the control calls below /_mock/. What run returns is the JSON of the response; run is nil for the contract.
var controls = []struct {
	call, about string
	run         func(s *Server, r *http.Request) (any, error)
}{
	{"PATCH /_mock/accounts/{id}", `{"name"?, "status"?}: a change outside of Terraform`, controlEditAccount},
	{"DELETE /_mock/accounts/{id}", "a deletion outside of Terraform", onObject((*Server).DeleteAccount)},
	{"POST /_mock/accounts/{id}/connect", "the phone scans the QR code", onObject((*Server).Connect)},
	{"POST /_mock/accounts/{id}/disconnect", "the phone logs out", onObject((*Server).Disconnect)},
	{"DELETE /_mock/endpoints/{id}", "a deletion outside of Terraform", onObject((*Server).DeleteEndpoint)},
	{"POST /_mock/messages", `{"account_id", "from", "content"}: receive a message`, controlMessage},
	{"GET /_mock/deliveries", "webhook deliveries, after those in progress", controlDeliveries},
	{"GET /_mock/requests", "the request log with deliveries, and counts", controlRequests},
	{"GET /_mock/openapi.yaml", "the contract of the mock, OpenAPI 3.1", nil},
}

// ControlHelp lists the control calls. They use JSON, need no key, do not count against the rate limit, and are not in the
// request log. They are refused to other machines and to web pages.
func ControlHelp() string {
	var help strings.Builder
	for _, c := range controls {
		method, path, _ := strings.Cut(c.call, " ")
		fmt.Fprintf(&help, "%-6s %-32s %s\n", method, path, c.about)
	}
	return help.String()
}

// errNoObject is a response with 404; any other error is one with 400.
var errNoObject = errors.New("no such object")

func (s *Server) controlRoutes() http.Handler {
	mux := http.NewServeMux()
	for _, c := range controls {
		mux.HandleFunc(c.call, func(w http.ResponseWriter, r *http.Request) {
			if c.run == nil {
				w.Header().Set("Content-Type", "application/yaml")
				_, _ = w.Write(s.options.Contract) // the caller may be gone
				return
			}
			switch v, err := c.run(s, r); {
			case errors.Is(err, errNoObject):
				write(w, http.StatusNotFound, object{"error": err.Error()})
			case err != nil:
				write(w, http.StatusBadRequest, object{"error": err.Error()})
			default:
				write(w, http.StatusOK, v)
			}
		})
	}
	mux.HandleFunc("GET /_mock/{$}", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, ControlHelp())
	})
	return mux
}

// onObject changes the object in the path, and returns it if it is an account.
func onObject(change func(s *Server, id string) bool) func(*Server, *http.Request) (any, error) {
	return func(s *Server, r *http.Request) (any, error) {
		id := r.PathValue("id")
		if !change(s, id) {
			return nil, errNoObject
		}
		if a, ok := s.Account(id); ok {
			return a, nil
		}
		return object{"deleted": id}, nil
	}
}

func controlEditAccount(s *Server, r *http.Request) (any, error) {
	var edit struct{ Name, Status string }
	if err := decode(r, &edit); err != nil {
		return nil, err
	}
	return onObject(func(s *Server, id string) bool {
		return with(s, id, func(a *Account) {
			a.Name = cmp.Or(edit.Name, a.Name)
			s.setStatus(a, cmp.Or(edit.Status, a.Status))
		})
	})(s, r)
}

func controlMessage(s *Server, r *http.Request) (any, error) {
	var in Message
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	m, ok := s.InjectMessage(in.AccountID, in.From, in.Content)
	if !ok {
		return nil, errNoObject
	}
	return m, nil
}

func controlDeliveries(s *Server, r *http.Request) (any, error) {
	_ = s.Flush(r.Context()) // return those that are complete
	return object{"deliveries": s.Deliveries()}, nil
}

func controlRequests(s *Server, _ *http.Request) (any, error) {
	return object{"count": s.Count("", "*"), "refused": s.Refused(), "windows": s.Windows(), "requests": s.Requests()}, nil
}

func decode(r *http.Request, into any) error {
	return json.NewDecoder(io.LimitReader(r.Body, maxRequestBody)).Decode(into)
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", jsonText)
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	_ = e.Encode(v) // the caller may be gone
}
