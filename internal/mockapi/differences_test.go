package mockapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// For each difference, one request whose response has it. A server without the
// difference responds differently.
func TestDifferences(t *testing.T) {
	const account, endpoint = "/v1/whatsapp/accounts/wha_1", "/v1/webhooks/endpoints/whe_1"
	const accounts, endpoints = "/v1/whatsapp/accounts", "/v1/webhooks/endpoints"
	cases := map[string]struct {
		request string
		body    string
		status  int
		has     string
		lacks   string
	}{
		"trimmed-names":                    {"PATCH " + account, `{"name":" n "}`, 200, `"name":"n"`, `" n "`},
		"trimmed-descriptions":             {"PATCH " + endpoint, `{"description":"d\n"}`, 200, `"description":"d"`, `\n"`},
		"numbers-without-plus":             {"GET " + account, "", 200, `"1234567890"`, "+"},
		"numbers-with-spaces":              {"GET " + account, "", 200, `"+1 234 567 890"`, "+1234"},
		"urls-normalized":                  {"GET " + endpoint, "", 200, `"https://example.com/"`, "EXAMPLE"},
		"reversed-events":                  {"GET " + endpoint, "", 200, `["b","a"]`, `["a","b"]`},
		"no-enabled":                       {"GET " + endpoint, "", 200, `"url"`, `"enabled"`},
		"empty-description":                {"GET " + endpoint, "", 200, `"description":""`, `"description":null`},
		"no-description":                   {"GET " + endpoint, "", 200, `"url"`, `"description"`},
		"no-qr-url":                        {"GET " + account, "", 200, `"status"`, "qr_code_url"},
		"no-created-at":                    {"GET " + account, "", 200, `"status"`, "created_at"},
		"fractional-created-at":            {"GET " + account, "", 200, `"2023-04-08T12:00:00.250000Z"`, ":00Z"},
		"offset-created-at":                {"GET " + account, "", 200, `"2023-04-08T14:00:00+02:00"`, "Z"},
		"null-optionals":                   {"GET " + account, "", 200, `"qr_code_url":null,"created_at":null`, "http"},
		"unknown-fields":                   {"GET " + account, "", 200, `"labels":["a","b"]`, ""},
		"extra-status":                     {"GET " + account, "", 200, `"awaiting_scan"`, "pending"},
		"no-secret-in-create":              {"POST " + endpoints, `{"url":"https://a.example","events":["a"]}`, 201, "whe_", "secret"},
		"create-200":                       {"POST " + accounts, `{"phone_number":"+1234567","name":"n"}`, 200, "wha_", ""},
		"patch-204":                        {"PATCH " + account, `{"name":"m"}`, 204, "", "wha_1"},
		"patch-empty-object":               {"PATCH " + account, `{"name":"m"}`, 200, "{}", "wha_1"},
		"delete-200":                       {"DELETE " + account, "", 200, "", "wha_1"},
		"delete-200-body":                  {"DELETE " + account, "", 200, `{"id":"wha_1","deleted":true}`, ""},
		"no-list-route":                    {"GET " + accounts, "", 404, "404 page not found", "error"},
		"list-405":                         {"GET " + endpoints, "", 405, "Not Allowed", "error"},
		"list-forbidden":                   {"GET " + endpoints, "", 403, `"code":"forbidden"`, ""},
		"refused-limit":                    {"GET " + accounts + "?limit=5", "", 400, "limit", "data"},
		"ignores-limit":                    {"GET " + accounts + "?limit=1", "", 200, "Account 3", ""},
		"ignores-cursor":                   {"GET " + accounts + "?starting_after=wha_1", "", 200, `"wha_1"`, ""},
		"bare-array":                       {"GET " + accounts, "", 200, `[{"id":"wha_1"`, "data"},
		"no-has-more":                      {"GET " + accounts, "", 200, `{"data":[`, "has_more"},
		"lean-list":                        {"GET " + endpoints, "", 200, `[{"id":"whe_1","url":"https://EXAMPLE.com:443"}]`, ""},
		"list-without-status":              {"GET " + accounts, "", 200, `"name"`, "status"},
		"no-get-route":                     {"GET " + account, "", 404, "404 page not found", "error"},
		"get-405":                          {"GET " + endpoint, "", 405, "Not Allowed", "error"},
		"plain-404":                        {"GET " + account + "0", "", 404, "Not Found", "error"},
		"410-gone":                         {"DELETE " + endpoint + "0", "", 410, `"code":"not_found"`, ""},
		"enveloped-404-for-missing-routes": {"GET /v1/nothing", "", 404, `"code":"not_found"`, ""},
		"no-date":                          {"GET " + account, "", 200, "", ""},
		"allows-duplicates":                {"POST " + accounts, `{"phone_number":"+1234567890","name":"m"}`, 201, "wha_", ""},
		"documented-routes-only":           {"GET " + accounts, "", 404, `"code":"not_found"`, ""},
		"enveloped-404-for-delete":         {"DELETE " + account, "", 404, `"code":"not_found"`, ""},
		"urls-with-slash":                  {"GET " + endpoint, "", 200, `"https://EXAMPLE.com:443/"`, ""},
		"first-20-only":                    {"GET " + accounts + "?limit=100&starting_after=wha_1", "", 200, `{"data":[{"id":"wha_1"`, "has_more"},
		"created-at-behind":                {"GET " + account, "", 200, `"2023-04-08T11:59:55Z"`, ""},
		"cursor-of-deleted-400":            {"GET " + accounts + "?starting_after=wha_0", "", 400, "starting_after", ""},
	}
	for _, name := range mockapi.Differences() {
		c, ok := cases[name]
		if !ok {
			t.Errorf("%s: no case", name)
			continue
		}
		method, path, _ := strings.Cut(c.request, " ")
		shows := func(given ...string) (bool, reply) {
			s := mockapi.New(mockapi.Options{Now: func() time.Time { return someTime }, Differences: given})
			s.AddAccount(mockapi.Account{ID: "wha_0", PhoneNumber: "+1234567899", Name: "deleted"})
			s.DeleteAccount("wha_0")
			s.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+1234567890", Name: "n"})
			s.SeedAccounts("", 3)
			s.AddEndpoint(mockapi.Endpoint{ID: "whe_1", URL: "https://EXAMPLE.com:443", Events: []string{"a", "b"}, Enabled: true})
			r := do(t, s, method, path, c.body)
			ok := r.status == c.status && strings.Contains(r.body, c.has) && (c.lacks == "" || !strings.Contains(r.body, c.lacks))
			if name == mockapi.DiffNoDate {
				ok = ok && r.header["Date"] == nil
			}
			return ok, r
		}
		if ok, r := shows(name); !ok {
			t.Errorf("%s: %s: %d %s", name, c.request, r.status, r.body)
		}
		if ok, r := shows(); ok {
			t.Errorf("without %s it is the same: %d %s", name, r.status, r.body)
		}
	}
}

// Only the documented routes exist, and nothing is deleted.
func TestDocumentedRoutesOnly(t *testing.T) {
	s := mockapi.New(mockapi.Options{Differences: []string{mockapi.DiffDocumentedRoutesOnly}})
	s.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+1234567890", Name: "n"})
	for request, want := range map[string]int{
		"POST /v1/whatsapp/accounts": 400, "POST /v1/whatsapp/messages": 400, "GET /v1/users": 200, "GET /v1/whatsapp/accounts/wha_1/qr-code": 200,
		"GET /v1/whatsapp/accounts": 404, "GET /v1/whatsapp/accounts/wha_1": 404, "PATCH /v1/whatsapp/accounts/wha_1": 404,
		"DELETE /v1/whatsapp/accounts/wha_1": 404, "GET /v1/webhooks/endpoints": 404, "POST /v1/webhooks/endpoints": 404, "PUT /v1/users": 404, "GET /v1/v1/users": 404,
	} {
		method, path, _ := strings.Cut(request, " ")
		if r := do(t, s, method, path, "{}"); r.status != want || want == 404 && r.code != "not_found" {
			t.Errorf("%s: %d %s", request, r.status, r.body)
		}
	}
	if len(s.Accounts()) != 1 {
		t.Error("the account is gone")
	}
}

// The object stays.
func TestEnvelopedDelete404(t *testing.T) {
	s := mockapi.New(mockapi.Options{Differences: []string{mockapi.DiffEnvelopedDelete404}})
	s.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+1234567890", Name: "n"})
	do(t, s, "DELETE", "/v1/whatsapp/accounts/wha_1", "")
	if r := do(t, s, "GET", "/v1/whatsapp/accounts/wha_1", ""); r.status != 200 {
		t.Errorf("%d %s", r.status, r.body)
	}
}

// The list shows 20 of more objects.
func TestFirst20Only(t *testing.T) {
	s := mockapi.New(mockapi.Options{Differences: []string{mockapi.DiffFirst20Only}})
	s.SeedAccounts("", 25)
	if r := do(t, s, "GET", "/v1/whatsapp/accounts?limit=100", ""); len(r.json["data"].([]any)) != 20 {
		t.Errorf("%s", r.body)
	}
}

// A query after the path is kept.
func TestURLsWithSlash(t *testing.T) {
	s := mockapi.New(mockapi.Options{Differences: []string{mockapi.DiffURLsWithSlash}})
	for given, want := range map[string]string{
		"https://a.example": "https://a.example/", "https://a.example/b": "https://a.example/b/",
		"https://a.example/b/": "https://a.example/b/", "https://a.example/b?c=d": "https://a.example/b/?c=d",
	} {
		id := s.AddEndpoint(mockapi.Endpoint{URL: given, Events: []string{"a"}}).ID
		if r := do(t, s, "GET", "/v1/webhooks/endpoints/"+id, ""); r.str("url") != want {
			t.Errorf("%s becomes %s, want %s", given, r.str("url"), want)
		}
	}
}

func TestDifferencesCombine(t *testing.T) {
	s := mockapi.New(mockapi.Options{Differences: mockapi.Differences()})
	s.SetDifferences(mockapi.DiffNumbersWithoutPlus, mockapi.DiffNumbersWithSpaces, mockapi.DiffLeanList, mockapi.DiffBareArray)
	s.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+1234567890", Name: "n"})
	if r := do(t, s, "GET", "/v1/whatsapp/accounts", ""); r.body != `[{"id":"wha_1","phone_number":"1 234 567 890"}]`+"\n" {
		t.Errorf("%s", r.body)
	}
}
