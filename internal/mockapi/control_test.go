package mockapi_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

func TestControl(t *testing.T) {
	s := mockapi.New(mockapi.Options{Limit: 1})
	s.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+1234567890", Name: "n"})
	s.AddEndpoint(mockapi.Endpoint{ID: "whe_1", URL: "https://example.com", Events: []string{received}, Enabled: true, Secret: "whsec_1"})
	for _, c := range []struct {
		method, path, body string
		status             int
		has                string
	}{
		{"GET", "/_mock/", "", 200, "/_mock/requests"},
		{"PATCH", "/_mock/accounts/wha_1", `[`, 400, `"error"`},
		{"POST", "/_mock/messages", `[`, 400, `"error"`},
		{"PATCH", "/_mock/accounts/wha_1", `{"name":"edited","status":"suspended"}`, 200, `"suspended"`},
		{"PATCH", "/_mock/accounts/wha_0", `{"name":"edited"}`, 404, `"error"`},
		{"PATCH", "/_mock/accounts/wha_0", `{}`, 404, `"error"`},
		{"POST", "/_mock/accounts/wha_1/connect", "", 200, `"connected"`},
		{"POST", "/_mock/accounts/wha_1/disconnect", "", 200, `"disconnected"`},
		{"POST", "/_mock/accounts/wha_0/connect", "", 404, `"error"`},
		{"POST", "/_mock/messages", `{"account_id":"wha_1","from":"+1234567890","content":"Hi"}`, 200, `"msg_`},
		{"POST", "/_mock/messages", `{"account_id":"wha_0"}`, 404, `"error"`},
		{"GET", "/_mock/deliveries", "", 200, "not delivered: not loopback"},
		{"GET", "/v1/users", "", 200, "Ada"},
		{"GET", "/v1/users", "", 429, "error"},
		{"GET", "/_mock/requests", "", 200, `"refused": 1`},
		{"DELETE", "/_mock/accounts/wha_1", "", 200, `"wha_1"`},
		{"DELETE", "/_mock/accounts/wha_1", "", 404, `"error"`},
		{"DELETE", "/_mock/endpoints/whe_1", "", 200, `"whe_1"`},
		{"GET", "/_mock/nothing", "", 404, ""},
	} {
		r := doAs(t, s, "", c.method, c.path, c.body)
		if strings.HasPrefix(c.path, "/v1") {
			r = do(t, s, c.method, c.path, c.body)
		}
		if r.status != c.status || !strings.Contains(r.body, c.has) {
			t.Errorf("%s %s: %d %s", c.method, c.path, r.status, r.body)
		}
	}
	if all := s.Accounts(); len(all) != 0 || len(s.Endpoints()) != 0 {
		t.Errorf("left: %+v", all)
	}
}

func TestRequestLog(t *testing.T) {
	var told []mockapi.Request
	s := mockapi.New(mockapi.Options{Keys: map[string]string{"key": "a"}, OnRequest: func(r mockapi.Request) { told = append(told, r) }})
	do(t, s, "PATCH", "/v1/whatsapp/accounts/wha_1?a=b", `{"name":"n"}`)
	do(t, s, "GET", "/v1/whatsapp/accounts", "")
	do(t, s, "GET", "/v1/nothing", "")
	log := s.Requests()
	r := log[0]
	if len(log) != 3 || r.Method != http.MethodPatch || r.Path != "/v1/whatsapp/accounts/wha_1" || r.Query != "a=b" ||
		r.Route != mockapi.RouteAccount || r.Status != 404 || r.Tenant != "a" || r.Body != `{"name":"n"}` {
		t.Errorf("%+v", log)
	}
	if len(told) != 3 || told[2].Status != 404 || told[2].Route != "" {
		t.Errorf("told %+v", told)
	}
	for route, want := range map[string]int{
		"*": 3, "": 3, "/whatsapp/*": 2, mockapi.RouteAccounts: 1, mockapi.RouteAccount: 1,
		"/whatsapp/accounts/wha_1": 1, "/v1/whatsapp/accounts/wha_1": 1, "/whatsapp": 0,
	} {
		if got := s.Count("", route); got != want {
			t.Errorf("Count %q: %d, want %d", route, got, want)
		}
	}
	if s.Count("GET", "*") != 2 {
		t.Errorf("GET: %d", s.Count("GET", "*"))
	}
	s.ResetLog()
	if s.Count("", "*") != 0 || len(s.Requests()) != 0 {
		t.Error("the log is not forgotten")
	}
}

// Another machine cannot use the control calls, whatever host it names.
func TestControl_otherMachines(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	for peer, want := range map[string]int{
		"127.0.0.1:50000": 200, "127.8.9.10:1": 200, "[::1]:50000": 200, "[::ffff:127.0.0.1]:50000": 200,
		"192.0.2.1:50000": 403, "[2001:db8::1]:50000": 403, "[::ffff:192.0.2.1]:50000": 403, "172.17.0.1:50000": 403, "": 403,
	} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "http://127.0.0.1:8080/_mock/requests", nil)
		r.RemoteAddr = peer
		if got := serve(t, s, r); got.status != want {
			t.Errorf("%q: %d %s", peer, got.status, got.body)
		}
	}
}

// A web page, also one whose host name leads to this machine, can neither read nor change anything.
func TestControl_webPages(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	s.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+1234567890", Name: "n"})
	for _, c := range []struct {
		method, path, body, host, origin, kind string
		status                                 int
	}{
		{"GET", "/_mock/requests", "", "127.0.0.1:8080", "", "", 200},
		{"GET", "/_mock/requests", "", "localhost", "", "", 200},
		{"GET", "/_mock/requests", "", "[::1]:8080", "", "", 200},
		{"GET", "/_mock/requests", "", "[::1]", "", "", 200},
		{"POST", "/_mock/accounts/wha_1/connect", "", "127.0.0.1:8080", "", "", 200},
		{"PATCH", "/_mock/accounts/wha_1", `{"name":"m"}`, "127.0.0.1:8080", "", "application/json; charset=utf-8", 200},
		{"GET", "/_mock/requests", "", "evil.example:8080", "", "", 403},
		{"GET", "/_mock/requests", "", "127.0.0.1.evil.example", "", "", 403},
		{"GET", "/_mock/requests", "", "localhost.evil.example:8080", "", "", 403},
		{"GET", "/_mock/requests", "", "0.0.0.0:8080", "", "", 403},
		{"GET", "/_mock/requests", "", "", "", "", 403},
		{"GET", "/_mock/", "", "127.0.0.1:8080", "https://evil.example", "", 403},
		{"POST", "/_mock/accounts/wha_1/disconnect", "", "127.0.0.1:8080", "null", "", 403},
		{"DELETE", "/_mock/accounts/wha_1", "", "127.0.0.1:8080", "http://127.0.0.1:8080", "", 403},
		{"PATCH", "/_mock/accounts/wha_1", `{}`, "127.0.0.1:8080", "", "text/plain", 415},
		{"PATCH", "/_mock/accounts/wha_1", `{}`, "127.0.0.1:8080", "", "application/x-www-form-urlencoded", 415},
		{"PATCH", "/_mock/accounts/wha_1", `{}`, "127.0.0.1:8080", "", "", 415},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, "http://mock.test"+c.path, strings.NewReader(c.body))
		r.Host, r.RemoteAddr = c.host, "127.0.0.1:50000"
		for name, value := range map[string]string{"Origin": c.origin, "Content-Type": c.kind} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		if got := serve(t, s, r); got.status != c.status {
			t.Errorf("%+v: %d %s", c, got.status, got.body)
		}
	}
	if all := s.Accounts(); len(all) != 1 || all[0].Name != "m" || all[0].Status != mockapi.StatusConnected {
		t.Errorf("%+v", all)
	}
}
