package main

import (
	"net/http"
	"net/http/httptest"
	"sync"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// apiKey must not appear in any output.
const apiKey = "chaos-canary-key-7b1e"

// server is a mock API with its own port and with events before certain requests.
type server struct {
	*mockapi.Server
	url     string
	options mockapi.Options
	closers []func()

	handlers sync.WaitGroup // running, some for clients that are gone

	mu       sync.Mutex
	requests int // in this round
	before   map[int][]func()
	trapped  int // requests that followed a redirect
	trapURL  string
	injected []*mockapi.Injected
}

func serve(options mockapi.Options) *server {
	options.Keys = map[string]string{apiKey: ""}
	s := &server{Server: mockapi.New(options), options: options}
	listener := httptest.NewServer(s)
	trap := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.trapped++
	}))
	s.url, s.trapURL = listener.URL+"/v1", trap.URL
	s.closers = []func(){s.Close, listener.CloseClientConnections, listener.Close, trap.Close}
	return s
}

func (s *server) close() {
	for _, f := range s.closers {
		f()
	}
}

// ServeHTTP runs the events before this request and serves it.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.handlers.Add(1)
	defer s.handlers.Done()
	s.mu.Lock()
	s.requests++
	actions := s.before[s.requests]
	s.mu.Unlock()
	for _, action := range actions {
		action()
	}
	s.Server.ServeHTTP(w, r)
}

// begin starts a round with its limit, latency, and faults.
func (s *server) begin(r round) {
	s.SetLimit(r.limit, r.window)
	s.SetLatency(r.latency)
	differences := s.options.Differences
	if r.duplicates {
		differences = append(differences[:len(differences):len(differences)], mockapi.DiffAllowsDuplicates)
	}
	s.SetDifferences(differences...)
	for _, f := range r.faults {
		if f.Kind == mockapi.FaultRedirect {
			f.Location = s.trapURL + "/v1" + mockapi.RouteAccounts
		}
		s.injected = append(s.injected, s.AddFault(f))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.before = 0, map[int][]func(){}
}

// at schedules an event before a request of this round.
func (s *server) at(request int, action func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before[request] = append(s.before[request], action)
}

// end removes all faults and limits after the last request has ended. It returns the number of requests that each fault of
// the round hit.
func (s *server) end() (hits []int) {
	s.handlers.Wait()
	for _, i := range s.injected {
		hits = append(hits, i.Fired())
	}
	s.injected = nil
	s.ClearFaults()
	s.SetLimit(0, 0)
	s.SetLatency(0)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = nil
	return hits
}
