package botbiz_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

const apiKey = "canary-api-key-0123456789"

// answering is a transport that returns one response to all requests and records them.
type answering struct {
	status   int
	body     string
	header   http.Header
	err      error // instead of an answer
	brokenBy error // in the middle of the body
	requests []*http.Request
	bodies   []string
}

func (a *answering) RoundTrip(req *http.Request) (*http.Response, error) {
	a.requests = append(a.requests, req)
	if req.Body != nil {
		sent, _ := io.ReadAll(req.Body)
		a.bodies = append(a.bodies, string(sent))
	}
	if a.err != nil {
		return nil, a.err
	}
	header := a.header
	if header == nil {
		header = http.Header{}
	}
	var body io.Reader = strings.NewReader(a.body)
	if a.brokenBy != nil {
		body = io.MultiReader(body, errReader{a.brokenBy})
	}
	return &http.Response{StatusCode: a.status, Header: header, Body: io.NopCloser(body), Request: req}, nil
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

func clientOf(t *testing.T, transport http.RoundTripper) *botbiz.Client {
	t.Helper()
	base, err := url.Parse("https://api.example/v1")
	if err != nil {
		t.Fatal(err)
	}
	return botbiz.New(base, transport, apiKey)
}

// client returns a client that gets one response to all requests.
func client(t *testing.T, status int, body string) (*botbiz.Client, *answering) {
	t.Helper()
	a := &answering{status: status, body: body}
	return clientOf(t, a), a
}

func TestRequests(t *testing.T) {
	ctx := t.Context()
	yes, text := true, "text"
	for _, tc := range []struct {
		name, method, url, body, accept string
		call                            func(c *botbiz.Client) error
	}{
		{"connect", "POST", "/v1/whatsapp/accounts", `{"name":"N","phone_number":"+1234567890"}`, "application/json", func(c *botbiz.Client) error {
			_, err := c.Accounts.Connect(ctx, "+1234567890", "N")
			return err
		}},
		{"get", "GET", "/v1/whatsapp/accounts/x", "", "application/json", func(c *botbiz.Client) error {
			_, err := c.Accounts.Get(ctx, "x")
			return err
		}},
		{"list", "GET", "/v1/whatsapp/accounts?limit=100", "", "application/json", func(c *botbiz.Client) error {
			_, err := c.Accounts.Pager().Next(ctx)
			return err
		}},
		{"rename", "PATCH", "/v1/whatsapp/accounts/x", `{"name":"N"}`, "application/json", func(c *botbiz.Client) error {
			_, _, err := c.Accounts.Rename(ctx, "x", "N")
			return err
		}},
		{"disconnect", "DELETE", "/v1/whatsapp/accounts/x", "", "application/json", func(c *botbiz.Client) error { return c.Accounts.Disconnect(ctx, "x") }},
		{"QR code", "GET", "/v1/whatsapp/accounts/x/qr-code", "", "image/png", func(c *botbiz.Client) error {
			_, err := c.Accounts.QRCode(ctx, "x")
			return err
		}},
		{"send", "POST", "/v1/whatsapp/messages", `{"content":"Hi","to":"+1234567890","type":"text"}`, "application/json", func(c *botbiz.Client) error {
			_, err := c.Messages.Send(ctx, "+1234567890", "text", "Hi")
			return err
		}},
		{"users", "GET", "/v1/users?limit=100", "", "application/json", func(c *botbiz.Client) error {
			for _, err := range c.Users.Pager().All(ctx) {
				return err
			}
			return nil
		}},
		{"endpoint", "POST", "/v1/webhooks/endpoints", `{"url":"https://x/","events":["a.b"]}`, "application/json", func(c *botbiz.Client) error {
			_, err := c.Endpoints.Create(ctx, botbiz.NewEndpoint{URL: "https://x/", Events: []string{"a.b"}})
			return err
		}},
		{
			"whole endpoint", "POST", "/v1/webhooks/endpoints",
			`{"url":"https://x/","events":["a.b"],"description":"text","enabled":true,"secret":"s"}`, "application/json",
			func(c *botbiz.Client) error {
				_, err := c.Endpoints.Create(ctx, botbiz.NewEndpoint{URL: "https://x/", Events: []string{"a.b"}, Description: &text, Enabled: &yes, Secret: "s"})
				return err
			},
		},
		{"get endpoint", "GET", "/v1/webhooks/endpoints/x", "", "application/json", func(c *botbiz.Client) error {
			_, err := c.Endpoints.Get(ctx, "x")
			return err
		}},
		{"list endpoints", "GET", "/v1/webhooks/endpoints?limit=100", "", "application/json", func(c *botbiz.Client) error {
			for _, err := range c.Endpoints.Pager().All(ctx) {
				return err
			}
			return nil
		}},
		{"update endpoint", "PATCH", "/v1/webhooks/endpoints/x", `{"description":null}`, "application/json", func(c *botbiz.Client) error {
			_, _, err := c.Endpoints.Update(ctx, "x", botbiz.EndpointChange{"description": nil})
			return err
		}},
		{"delete endpoint", "DELETE", "/v1/webhooks/endpoints/x", "", "application/json", func(c *botbiz.Client) error { return c.Endpoints.Delete(ctx, "x") }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, a := client(t, 200, `{"id":"x","data":[{"id":"x"}]}`)
			if tc.accept == "image/png" {
				a.body = "\x89PNG\r\n\x1a\n"
			}
			if err := tc.call(c); err != nil {
				t.Fatal(err)
			}
			req := a.requests[0]
			if req.Method != tc.method || req.URL.String() != "https://api.example"+tc.url || req.Header.Get("Accept") != tc.accept {
				t.Errorf("%s %s, Accept: %s", req.Method, req.URL, req.Header.Get("Accept"))
			}
			sent := ""
			if len(a.bodies) > 0 {
				sent = a.bodies[0]
			}
			if sent != tc.body || (req.Header.Get("Content-Type") == "application/json") != (tc.body != "") {
				t.Errorf("body %s, Content-Type %q", sent, req.Header.Get("Content-Type"))
			}
			if req.Header["Idempotency-Key"] != nil {
				t.Error("net/http would repeat the request by itself")
			}
		})
	}
}

func TestPathElementsAreEscaped(t *testing.T) {
	for id, want := range map[string]string{
		"wha_1":       "wha_1",
		"a/b":         "a%2Fb",
		"a/../b":      "a%2F..%2Fb",
		"../x":        "..%2Fx",
		"a?b=c#d":     "a%3Fb=c%23d",
		"a%2Fb":       "a%252Fb",
		"a b":         "a%20b",
		"ä\n":         "%C3%A4%0A",
		"..a":         "..a",
		"+1415555010": "+1415555010",
	} {
		c, a := client(t, 200, `{}`)
		_, err := c.Accounts.Get(t.Context(), id)
		if got := a.requests[0].URL.String(); got != "https://api.example/v1/whatsapp/accounts/"+want {
			t.Errorf("%q: %s", id, got)
		}
		if err == nil || strings.ContainsAny(err.Error(), "\n") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q", id, err)
		}
	}
}

// A request for one object must never become one for all of them, or for something above them.
func TestIDsThatAreNone(t *testing.T) {
	for _, id := range []string{"", ".", "..", "..."} {
		c, a := client(t, 200, `{"id":"wha_1","data":[]}`)
		_, getErr := c.Accounts.Get(t.Context(), id)
		_, _, renameErr := c.Accounts.Rename(t.Context(), id, "x")
		_, qrErr := c.Accounts.QRCode(t.Context(), id)
		for _, err := range []error{getErr, renameErr, qrErr, c.Accounts.Disconnect(t.Context(), id), c.Endpoints.Delete(t.Context(), id)} {
			if !botbiz.IsNotSent(err) || botbiz.IsUnknownOutcome(err) {
				t.Errorf("%q: %v", id, err)
			}
		}
		if len(a.requests) > 0 {
			t.Errorf("%q: %d requests", id, len(a.requests))
		}
	}
}

func TestBaseURLs(t *testing.T) {
	for base, want := range map[string]string{
		"https://api.example/v1":       "https://api.example/v1/users?limit=100",
		"https://api.example/v1/":      "https://api.example/v1/users?limit=100",
		"https://api.example":          "https://api.example/users?limit=100",
		"https://api.example:8443/a/b": "https://api.example:8443/a/b/users?limit=100",
		"https://api.example/a%2Fb":    "https://api.example/a%2Fb/users?limit=100",
	} {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		a := &answering{status: 200, body: `[]`}
		for _, err := range botbiz.New(u, a).Users.Pager().All(t.Context()) {
			t.Error(err)
		}
		if got := a.requests[0].URL.String(); got != want {
			t.Errorf("%s: %s", base, got)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	followed := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed = true }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, location := range []string{other.URL, "/v1/elsewhere", "http://[::1", ""} {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/v1/elsewhere" {
					followed = true
				}
				if location != "" {
					w.Header().Set("Location", location)
				}
				w.WriteHeader(status)
			}))
			base, err := url.Parse(server.URL + "/v1")
			if err != nil {
				t.Fatal(err)
			}
			_, err = botbiz.New(base, http.DefaultTransport).Accounts.Connect(t.Context(), "+1234567890", "N")
			if !botbiz.IsNoRoute(err) || botbiz.IsGone(err) || botbiz.IsUnknownOutcome(err) {
				t.Errorf("%d to %q: %v", status, location, err)
			}
			server.Close()
		}
	}
	if followed {
		t.Error("a redirect was followed")
	}
}

func TestRealServer(t *testing.T) {
	hang := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/v1/whatsapp/accounts/hang":
			<-hang
		case "/v1/whatsapp/accounts/cut":
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"id":"cut"`)
		case "/v1/whatsapp/accounts/drop":
			panic(http.ErrAbortHandler)
		}
	}))
	defer server.Close()
	defer close(hang)
	base, err := url.Parse(server.URL + "/v1")
	if err != nil {
		t.Fatal(err)
	}
	c := botbiz.New(base, http.DefaultTransport)
	for _, id := range []string{"cut", "drop"} {
		_, err := c.Accounts.Get(t.Context(), id)
		if !errors.As(err, new(*botbiz.RequestError)) || !botbiz.IsUnknownOutcome(err) || botbiz.IsTimeout(err) || !strings.Contains(err.Error(), id) {
			t.Errorf("%s: %v", id, err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := c.Accounts.Get(ctx, "hang"); !botbiz.IsTimeout(err) || !botbiz.IsUnknownOutcome(err) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hang: %v", err)
	}
}

func TestObjectAnswers(t *testing.T) {
	for _, tc := range []struct {
		name, body string
		ok         bool
	}{
		{"object", `{"id":"wha_1"}`, true},
		{"unknown fields", `{"id":"wha_1","livemode":true,"x":[1,{"y":null}]}`, true},
		{"null fields", `{"id":"wha_1","name":null,"status":null}`, true},
		{"fields of other types", `{"id":"wha_1","name":{"first":"A"},"status":[],"phone_number":14155550100,"created_at":1681036800,"qr_code_url":false}`, true},
		{"blanks", " \r\n\t{\"id\":\"wha_1\"}\n", true},
		{"error beside it", `{"id":"wha_1","error":null}`, true},
		{"{}", `{}`, false},
		{"null", `null`, false},
		{"list", `[{"id":"wha_1"}]`, false},
		{"wrapped", `{"data":{"id":"wha_1"}}`, false},
		{"another id", `{"id":"wha_2"}`, false},
		{"empty id", `{"id":""}`, false},
		{"null id", `{"id":null}`, false},
		{"id of another type", `{"id":{}}`, false},
		{"cut", `{"id":"wha_1"`, false},
		{"two", `{"id":"wha_1"}{"id":"wha_1"}`, false},
		{"HTML", `<!DOCTYPE html><title>Log in</title>`, false},
		{"text", `OK`, false},
		{"nothing", ``, false},
		{"string", `"wha_1"`, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, status := range []int{200, 201, 202, 206} {
				c, _ := client(t, status, tc.body)
				got, err := c.Accounts.Get(t.Context(), "wha_1")
				if (err == nil) != tc.ok || err == nil && got.ID != "wha_1" {
					t.Errorf("%d: %+v, %v", status, got, err)
				}
				if err == nil {
					continue
				}
				var answer *botbiz.AnswerError
				if !errors.As(err, &answer) || !botbiz.IsUnknownOutcome(err) || botbiz.IsGone(err) || botbiz.IsNoRoute(err) || botbiz.IsTimeout(err) {
					t.Errorf("%d: %#v", status, err)
				}
				if !strings.HasPrefix(err.Error(), "GET /v1/whatsapp/accounts/wha_1 succeeded, but the answer ") {
					t.Error(err)
				}
			}
		})
	}
}

func TestAccountFields(t *testing.T) {
	c, _ := client(t, 200, `{"id":"wha_12345","phone_number":"+1234567890","name":"Customer Support","status":"pending",
		"qr_code_url":"https://api.botbiz.io/v1/whatsapp/accounts/wha_12345/qr-code","created_at":"2023-04-08T12:00:00Z"}`)
	got, err := c.Accounts.Connect(t.Context(), "+1234567890", "Customer Support")
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []struct {
		got  *string
		want string
	}{
		{&got.ID, "wha_12345"},
		{got.PhoneNumber, "+1234567890"},
		{got.Name, "Customer Support"},
		{got.Status, botbiz.StatusPending},
		{got.QRCodeURL, "https://api.botbiz.io/v1/whatsapp/accounts/wha_12345/qr-code"},
		{got.CreatedTime(), "2023-04-08T12:00:00Z"},
	} {
		if field.got == nil || *field.got != field.want {
			t.Errorf("%v, want %s", field.got, field.want)
		}
	}
	c, _ = client(t, 200, `{"id":12345,"phone_number":1234567890,"name":true}`)
	got, err = c.Accounts.Get(t.Context(), "12345")
	if err != nil || got.PhoneNumber == nil || *got.PhoneNumber != "1234567890" || got.Name != nil || got.Status != nil || got.CreatedAt != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestEndpointFields(t *testing.T) {
	c, _ := client(t, 200, `{"id":"whe_1","url":"https://x/","events":["a","b"],"description":"","enabled":false,"created_at":"t","secret":"s"}`)
	got, err := c.Endpoints.Get(t.Context(), "whe_1")
	if err != nil || *got.URL != "https://x/" || len(got.Events) != 2 || *got.Description != "" || *got.Enabled || *got.CreatedTime() != "t" || *got.Secret != "s" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, body := range []string{`{"id":"whe_1"}`, `{"id":"whe_1","url":null,"events":null,"description":null,"enabled":null}`, `{"id":"whe_1","events":"*","enabled":"yes","url":{}}`} {
		c, _ := client(t, 200, body)
		got, err := c.Endpoints.Get(t.Context(), "whe_1")
		if err != nil || got.URL != nil || got.Events != nil || got.Description != nil || got.Enabled != nil || got.Secret != nil {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
}

func TestPatchAnswers(t *testing.T) {
	for _, tc := range []struct {
		name      string
		status    int
		body      string
		whole, ok bool
	}{
		{"object", 200, `{"id":"wha_1","name":"N"}`, true, true},
		{"204", 204, ``, false, true},
		{"200 without a body", 200, ` `, false, true},
		{"{}", 200, `{}`, false, true},
		{"null", 200, `null`, false, true},
		{"no id", 200, `{"updated":true}`, false, true},
		{"another object", 200, `{"id":"wha_2"}`, false, false},
		{"list", 200, `[]`, false, false},
		{"HTML", 200, `<html>`, false, false},
		{"envelope", 200, `{"error":{"code":"x","message":"y","status":400}}`, false, false},
		{"400", 400, `{"error":{"code":"x","message":"y","status":400}}`, false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, _ := client(t, tc.status, tc.body)
			if _, whole, err := c.Accounts.Rename(t.Context(), "wha_1", "N"); whole != tc.whole || (err == nil) != tc.ok {
				t.Errorf("account: %t, %v", whole, err)
			}
			if _, whole, err := c.Endpoints.Update(t.Context(), "wha_1", botbiz.EndpointChange{"url": "https://x/"}); whole != tc.whole || (err == nil) != tc.ok {
				t.Errorf("endpoint: %t, %v", whole, err)
			}
		})
	}
}

func TestDeleteAnswers(t *testing.T) {
	for _, tc := range []struct {
		name   string
		status int
		body   string
		ok     bool
	}{
		{"204", 204, ``, true},
		{"200", 200, ``, true},
		{"202", 202, ``, true},
		{"object", 200, `{"id":"wha_1","deleted":true}`, true},
		{"another object", 200, `{"id":"del_1"}`, true},
		{"list", 200, `[]`, true},
		{"text", 200, `OK`, true},
		{"HTML", 200, ` <html>`, false},
		{"envelope", 200, `{"error":{"code":"x","message":"y","status":403}}`, false},
		{"404", 404, `{"error":{"code":"x","message":"y","status":404}}`, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, _ := client(t, tc.status, tc.body)
			if err := c.Accounts.Disconnect(t.Context(), "wha_1"); (err == nil) != tc.ok {
				t.Error(err)
			}
			if err := c.Endpoints.Delete(t.Context(), "wha_1"); (err == nil) != tc.ok {
				t.Error(err)
			}
		})
	}
}

func TestQRCodeAnswers(t *testing.T) {
	for body, ok := range map[string]bool{
		"\x89PNG\r\n\x1a\n": true, "\xff\xd8\xff": true, "GIF89a": true,
		"": false, "<html>": false, `{}`: false, `{"error":{"code":"x","message":"y","status":404}}`: false,
	} {
		c, _ := client(t, 200, body)
		if picture, err := c.Accounts.QRCode(t.Context(), "x"); (err == nil) != ok || ok && string(picture) != body {
			t.Errorf("%q: %q, %v", body, picture, err)
		}
	}
}

func TestMessage(t *testing.T) {
	c, _ := client(t, 200, `{"id":"msg_1","to":"+1234567890","type":"text","status":"queued","created_at":1681036800}`)
	got, err := c.Messages.Send(t.Context(), "+1234567890", "text", "Hi")
	if err != nil || got.ObjectID() != "msg_1" || *got.To != "+1234567890" || *got.Type != "text" || *got.Status != "queued" || *got.CreatedAt != "1681036800" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestServerTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, a := client(t, 200, `[]`)
		local := time.Now()
		if got := c.ServerTime(local); !got.Equal(local) {
			t.Errorf("without a Date: %s", got.Sub(local))
		}
		for _, tc := range []struct {
			date string
			want time.Duration
		}{
			{local.Add(10 * time.Minute).UTC().Format(http.TimeFormat), 10 * time.Minute},
			{"", 10 * time.Minute},
			{"yesterday", 10 * time.Minute},
			{local.Add(-10 * time.Minute).UTC().Format(http.TimeFormat), -10 * time.Minute},
			{local.Add(time.Hour).UTC().Format(time.RFC850), time.Hour},
		} {
			a.header = http.Header{"Date": {tc.date}}
			_, _ = c.Accounts.Pager().Next(t.Context())
			for _, at := range []time.Time{local, local.Add(time.Hour), local.Add(-time.Hour)} {
				if got := c.ServerTime(at).Sub(at); got != tc.want {
					t.Errorf("Date: %s: off by %s", tc.date, got)
				}
			}
		}
		a.status = 500 // any answer tells the time
		a.header = http.Header{"Date": {local.Add(time.Minute).UTC().Format(http.TimeFormat)}}
		_, _ = c.Accounts.Pager().Next(t.Context())
		time.Sleep(time.Hour)
		if got := c.ServerTime(time.Now()).Sub(local); got != time.Hour+time.Minute {
			t.Errorf("an hour later: %s", got)
		}
	})
}
