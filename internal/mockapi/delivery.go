package mockapi

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
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

// newDeliverer returns the client that sends deliveries. It follows no redirects.
func newDeliverer(transport http.RoundTripper) *http.Client {
	if transport == nil {
		transport = &http.Transport{DisableKeepAlives: true} // without a proxy: loopback only
	}
	return &http.Client{
		Transport: transport, Timeout: deliveryTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// emit sends an event to all enabled endpoints that subscribe to its type. The caller holds the lock, so events are in order.
func (s *Server) emit(tenant, eventType string, data object) {
	id := newID("evt")
	body, err := json.Marshal(object{"id": id, "type": eventType, "created": s.now().Unix(), "data": data})
	if err != nil {
		panic("mockapi: " + err.Error()) // cannot fail for these values
	}
	for e := range all[*Endpoint](s) {
		if e.Tenant == tenant && e.Enabled && slices.Contains(e.Events, eventType) {
			s.enqueue(&Delivery{
				Tenant: tenant, EndpointID: e.ID, EventID: id, EventType: eventType, URL: e.URL, Body: string(body),
			}, e.Secret)
		}
	}
}

// enqueue sends a delivery after all earlier ones. A server without deliveries has no goroutine.
func (s *Server) enqueue(d *Delivery, secret string) {
	earlier, done := s.delivered, make(chan struct{})
	s.delivered = done
	go func() {
		defer close(done)
		<-earlier
		select {
		case <-s.closing:
			return
		default:
		}
		d.At = s.now()
		if err := s.deliver(d, secret); err != nil {
			d.Error = err.Error()
		}
		s.tell(s.log.add(&Request{
			At: d.At, Method: http.MethodPost, Path: d.URL, Status: d.Status, Tenant: d.Tenant, Body: d.Body, Delivery: d,
		}))
	}()
}

// deliver sends one event and waits for the response.
func (s *Server) deliver(d *Delivery, secret string) error {
	mac := hmac.New(sha256.New, []byte(secret)) // inferred: in lower-case hexadecimal digits
	mac.Write([]byte(d.Body))
	d.Signature = hex.EncodeToString(mac.Sum(nil))
	if s.options.SignaturePrefix {
		d.Signature = "sha256=" + d.Signature
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, d.URL, strings.NewReader(d.Body))
	if err != nil {
		return err
	}
	if !loopbackHost(strings.ToLower(request.URL.Host)) { // not the receivers in a user's configuration
		return errors.New("not delivered: not loopback")
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Botbiz-Webhooks/1.0 (mock)")
	request.Header.Set("X-Botbiz-Signature", d.Signature)
	response, err := s.deliverer.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10))
	d.Status, d.Answer = response.StatusCode, string(answer)
	return nil
}

// Flush waits until no delivery is queued or in progress, or until ctx ends.
func (s *Server) Flush(ctx context.Context) error {
	s.mu.Lock()
	last := s.delivered
	s.mu.Unlock()
	select {
	case <-last:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
