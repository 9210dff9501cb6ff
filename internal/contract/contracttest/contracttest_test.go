package contracttest_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/contract/contracttest"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// The document is valid OpenAPI 3.1, and its examples match their schemas.
func TestDocument_valid(t *testing.T) {
	t.Parallel()
	if err := contracttest.Document().Validate(t.Context()); err != nil {
		t.Error(err)
	}
}

// Each part of the document says what is documented, and only a documented part what of it is inferred.
func TestDocument_documented(t *testing.T) {
	t.Parallel()
	var documented []string
	check := func(name string, extensions map[string]any) {
		is, ok := extensions["x-documented"].(bool)
		_, inferred := extensions["x-inferred"].(string)
		if !ok || inferred && !is {
			t.Errorf("%s: x-documented %v, x-inferred %v", name, extensions["x-documented"], extensions["x-inferred"])
		}
		if is {
			documented = append(documented, name)
		}
	}
	for path, item := range contracttest.Document().Paths.Map() {
		for method, operation := range item.Operations() {
			check(method+" "+path, operation.Extensions)
		}
	}
	for name, item := range contracttest.Document().Webhooks {
		check(name, item.Post.Extensions)
	}
	components := contracttest.Document().Components
	for name, schema := range components.Schemas {
		check(name, schema.Value.Extensions)
	}
	for name, header := range components.Headers {
		check(name, header.Value.Extensions)
	}
	for name, parameter := range components.Parameters {
		if parameter.Value.In != "path" {
			check(name, parameter.Value.Extensions)
		}
	}
	slices.Sort(documented)
	want := []string{
		"Account", "Error", "Event", "GET /users", "GET /whatsapp/accounts/{id}/qr-code", "NewAccount", "NewMessage", "POST /whatsapp/accounts",
		"POST /whatsapp/messages", "RateLimit", "RateRemaining", "RateReset", "signature", "whatsapp.message.received",
	}
	if !slices.Equal(documented, want) {
		t.Errorf("documented are %q, want %q", documented, want)
	}
}

// The mock has the routes of the document, and no others.
func TestRoutes_mock(t *testing.T) {
	t.Parallel()
	if got, want := mockapi.Routes(), contracttest.Routes(); !slices.Equal(got, want) {
		t.Errorf("the mock has the routes\n%s\nthe contract\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// With documented-routes-only the mock has the routes that the document calls documented.
func TestRoutes_documentedOnly(t *testing.T) {
	t.Parallel()
	mock := mockapi.New(mockapi.Options{Differences: []string{"documented-routes-only"}})
	for path, item := range contracttest.Document().Paths.Map() {
		for method, operation := range item.Operations() {
			r, w := httptest.NewRequestWithContext(t.Context(), method, "/v1"+path, strings.NewReader("{}")), httptest.NewRecorder()
			r.Header.Set("Authorization", "Bearer key")
			mock.ServeHTTP(w, r)
			if has := !strings.Contains(w.Body.String(), "Unknown route"); has != operation.Extensions["x-documented"] {
				t.Errorf("%s %s: the mock has it: %v", method, path, has)
			}
		}
	}
}

// The mock sends each event of the document, as the document has it.
func TestEvents_mock(t *testing.T) {
	t.Parallel()
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(receiver.Close)
	want := slices.Sorted(maps.Keys(contracttest.Document().Webhooks))
	mock := mockapi.New(mockapi.Options{DeliveryTransport: contracttest.Deliveries(t, http.DefaultTransport)})
	mock.AddEndpoint(mockapi.Endpoint{URL: receiver.URL, Events: want, Enabled: true})
	account := mock.AddAccount(mockapi.Account{PhoneNumber: "+1234567890", Name: "n"}).ID
	mock.Connect(account)
	mock.Disconnect(account)
	mock.InjectMessage(account, "+15551234567", "Hi")
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/v1/whatsapp/messages", strings.NewReader(`{"to":"+15551234567","type":"text","content":"Hi"}`))
	r.Header.Set("Authorization", "Bearer key")
	mock.ServeHTTP(httptest.NewRecorder(), r)
	if err := mock.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range mock.Deliveries() {
		if d.Status != http.StatusOK {
			t.Errorf("delivery %+v", d)
		}
		got = append(got, d.EventType)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the mock sent %q, the contract has %q", got, want)
	}
}

// A server that follows the contract has no PUT.
func TestAPI_put(t *testing.T) {
	t.Parallel()
	seen := &failures{TB: t}
	h := contracttest.API(seen, http.NotFoundHandler(), func() bool { return false })
	r := httptest.NewRequestWithContext(t.Context(), "PUT", "/v1/webhooks/endpoints/whe_1", strings.NewReader(`{"enabled":true}`))
	r.Header.Set("Authorization", "Bearer key")
	r.Header.Set("Content-Type", "application/json")
	h.ServeHTTP(httptest.NewRecorder(), r)
	if !strings.Contains(seen.text(), "method not allowed") {
		t.Errorf("failures %q", seen.all)
	}
}

// Each difference of the mock names parts of the document that exist.
func TestDifferences_depart(t *testing.T) {
	t.Parallel()
	parts, components := map[string]bool{"paths": true}, contracttest.Document().Components
	for name, schema := range components.Schemas {
		parts[name] = true
		for member := range schema.Value.Properties {
			parts[name+"."+member] = true
		}
	}
	for _, names := range [][]string{
		slices.Collect(maps.Keys(components.Parameters)), slices.Collect(maps.Keys(components.Responses)), slices.Collect(maps.Keys(components.Headers)),
	} {
		for _, name := range names {
			parts[name] = true
		}
	}
	for _, item := range contracttest.Document().Paths.Map() {
		for _, operation := range item.Operations() {
			parts[operation.OperationID] = true
		}
	}
	for _, difference := range mockapi.Differences() {
		for _, part := range mockapi.Departs(difference) {
			if !parts[part] {
				t.Errorf("%s departs from %q, which is not in the document", difference, part)
			}
		}
	}
}

// failures is a test that others must not see fail.
type failures struct {
	testing.TB
	all []string
}

func (f *failures) Errorf(format string, arguments ...any) {
	f.all = append(f.all, fmt.Sprintf(format, arguments...))
}

func (f *failures) text() string { return strings.Join(f.all, "\n") }

const account = `{"id":"wha_1","phone_number":"+1234567890","name":"n","status":"pending","qr_code_url":"u","created_at":"2023-04-08T12:00:00Z"}`

func TestAPI_request(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ request, body, want string }{
		"good":             {"POST /v1/whatsapp/accounts", `{"phone_number":"+1234567890","name":"n"}`, ""},
		"good list":        {"GET /v1/whatsapp/accounts?limit=100&starting_after=wha_1", "", ""},
		"odd id":           {"DELETE /v1/webhooks/endpoints/a%2Fb", "", ""},
		"null":             {"PATCH /v1/webhooks/endpoints/whe_1", `{"description":null}`, ""},
		"control":          {"POST /_mock/nothing", "", ""},
		"unknown member":   {"POST /v1/whatsapp/accounts", `{"phone_number":"+1234567890","name":"n","color":"red"}`, "color"},
		"missing member":   {"POST /v1/whatsapp/accounts", `{"phone_number":"+1234567890"}`, "name"},
		"spaces":           {"POST /v1/whatsapp/accounts", `{"phone_number":"+1 234567890","name":"n"}`, "phone_number"},
		"wrong type":       {"PATCH /v1/webhooks/endpoints/whe_1", `{"enabled":"true"}`, "enabled"},
		"no change":        {"PATCH /v1/webhooks/endpoints/whe_1", `{}`, "min"},
		"no JSON":          {"POST /v1/whatsapp/messages", `to`, "failed to decode"},
		"body":             {"DELETE /v1/webhooks/endpoints/whe_1", `{}`, "body not allowed"},
		"large page":       {"GET /v1/users?limit=101", "", "limit"},
		"empty cursor":     {"GET /v1/users?starting_after=", "", "starting_after"},
		"unknown query":    {"GET /v1/users?limit=5&offset=2", "", "offset"},
		"query of a write": {"DELETE /v1/webhooks/endpoints/whe_1?limit=5", "", "limit"},
		"unknown path":     {"GET /v1/v1/users", "", "no matching operation"},
		"unknown method":   {"DELETE /v1/users", "", "method not allowed"},
		"replacement":      {"PUT /v1/webhooks/endpoints/a%2Fb", `{"url":"https://example.com","events":["a"],"description":null}`, ""},
		"of an account":    {"PUT /v1/whatsapp/accounts/wha_1", `{"phone_number":"+1234567890","name":"n"}`, ""},
		"not a whole one":  {"PUT /v1/whatsapp/accounts/wha_1", `{"name":"n"}`, "phone_number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := &failures{TB: t}
			deviates := func() bool { return true }
			var got string
			h := contracttest.API(seen, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				got = r.Method + " " + r.URL.String() + string(body)
			}), deviates)
			method, url, _ := strings.Cut(test.request, " ")
			r := httptest.NewRequestWithContext(t.Context(), method, url, strings.NewReader(test.body))
			r.Header.Set("Authorization", "Bearer key")
			if test.body != "" {
				r.Header.Set("Content-Type", "application/json")
			}
			h.ServeHTTP(httptest.NewRecorder(), r)
			if (test.want == "") != (len(seen.all) == 0) || !strings.Contains(seen.text(), test.want) {
				t.Errorf("failures %q, want %q", seen.all, test.want)
			}
			if got != test.request+test.body {
				t.Errorf("the server got %q", got)
			}
		})
	}
}

func TestAPI_key(t *testing.T) {
	t.Parallel()
	seen := &failures{TB: t}
	h := contracttest.API(seen, http.NotFoundHandler(), func() bool { return true })
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), "GET", "/v1/users", nil))
	if len(seen.all) != 1 || !strings.Contains(seen.text(), "bearer") {
		t.Errorf("failures %q", seen.all)
	}
}

func TestAPI_response(t *testing.T) {
	t.Parallel()
	const envelope = `{"error":{"code":"c","message":"m","status":404}}`
	for name, test := range map[string]struct {
		request string
		status  int
		body    string
		want    string
	}{
		"good":            {"GET /v1/whatsapp/accounts/wha_1", 200, account, ""},
		"open":            {"GET /v1/whatsapp/accounts/wha_1", 200, strings.Replace(account, "{", `{"color":"red",`, 1), ""},
		"good list":       {"GET /v1/whatsapp/accounts", 200, `{"data":[` + account + `],"has_more":false}`, ""},
		"not found":       {"GET /v1/whatsapp/accounts/wha_1", 404, envelope, ""},
		"deleted":         {"DELETE /v1/whatsapp/accounts/wha_1", 204, "", ""},
		"missing member":  {"GET /v1/whatsapp/accounts/wha_1", 200, strings.Replace(account, `"name":"n",`, "", 1), "name"},
		"wrong type":      {"GET /v1/whatsapp/accounts/wha_1", 200, strings.Replace(account, `"n"`, "1", 1), "name"},
		"wrong time":      {"GET /v1/whatsapp/accounts/wha_1", 200, strings.Replace(account, `08T`, "08 ", 1), "created_at"},
		"in a list":       {"GET /v1/whatsapp/accounts", 200, `{"data":[{"id":"wha_1"}],"has_more":false}`, "data"},
		"bare list":       {"GET /v1/whatsapp/accounts", 200, `[]`, "object"},
		"no has_more":     {"GET /v1/users", 200, `{"data":[]}`, "has_more"},
		"unknown status":  {"DELETE /v1/whatsapp/accounts/wha_1", 200, account, "status is not supported"},
		"no envelope":     {"GET /v1/whatsapp/accounts/wha_1", 404, `{"message":"m"}`, "error"},
		"no rate headers": {"GET /v1/whatsapp/accounts/wha_1", 429, envelope, "X-RateLimit"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, deviates := range []bool{false, true} {
				seen := &failures{TB: t}
				h := contracttest.API(seen, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "application/json")
					w.Header().Set("Date", "Sat, 08 Apr 2023 12:00:00 GMT")
					w.WriteHeader(test.status)
					_, _ = io.WriteString(w, test.body)
				}), func() bool { return deviates })
				method, url, _ := strings.Cut(test.request, " ")
				r := httptest.NewRequestWithContext(t.Context(), method, url, nil)
				r.Header.Set("Authorization", "Bearer key")
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != test.status || w.Body.String() != test.body {
					t.Errorf("the client got %d %s", w.Code, w.Body)
				}
				if fails := test.want != "" && !deviates; fails != (len(seen.all) > 0) || fails && !strings.Contains(seen.text(), test.want) {
					t.Errorf("deviates %v: failures %q, want %q", deviates, seen.all, test.want)
				}
			}
		})
	}
}

type accepting struct{ body string }

func (a *accepting) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	a.body = string(body)
	return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, err
}

func TestDeliveries(t *testing.T) {
	t.Parallel()
	data := `{"account_id":"a","message_id":"m","from":"+1","type":"text","content":"c","timestamp":"2023-04-09T10:00:00Z"}`
	event := func(kind, data string) string {
		return `{"id":"evt_1","type":"` + kind + `","created":1681036800,"data":` + data + `}`
	}
	good, signature := event("whatsapp.message.received", data), strings.Repeat("0a", 32)
	for name, test := range map[string]struct{ body, signature, want string }{
		"good":           {good, signature, ""},
		"prefix":         {good, "sha256=" + signature, ""},
		"another":        {event("whatsapp.account.connected", "{}"), signature, ""},
		"no signature":   {good, "", "X-Botbiz-Signature"},
		"bad signature":  {good, "abc", "X-Botbiz-Signature"},
		"missing member": {event("whatsapp.message.received", "{}"), signature, "account_id"},
		"unknown event":  {event("something", "{}"), signature, "unknown event"},
		"no time":        {strings.Replace(good, "created", "at", 1), signature, "created"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen, receiver := &failures{TB: t}, &accepting{}
			r, err := http.NewRequestWithContext(t.Context(), "POST", "http://localhost/hook", strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			if test.signature != "" {
				r.Header.Set("X-Botbiz-Signature", test.signature)
			}
			if _, err := contracttest.Deliveries(seen, receiver).RoundTrip(r); err != nil {
				t.Error(err)
			}
			if (test.want == "") != (len(seen.all) == 0) || !strings.Contains(seen.text(), test.want) {
				t.Errorf("failures %q, want %q", seen.all, test.want)
			}
			if receiver.body != test.body {
				t.Errorf("the receiver got %q", receiver.body)
			}
		})
	}
}
