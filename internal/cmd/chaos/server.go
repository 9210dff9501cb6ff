package main

import (
	"net/http"
	"net/http/httptest"
	"sync"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// apiKey may be in no output.
const apiKey = "chaos-canary-key-7b1e"

// server is the mock on a port of its own, with things to do before certain requests.
type server struct {
	*mockapi.Server
	url     string
	options mockapi.Options
	closers []func()

	handlers sync.WaitGroup // at work, some for clients that have left

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

// ServeHTTP does what is to be done before this request, and serves it.
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

// begin starts a round: its limit, its latency, its faults.
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

// at has something done before a request of this round.
func (s *server) at(request int, action func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before[request] = append(s.before[request], action)
}

// end lifts everything, once no request is at work any more, not even one that nobody waits for. It returns how many
// requests each of the round's faults hit.
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
