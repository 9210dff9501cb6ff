package botbiz_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
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
			_, err := c.Accounts.Rename(ctx, "x", "+1", "N")
			return err
		}},
		{"disconnect", "DELETE", "/v1/whatsapp/accounts/x", "", "application/json", func(c *botbiz.Client) error { return failure(c.Accounts.Disconnect(ctx, "x")) }},
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
		{"update endpoint", "PATCH", "/v1/webhooks/endpoints/x", `{"enabled":true,"events":["a.b"],"url":"https://x/"}`, "application/json", func(c *botbiz.Client) error {
			_, err := c.Endpoints.Update(ctx, "x", botbiz.EndpointChange{URL: "https://x/", Events: []string{"a.b"}, Enabled: true})
			return err
		}},
		{"delete endpoint", "DELETE", "/v1/webhooks/endpoints/x", "", "application/json", func(c *botbiz.Client) error { return failure(c.Endpoints.Delete(ctx, "x")) }},
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
		_, renameErr := c.Accounts.Rename(t.Context(), id, "+1", "x")
		_, qrErr := c.Accounts.QRCode(t.Context(), id)
		for _, err := range []error{getErr, renameErr, qrErr, failure(c.Accounts.Disconnect(t.Context(), id)), failure(c.Endpoints.Delete(t.Context(), id))} {
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
		{"list", `[{"id":"wha_1"},{"id":"wha_2"}]`, false},
		{"empty list", `[]`, false},
		{"list without an id", `[{"status":"ok"}]`, false},
		{"wrapped", `{"data":{"id":"wha_1"}}`, true},
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

// A number is a text as it was written.
func TestNumbersAsText(t *testing.T) {
	for _, number := range []string{"0", "9", "-1", "1.50", "9123456789"} {
		c, _ := client(t, 200, `{"id":"wha_1","phone_number":`+number+`}`)
		if got, err := c.Accounts.Get(t.Context(), "wha_1"); err != nil || got.PhoneNumber == nil || *got.PhoneNumber != number {
			t.Errorf("%s: %+v, %v", number, got, err)
		}
	}
}

// closing is a body that records that it was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

type respond func(*http.Request) *http.Response

func (r respond) RoundTrip(req *http.Request) (*http.Response, error) { return r(req), nil }

// Each body is closed, or the connection cannot be used again.
func TestBodiesAreClosed(t *testing.T) {
	for _, status := range []int{200, 404} {
		body := &closing{Reader: strings.NewReader(`{"id":"x"}`)}
		c := clientOf(t, respond(func(req *http.Request) *http.Response {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: body, Request: req}
		}))
		if _, _ = c.Accounts.Get(t.Context(), "x"); !body.closed {
			t.Errorf("%d: not closed", status)
		}
	}
}

// What the body of a write says: nothing, the object, that it is deleted, or something that does not say yes.
func TestWriteAnswers(t *testing.T) {
	for _, tc := range []struct {
		name    string
		status  int
		body    string
		ok      bool
		empty   bool
		deleted bool
		item    bool
		fine    bool
	}{
		{name: "204", status: 204, ok: true, empty: true, fine: true},
		{name: "200 without a body", status: 200, body: " ", ok: true, empty: true, fine: true},
		{name: "object", status: 200, body: `{"id":"wha_1","name":"N"}`, ok: true, item: true, fine: true},
		{name: "object under data", status: 200, body: `{"data":{"id":"wha_1"}}`, ok: true, item: true, fine: true},
		{name: "object in another case", status: 200, body: `{"id":"WHA_1"}`, ok: true, item: true, fine: true},
		{name: "deleted", status: 200, body: `{"id":"wha_1","deleted":true}`, ok: true, item: true, deleted: true, fine: true},
		{name: "deleted as text", status: 200, body: `{"id":"wha_1","deleted":"true"}`, ok: true, item: true, deleted: true, fine: true},
		{name: "deleted_at", status: 200, body: `{"id":"wha_1","deleted_at":"2023-04-08T12:00:00Z"}`, ok: true, item: true, deleted: true, fine: true},
		{name: "status deleted", status: 200, body: `{"id":"wha_1","status":"Deleted"}`, ok: true, item: true, deleted: true, fine: true},
		{name: "deleted null", status: 200, body: `{"id":"wha_1","deleted_at":null}`, ok: true, item: true, fine: true},
		{name: "deleted without an id", status: 200, body: `{"deleted":true}`, ok: true, deleted: true},
		{name: "deleted without an id, no success", status: 200, body: `{"deleted":false,"success":false}`, ok: true},
		{name: "{}", status: 200, body: `{}`, ok: true, fine: true},
		{name: "success", status: 200, body: `{"success":true}`, ok: true, fine: true},
		{name: "no success", status: 200, body: `{"success":false,"message":"no"}`, ok: true},
		{name: "errors", status: 200, body: `{"errors":["no"]}`, ok: true},
		{name: "text", status: 200, body: `Service temporarily unavailable`, ok: true},
		{name: "null", status: 200, body: `null`, ok: true},
		{name: "list", status: 200, body: `[]`, ok: true},
		{name: "another object", status: 200, body: `{"id":"wha_2"}`},
		{name: "HTML", status: 200, body: ` <html>`},
		{name: "envelope", status: 200, body: `{"error":{"code":"x","message":"y","status":403}}`},
		{name: "404", status: 404, body: `{"error":{"code":"x","message":"y","status":404}}`},
		{name: "the other API", status: 200, body: `{"status":"0","message":"no"}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, _ := client(t, tc.status, tc.body)
			check := func(what string, got botbiz.Reply[botbiz.Account], err error) {
				t.Helper()
				if (err == nil) != tc.ok || got.Empty != tc.empty || got.Deleted != tc.deleted || (got.Item != nil) != tc.item || got.Fine != tc.fine {
					t.Errorf("%s: %+v, %v", what, got, err)
				}
			}
			got, err := c.Accounts.Disconnect(t.Context(), "wha_1")
			check("DELETE", got, err)
			got, err = c.Accounts.Rename(t.Context(), "wha_1", "+1", "N")
			check("PATCH", got, err)
		})
	}
}

// Where PATCH is not allowed, PUT sends all fields.
func TestPutAfter405(t *testing.T) {
	c, a := client(t, 405, ``)
	_, _ = c.Accounts.Rename(t.Context(), "x", "+1234567890", "N")
	_, _ = c.Endpoints.Update(t.Context(), "x", botbiz.EndpointChange{URL: "https://x/", Events: []string{"a"}, Secret: "s"})
	var methods []string
	for _, r := range a.requests {
		methods = append(methods, r.Method)
	}
	if strings.Join(methods, " ") != "PATCH PUT PATCH PUT" || a.bodies[1] != `{"name":"N","phone_number":"+1234567890"}` || a.bodies[2] != a.bodies[3] {
		t.Errorf("%s: %q", methods, a.bodies)
	}
}

// Where a change of the name alone is rejected, another one sends the number, too. The first rejection is reported.
func TestRename_rejected(t *testing.T) {
	c, a := client(t, 422, `{"error":{"code":"c","message":"phone_number is required","status":422}}`)
	_, err := c.Accounts.Rename(t.Context(), "x", "+1234567890", "N")
	if !botbiz.IsRefusal(err) || len(a.bodies) != 2 || a.bodies[0] != `{"name":"N"}` || a.bodies[1] != `{"name":"N","phone_number":"+1234567890"}` || a.requests[1].Method != "PATCH" {
		t.Errorf("%v: %q", err, a.bodies)
	}
}

// An API can reject or ignore null as a description. What is not there is not removed.
func TestUpdate_removesDescription(t *testing.T) {
	for status, body := range map[int]string{
		422: `{"error":{"code":"c","message":"description must be a text","status":422}}`, 200: `{"id":"x","description":"Old"}`,
	} {
		c, a := client(t, status, body)
		_, err := c.Endpoints.Update(t.Context(), "x", botbiz.EndpointChange{URL: "https://x/", Described: true})
		_, _ = c.Endpoints.Update(t.Context(), "x", botbiz.EndpointChange{URL: "https://x/"})
		want := []string{
			`{"description":null,"enabled":false,"events":null,"url":"https://x/"}`,
			`{"description":"","enabled":false,"events":null,"url":"https://x/"}`,
			`{"enabled":false,"events":null,"url":"https://x/"}`,
		}
		if botbiz.IsRefusal(err) != (status == 422) || !slices.Equal(a.bodies, want) {
			t.Errorf("%v: %q", err, a.bodies)
		}
	}
}

// A read does not show whether a secret changed, so that the response to the change must say so.
func TestUpdate_secret(t *testing.T) {
	t.Parallel()
	for body, fine := range map[string]bool{
		"": true, "{}": true, `{"success":true}`: true, `{"id":"whe_1","url":"https://x/"}`: true, `[{"id":"whe_1"}]`: true,
		`{"success":false}`: false, `{"errors":["no"]}`: false, "Service unavailable": false, `{"id":"whe_1","success":false}`: false,
	} {
		c, _ := client(t, 200, body)
		_, err := c.Endpoints.Update(t.Context(), "whe_1", botbiz.EndpointChange{URL: "https://x/", Secret: "s"})
		if _, other := c.Endpoints.Update(t.Context(), "whe_1", botbiz.EndpointChange{URL: "https://x/"}); (err == nil) != fine || other != nil {
			t.Errorf("%s: with a secret %v, without one %v", body, err, other)
		}
	}
}

// Objects are read by their exact names, under one member, after a byte order mark, and with an error of their own.
func TestObjectAnswers_forms(t *testing.T) {
	for body, want := range map[string]string{
		`{"id":"wha_1","ID":77}`:                               "wha_1",
		"\ufeff" + `{"id":"wha_1"}`:                            "wha_1",
		`{"account":{"id":"wha_1"}}`:                           "wha_1",
		`{"account":{"id":"wha_1"},"meta":{"took":1}}`:         "wha_1",
		`{"meta":{"took":1},"links":{"self":"/x"}}`:            "no id",
		`{"data":{"account":{"id":"wha_1"}}}`:                  "wha_1",
		`[{"id":"wha_1"}]`:                                     "wha_1",
		`{"id":"wha_1","error":{"code":"x","message":"last"}}`: "wha_1",
		`{"id":"wha_1","deleted":true}`:                        "410",
		`{"ID":"wha_1"}`:                                       "no id",
		`{"data":null}`:                                        "no id",
		`null`:                                                 "not the JSON of an object",
		`{"status":"0","message":"Invalid apiToken"}`:          "another Botbiz API",
		`{"error":{"code":"x","message":"y","status":429}}`:    "429",
	} {
		c, _ := client(t, 200, body)
		got, err := c.Accounts.Get(t.Context(), "wha_1")
		// The path in the text of an error has the id too.
		if ok := want == "wha_1"; ok != (err == nil) || ok && got.ID != want || !ok && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q, %v", body, got.ID, err)
		}
	}
	c, _ := client(t, 200, `{"id":"whe_1","enabled":"false"}`)
	if got, err := c.Endpoints.Get(t.Context(), "whe_1"); err != nil || got.Enabled == nil || *got.Enabled {
		t.Errorf("a boolean as text: %+v, %v", got, err)
	}
}

func TestErrors_origin(t *testing.T) {
	c, a := client(t, 403, `{"error":{"code":"x","message":"y","status":403}}`)
	a.header = http.Header{"X-Request-Id": {"req-1\x1b[2K"}}
	if _, err := c.Accounts.Get(t.Context(), "x"); err == nil || !strings.Contains(err.Error(), "(request req-1") || strings.Contains(err.Error(), "\x1b") {
		t.Error(err)
	}
	a.status, a.header = 302, http.Header{"Location": {"https://login.example.com/?token=" + apiKey}}
	if _, err := c.Accounts.Get(t.Context(), "x"); err == nil || !strings.Contains(err.Error(), "redirect to login.example.com,") || strings.Contains(err.Error(), apiKey) {
		t.Error(err)
	}
	for status, header := range map[int]http.Header{304: {}, 400: {"Location": {"https://login.example.com/"}}} {
		a.status, a.header = status, header
		if _, err := c.Accounts.Get(t.Context(), "x"); err == nil || strings.Contains(err.Error(), "a redirect") {
			t.Error(err)
		}
	}
}

func TestQRCodeAnswers(t *testing.T) {
	for body, ok := range map[string]bool{
		"\x89PNG\r\n\x1a\n": true, "\xff\xd8\xff": true, "GIF89a": true,
		"": true, "<html>": false, `{}`: true, `{"error":{"code":"x","message":"y","status":404}}`: false,
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

// failure returns the error of a write.
func failure[T botbiz.Object](_ botbiz.Reply[T], err error) error { return err }
