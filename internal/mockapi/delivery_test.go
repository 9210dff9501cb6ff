package mockapi_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// receiver receives deliveries without a network.
type receiver func(*http.Request) (*http.Response, error)

func (f receiver) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func answerWith(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

func TestDeliveryIsAsDocumented(t *testing.T) {
	var got []*http.Request
	var bodies []string
	s := mockapi.New(mockapi.Options{
		Now: func() time.Time { return someTime },
		DeliveryTransport: receiver(func(r *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(r.Body)
			got, bodies = append(got, r), append(bodies, string(body))
			return answerWith(202, "thanks"), err
		}),
	})
	a := s.AddAccount(mockapi.Account{PhoneNumber: "+1234567890", Name: "n"})
	e := s.AddEndpoint(mockapi.Endpoint{URL: "http://127.0.0.1:9/in", Events: []string{received}, Enabled: true, Secret: "canary"})
	m, ok := s.InjectMessage(a.ID, "+1234567890", "Hello, I need help with my order.")
	if !ok {
		t.Fatal("no such account")
	}
	if err := s.Flush(t.Context()); err != nil || len(got) != 1 {
		t.Fatalf("%d deliveries, %v", len(got), err)
	}
	d := s.Deliveries()[0]
	want := `{"created":1680955200,"data":{"account_id":"` + a.ID + `","content":"Hello, I need help with my order.","from":"+1234567890","message_id":"` +
		m.ID + `","timestamp":"2023-04-08T12:00:00Z","type":"text"},"id":"` + d.EventID + `","type":"whatsapp.message.received"}`
	if bodies[0] != want {
		t.Errorf("\n got %s\nwant %s", bodies[0], want)
	}
	mac := hmac.New(sha256.New, []byte("canary"))
	mac.Write([]byte(want))
	if signature := got[0].Header.Get("X-Botbiz-Signature"); signature != hex.EncodeToString(mac.Sum(nil)) {
		t.Errorf("signature %s", signature)
	}
	if got[0].Method != http.MethodPost || got[0].URL.String() != e.URL || got[0].Header.Get("Content-Type") != "application/json" {
		t.Errorf("%s %s %v", got[0].Method, got[0].URL, got[0].Header)
	}
	if d.Status != 202 || d.Answer != "thanks" || d.EndpointID != e.ID || d.Error != "" {
		t.Errorf("recorded: %+v", d)
	}
	log := s.Requests()
	if len(log) != 1 || log[0].Delivery == nil || log[0].Delivery.Answer != "thanks" || log[0].Status != 202 || s.Count("", "*") != 0 {
		t.Errorf("log: %+v", log)
	}
	if _, ok := s.InjectMessage("wha_none", "+1", "x"); ok {
		t.Error("a message came in on no account")
	}
}

func TestDeliveriesGoToSubscribersInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New(mockapi.Options{
			PairAfter: time.Minute, SignaturePrefix: true,
			DeliveryTransport: receiver(func(r *http.Request) (*http.Response, error) {
				time.Sleep(time.Second)
				if r.URL.Path == "/broken" {
					return nil, errors.New("refused")
				}
				return answerWith(200, ""), nil
			}),
		})
		add := func(tenant, url string, enabled bool, events ...string) {
			s.AddEndpoint(mockapi.Endpoint{Tenant: tenant, URL: url, Enabled: enabled, Events: events})
		}
		add("", "http://localhost/all", true, "whatsapp.account.connected", "whatsapp.message.sent", "whatsapp.account.disconnected")
		add("", "http://[::1]/broken", true, "whatsapp.message.sent")
		add("", "https://example.com/hook", true, "whatsapp.message.sent")
		add("", "http://127.0.0.1/off", false, "whatsapp.message.sent")
		add("", "http://127.0.0.1/other", true, received)
		add("another", "http://127.0.0.1/tenant", true, "whatsapp.message.sent")
		id := connect(t, s, "+1234567890", "n")
		time.Sleep(time.Minute) // connects without a request
		do(t, s, "POST", "/v1/whatsapp/messages", `{"to":"+1234567890","type":"text","content":"c"}`)
		s.Disconnect(id)
		s.Disconnect(id) // no change, no event
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range s.Deliveries() {
			got = append(got, d.URL+" "+d.EventType+" "+d.Error)
			if !strings.HasPrefix(d.Signature, "sha256=") {
				t.Errorf("signature %s", d.Signature)
			}
		}
		want := []string{
			"http://localhost/all whatsapp.account.connected ",
			"http://localhost/all whatsapp.message.sent ",
			`http://[::1]/broken whatsapp.message.sent Post "http://[::1]/broken": refused`,
			"https://example.com/hook whatsapp.message.sent not delivered: not loopback",
			"http://localhost/all whatsapp.account.disconnected ",
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

func TestDeliveryOverTheNetwork(t *testing.T) {
	got := make(chan string, 2)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got <- r.URL.Path
		http.Redirect(w, r, "/elsewhere", http.StatusFound) // not followed
	}))
	defer server.Close()
	s := mockapi.New(mockapi.Options{})
	a := s.SeedAccounts("", 1)[0]
	s.AddEndpoint(mockapi.Endpoint{URL: server.URL + "/in", Enabled: true, Events: []string{received}})
	s.InjectMessage(a.ID, "+1234567890", "Hi")
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d := s.Deliveries(); len(d) != 1 || d[0].Status != 302 || len(got) != 1 || <-got != "/in" {
		t.Errorf("%+v", d)
	}
	s.Close()
	s.InjectMessage(a.ID, "+1234567890", "too late")
	if err := s.Flush(t.Context()); err != nil || len(s.Deliveries()) != 1 {
		t.Errorf("delivered after Close: %v %+v", err, s.Deliveries())
	}
}
