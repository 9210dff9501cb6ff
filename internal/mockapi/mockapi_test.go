package mockapi_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// someTime is not a whole second, so that rounding is visible.
var someTime = time.Date(2023, 4, 8, 12, 0, 0, 250_000_000, time.UTC)

// reply is a response as a test sees it.
type reply struct {
	aborted bool // the connection was closed
	status  int
	header  http.Header
	body    string
	json    map[string]any // nil: not an object
	code    string         // of the error envelope
}

func (r reply) str(name string) string { s, _ := r.json[name].(string); return s }

// do sends one request with the key "key", without a network.
func do(t testing.TB, s *mockapi.Server, method, path, body string) reply {
	t.Helper()
	return doAs(t, s, "key", method, path, body)
}

func doAs(t testing.TB, s *mockapi.Server, key, method, path, body string) reply {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "http://mock.test"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+key)
	if strings.HasPrefix(path, "/_mock/") {
		r.Host, r.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:50000"
		r.Header.Set("Content-Type", "application/json")
	}
	return serve(t, s, r)
}

func serve(t testing.TB, s *mockapi.Server, r *http.Request) (out reply) {
	t.Helper()
	w := httptest.NewRecorder()
	defer func() {
		switch p := recover(); {
		case p == nil:
		case errors.Is(p.(error), http.ErrAbortHandler):
			out = reply{aborted: true, status: w.Code, body: w.Body.String()}
		default:
			panic(p)
		}
	}()
	s.ServeHTTP(w, r)
	out = reply{status: w.Code, header: w.Header(), body: w.Body.String()}
	_ = json.Unmarshal(w.Body.Bytes(), &out.json)
	if e, ok := out.json["error"].(map[string]any); ok {
		out.code, _ = e["code"].(string)
	}
	return out
}

// connect creates an account and returns its id.
func connect(t testing.TB, s *mockapi.Server, number, name string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"phone_number": number, "name": name})
	if err != nil {
		t.Fatal(err)
	}
	r := do(t, s, "POST", "/v1/whatsapp/accounts", string(body))
	if r.status != 201 {
		t.Fatalf("creating an account: %d %s", r.status, r.body)
	}
	return r.str("id")
}

func TestAuthentication(t *testing.T) {
	s := mockapi.New(mockapi.Options{Keys: map[string]string{"one": "a", "two": "b"}})
	for header, want := range map[string]int{
		"": 401, "Bearer": 401, "Bearer ": 401, "Basic one": 401, "Bearer three": 401,
		"Bearer one": 200, "bearer two": 200,
	} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/v1/users", nil)
		r.Header.Set("Authorization", header)
		got := serve(t, s, r)
		if got.status != want || want == 401 && got.code != "unauthorized" {
			t.Errorf("%q: %d %s", header, got.status, got.body)
		}
	}
	for _, request := range s.Requests() {
		if request.Header.Get("Authorization") != "" {
			t.Error("the log keeps a key")
		}
	}
}

func TestTenantsSeeOnlyTheirOwn(t *testing.T) {
	s := mockapi.New(mockapi.Options{Keys: map[string]string{"one": "a", "two": "b"}})
	body := `{"phone_number":"+1234567890","name":"n"}`
	id := doAs(t, s, "one", "POST", "/v1/whatsapp/accounts", body).str("id")
	if r := doAs(t, s, "two", "GET", "/v1/whatsapp/accounts/"+id, ""); r.status != 404 || r.code != "not_found" {
		t.Errorf("another tenant's account: %d %s", r.status, r.body)
	}
	if r := doAs(t, s, "two", "POST", "/v1/whatsapp/accounts", body); r.status != 201 {
		t.Errorf("another tenant's number: %d %s", r.status, r.body)
	}
	if a, ok := s.Account(id); !ok || a.Tenant != "a" {
		t.Errorf("account from Go: %+v %v", a, ok)
	}
}

func TestRoutesThatDoNotExist(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/", 404},
		{"GET", "/users", 404},
		{"GET", "/v1", 404},
		{"GET", "/v1users", 404},
		{"GET", "/v1/", 404},
		{"GET", "/v1/whatsapp/accounts/", 404},
		{"GET", "/v1/whatsapp/accounts/a%2Fb/c", 404},
		{"GET", "/v2/users", 404},
		{"PUT", "/v1/whatsapp/accounts", 405},
		{"POST", "/v1/users", 405},
	} {
		r := do(t, s, c.method, c.path, "")
		if r.status != c.want || r.json != nil {
			t.Errorf("%s %s: %d %s", c.method, c.path, r.status, r.body)
		}
	}
	// An escaped slash is part of an id, so the route exists and the account does not.
	if r := do(t, s, "GET", "/v1/whatsapp/accounts/a%2Fb", ""); r.status != 404 || !strings.Contains(r.body, "a/b") {
		t.Errorf("escaped id: %d %s", r.status, r.body)
	}
}

func TestNewRefusesBadOptions(t *testing.T) {
	for name, o := range map[string]mockapi.Options{
		"plan": {Plan: "gold"}, "difference": {Differences: []string{"nonsense"}}, "limit": {Limit: -1},
	} {
		if o.Validate() == nil {
			t.Errorf("%s: accepted", name)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: New did not panic", name)
				}
			}()
			mockapi.New(o)
		}()
	}
}
