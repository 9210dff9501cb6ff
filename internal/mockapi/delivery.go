package mockapi

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// deliveryTimeout is the time that a receiver has to respond.
const deliveryTimeout = 10 * time.Second

// Delivery is one event for one endpoint, sent or skipped.
type Delivery struct {
	At         time.Time `json:"at"`
	Tenant     string    `json:"tenant,omitempty"`
	EndpointID string    `json:"endpoint_id"`
	EventID    string    `json:"event_id"`
	EventType  string    `json:"event_type"`
	URL        string    `json:"url"`
	Signature  string    `json:"signature"`
	Body       string    `json:"body"`
	Status     int       `json:"status"`           // of the receiver's response; 0: no response
	Answer     string    `json:"answer,omitempty"` // its first KiB
	Error      string    `json:"error,omitempty"`  // why there is no response
}

// outbox sends deliveries one at a time. Its goroutine ends after the last one, so
// an idle server has no goroutine.
type outbox struct {
	client *http.Client

	mu      sync.Mutex
	queue   []job
	running bool
	idle    chan struct{} // closed while nothing is queued or in progress
	done    []Delivery
}

type job struct {
	Delivery
	secret string
}

func (o *outbox) init(transport http.RoundTripper) {
	if transport == nil {
		transport = &http.Transport{DisableKeepAlives: true} // without a proxy: loopback only
	}
	o.client = &http.Client{
		Transport: transport, Timeout: deliveryTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	o.idle = make(chan struct{})
	close(o.idle)
}

// emit queues an event for all enabled endpoints that subscribe to its type. The
// caller holds the lock, so events are in order.
func (s *Server) emit(tenant, eventType string, data object) {
	now := s.now()
	id := newID("evt")
	body, err := json.Marshal(object{"id": id, "type": eventType, "created": now.Unix(), "data": data})
	if err != nil {
		panic("mockapi: " + err.Error()) // cannot fail for these values
	}
	for e := range all[*Endpoint](s) {
		if e.Tenant == tenant && e.Enabled && slices.Contains(e.Events, eventType) {
			s.enqueue(job{secret: e.Secret, Delivery: Delivery{
				Tenant: tenant, EndpointID: e.ID, EventID: id, EventType: eventType,
				URL: e.URL, Body: string(body),
			}})
		}
	}
}

func (s *Server) enqueue(j job) {
	s.out.mu.Lock()
	defer s.out.mu.Unlock()
	s.out.queue = append(s.out.queue, j)
	if !s.out.running {
		s.out.running = true
		s.out.idle = make(chan struct{})
		go s.deliverAll()
	}
}

func (s *Server) deliverAll() {
	for {
		s.out.mu.Lock()
		select {
		case <-s.closing:
			s.out.queue = nil
		default:
		}
		if len(s.out.queue) == 0 {
			s.out.running = false
			close(s.out.idle)
			s.out.mu.Unlock()
			return
		}
		j := s.out.queue[0]
		s.out.queue = s.out.queue[1:]
		s.out.mu.Unlock()

		d := s.deliver(j)
		entry := s.log.delivered(d)
		if s.options.OnRequest != nil {
			s.options.OnRequest(entry)
		}
		s.out.mu.Lock()
		s.out.done = append(s.out.done, d)
		s.out.mu.Unlock()
	}
}

// deliver sends one event and waits for the response.
func (s *Server) deliver(j job) Delivery {
	d := j.Delivery
	d.At = s.now()
	d.Signature = sign([]byte(d.Body), j.secret)
	if s.options.SignaturePrefix {
		d.Signature = "sha256=" + d.Signature
	}
	if !loopback(d.URL) {
		d.Error = "not delivered: not loopback"
		return d
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, d.URL, strings.NewReader(d.Body))
	if err != nil {
		d.Error = err.Error()
		return d
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Botbiz-Webhooks/1.0 (mock)")
	request.Header.Set("X-Botbiz-Signature", d.Signature)
	response, err := s.out.client.Do(request)
	if err != nil {
		d.Error = err.Error()
		return d
	}
	defer response.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10))
	d.Status, d.Answer = response.StatusCode, string(answer)
	return d
}

// sign returns the inferred signature: lower-case hexadecimal HMAC-SHA256.
func sign(body []byte, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// loopback reports whether a URL is on this machine. A mock must never send anything
// to the receivers in a user's configuration.
func loopback(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return strings.EqualFold(u.Hostname(), "localhost") || ip != nil && ip.IsLoopback()
}

// Deliveries returns all webhook deliveries so far in order.
func (s *Server) Deliveries() []Delivery {
	s.out.mu.Lock()
	defer s.out.mu.Unlock()
	return slices.Clone(s.out.done)
}

// Flush waits until no delivery is queued or in progress, or until ctx ends.
func (s *Server) Flush(ctx context.Context) error {
	s.out.mu.Lock()
	idle := s.out.idle
	s.out.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
