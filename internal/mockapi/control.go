package mockapi

import (
	"encoding/json"
	"io"
	"net/http"
)

// ControlHelp lists the control calls below /_mock/. They use JSON, need no key, do
// not count against the rate limit, and are not in the request log. They are
// refused to other machines and to web pages.
const ControlHelp = `GET    /_mock/state                     accounts, endpoints with their secrets, users, messages, differences
POST   /_mock/accounts                  {"phone_number", "name", "status"?, "tenant"?}: add one without checks
PATCH  /_mock/accounts/{id}             {"name"?, "status"?}: a change outside of Terraform
DELETE /_mock/accounts/{id}             a deletion outside of Terraform
POST   /_mock/accounts/{id}/connect     the phone scans the QR code
POST   /_mock/accounts/{id}/disconnect  the phone logs out
POST   /_mock/accounts/{id}/rotate-qr   a new QR code
GET    /_mock/accounts/{id}/qr-content  {"content"}: the content of the QR code
DELETE /_mock/endpoints/{id}            a deletion outside of Terraform
POST   /_mock/messages                  {"account_id", "from", "content"}: receive a message
GET    /_mock/deliveries                webhook deliveries, after those in progress
GET    /_mock/requests                  the request log with deliveries, and counts
DELETE /_mock/requests                  clear the request log
GET    /_mock/faults                    faults and how often each occurred
POST   /_mock/faults                    {"kind", "method"?, "route"?, "skip"?, "count"?, …}: inject one
DELETE /_mock/faults                    remove all faults
PUT    /_mock/differences               ["name", …]: enable these and disable all others
GET    /_mock/openapi.yaml              the contract of the mock, OpenAPI 3.1
`

func (s *Server) controlRoutes() http.Handler {
	mux := http.NewServeMux()
	onAccount := func(do func(string) bool) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			id := r.PathValue("id")
			ok := do(id)
			a, _ := s.Account(id)
			found(w, ok, a)
		}
	}
	remove := func(do func(string) bool) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			found(w, do(r.PathValue("id")), object{{"deleted", r.PathValue("id")}})
		}
	}
	mux.HandleFunc("GET /_mock/state", s.controlState)
	mux.HandleFunc("POST /_mock/accounts", s.controlAddAccount)
	mux.HandleFunc("PATCH /_mock/accounts/{id}", s.controlEditAccount)
	mux.HandleFunc("DELETE /_mock/accounts/{id}", remove(s.DeleteAccount))
	mux.HandleFunc("POST /_mock/accounts/{id}/connect", onAccount(s.Connect))
	mux.HandleFunc("POST /_mock/accounts/{id}/disconnect", onAccount(s.Disconnect))
	mux.HandleFunc("POST /_mock/accounts/{id}/rotate-qr", onAccount(s.RotateQR))
	mux.HandleFunc("GET /_mock/accounts/{id}/qr-content", func(w http.ResponseWriter, r *http.Request) {
		content := s.QRContent(r.PathValue("id"))
		found(w, content != "", object{{"content", content}})
	})
	mux.HandleFunc("DELETE /_mock/endpoints/{id}", remove(s.DeleteEndpoint))
	mux.HandleFunc("POST /_mock/messages", s.controlMessage)
	mux.HandleFunc("GET /_mock/deliveries", func(w http.ResponseWriter, r *http.Request) {
		_ = s.Flush(r.Context()) // return those that are complete
		write(w, http.StatusOK, object{{"deliveries", notNil(s.Deliveries())}})
	})
	mux.HandleFunc("GET /_mock/requests", func(w http.ResponseWriter, _ *http.Request) {
		write(w, http.StatusOK, object{
			{"count", s.Count("", "*")}, {"refused", s.Refused()}, {"windows", s.Windows()}, {"requests", s.Requests()},
		})
	})
	mux.HandleFunc("DELETE /_mock/requests", func(w http.ResponseWriter, _ *http.Request) {
		s.ResetLog()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /_mock/faults", s.controlFaults)
	mux.HandleFunc("POST /_mock/faults", s.controlAddFault)
	mux.HandleFunc("DELETE /_mock/faults", func(w http.ResponseWriter, _ *http.Request) {
		s.ClearFaults()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("PUT /_mock/differences", s.controlDifferences)
	mux.HandleFunc("GET /_mock/openapi.yaml", func(w http.ResponseWriter, r *http.Request) {
		if s.options.Contract == nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/yaml")
		_, _ = w.Write(s.options.Contract) // the caller may be gone
	})
	mux.HandleFunc("GET /_mock/{$}", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, ControlHelp)
	})
	return mux
}

func (s *Server) controlState(w http.ResponseWriter, _ *http.Request) {
	on := []string{}
	for _, name := range Differences() {
		if s.differs(name) {
			on = append(on, name)
		}
	}
	write(w, http.StatusOK, object{
		{"accounts", s.Accounts()},
		{"endpoints", s.Endpoints()},
		{"users", s.Users()},
		{"messages", s.Messages()},
		{"differences", on},
	})
}

func (s *Server) controlAddAccount(w http.ResponseWriter, r *http.Request) {
	var a Account
	if read(w, r, &a) {
		write(w, http.StatusCreated, s.AddAccount(a))
	}
}

func (s *Server) controlEditAccount(w http.ResponseWriter, r *http.Request) {
	var edit struct{ Name, Status *string }
	if !read(w, r, &edit) {
		return
	}
	id := r.PathValue("id")
	if edit.Name != nil {
		s.Rename(id, *edit.Name)
	}
	if edit.Status != nil {
		s.SetStatus(id, *edit.Status)
	}
	a, ok := s.Account(id)
	found(w, ok, a)
}

func (s *Server) controlMessage(w http.ResponseWriter, r *http.Request) {
	var in struct {
		AccountID string `json:"account_id"`
		From      string `json:"from"`
		Content   string `json:"content"`
	}
	if read(w, r, &in) {
		m, ok := s.InjectMessage(in.AccountID, in.From, in.Content)
		found(w, ok, m)
	}
}

func (s *Server) controlFaults(w http.ResponseWriter, _ *http.Request) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	all := []object{}
	for _, i := range s.faults.all {
		all = append(all, object{
			{"kind", i.fault.Kind},
			{"method", i.fault.Method},
			{"route", i.fault.Route},
			{"skip", i.fault.Skip},
			{"count", i.fault.Count},
			{"fired", i.fired},
		})
	}
	write(w, http.StatusOK, object{{"faults", all}})
}

func (s *Server) controlAddFault(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequestBody))
	if err != nil {
		return
	}
	f, err := faultFromJSON(body)
	if err != nil {
		refuse(w, err)
		return
	}
	s.AddFault(f)
	write(w, http.StatusCreated, object{{"kind", f.Kind}, {"about", DescribeFault(f.Kind)}})
}

func (s *Server) controlDifferences(w http.ResponseWriter, r *http.Request) {
	var given []string
	if !read(w, r, &given) {
		return
	}
	if err := CheckDifferences(given...); err != nil {
		refuse(w, err)
		return
	}
	s.SetDifferences(given...)
	write(w, http.StatusOK, object{{"differences", notNil(given)}})
}

// read decodes the body of a control call, or sends an error.
func read(w http.ResponseWriter, r *http.Request, into any) bool {
	err := json.NewDecoder(io.LimitReader(r.Body, maxRequestBody)).Decode(into)
	if err != nil {
		refuse(w, err)
	}
	return err == nil
}

func refuse(w http.ResponseWriter, err error) {
	write(w, http.StatusBadRequest, object{{"error", err.Error()}})
}

// found sends an object, or a 404.
func found(w http.ResponseWriter, ok bool, v any) {
	if !ok {
		write(w, http.StatusNotFound, object{{"error", "no such object"}})
		return
	}
	write(w, http.StatusOK, v)
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	_ = e.Encode(v) // the caller may be gone
}

// notNil makes an empty list [] in JSON.
func notNil[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
