package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const demoKey = "demo-key"

// server is the mock API together with a webhook receiver.
type server struct {
	*mockapi.Server
	url      string
	receiver *receiver
	close    func()
	seen     int
}

func startServer() (*server, error) {
	mock := mockapi.New(mockapi.Options{Keys: map[string]string{demoKey: ""}, Plan: "free", HeadersAlways: true})
	api, apiURL, err := listen(mock)
	if err != nil {
		return nil, err
	}
	hooks := &receiver{arrived: make(chan struct{}, 100)}
	web, webURL, err := listen(hooks)
	if err != nil {
		_ = api.Close()
		return nil, err
	}
	hooks.url = webURL + "/hooks"
	return &server{Server: mock, url: apiURL + "/v1", receiver: hooks, close: func() {
		mock.Close()
		_ = api.Close()
		_ = web.Close()
	}}, nil
}

func listen(handler http.Handler) (*http.Server, string, error) {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", fmt.Errorf("cannot listen on 127.0.0.1: %w", err)
	}
	s := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.Serve(listener) }()
	return s, "http://" + listener.Addr().String(), nil
}

var objectID = regexp.MustCompile(`wh[ae]_\w+`)

// news lists the requests since the last call and counts equal ones.
func (s *server) news() string {
	var parts []string
	counts := map[string]int{}
	requests := s.Requests()
	for _, r := range requests[s.seen:] {
		if r.Delivery != nil {
			continue
		}
		path := objectID.ReplaceAllString(strings.TrimPrefix(r.Path, "/v1"), "{id}")
		part := fmt.Sprintf("%s %s %d", r.Method, path, r.Status)
		if counts[part]++; counts[part] == 1 {
			parts = append(parts, part)
		}
	}
	s.seen = len(requests)
	for i, part := range parts {
		if counts[part] > 1 {
			parts[i] = fmt.Sprintf("%s ×%d", part, counts[part])
		}
	}
	if len(parts) == 0 {
		return "no requests"
	}
	return strings.Join(parts, " · ")
}

func (s *server) totals() (requests, refused int) { return s.Count("", ""), s.Refused() }

// receiver keeps the last delivery.
type receiver struct {
	url     string
	arrived chan struct{}

	mu        sync.Mutex
	body      []byte
	signature string
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, 1<<20))
	if err != nil {
		http.Error(w, "unreadable", http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	r.body, r.signature = body, req.Header.Get(botbiz.SignatureHeader)
	r.mu.Unlock()
	w.WriteHeader(http.StatusNoContent)
	r.arrived <- struct{}{}
}

// last returns the last delivery.
func (r *receiver) last() (body []byte, signature string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.body, r.signature
}
