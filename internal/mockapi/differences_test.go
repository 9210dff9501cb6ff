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
	const first = `{"created_at":"2023-04-08T12:00:00Z","id":"wha_1"`
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
		"null-optionals":                   {"GET " + account, "", 200, `{"created_at":null,"id":"wha_1","name":"n","phone_number":"+1234567890","qr_code_url":null`, "http"},
		"unknown-fields":                   {"GET " + account, "", 200, `"labels":["a","b"]`, ""},
		"extra-status":                     {"GET " + account, "", 200, `"awaiting_scan"`, "pending"},
		"no-secret-in-create":              {"POST " + endpoints, `{"url":"https://a.example","events":["a"]}`, 201, "whe_", "secret"},
		"create-200":                       {"POST " + accounts, `{"phone_number":"+1234567","name":"n"}`, 200, "wha_", ""},
		"patch-204":                        {"PATCH " + account, `{"name":"m"}`, 204, "", "wha_1"},
		"patch-empty-object":               {"PATCH " + account, `{"name":"m"}`, 200, "{}", "wha_1"},
		"delete-200":                       {"DELETE " + account, "", 200, "", "wha_1"},
		"delete-200-body":                  {"DELETE " + account, "", 200, `{"deleted":true,"id":"wha_1"}`, ""},
		"no-list-route":                    {"GET " + accounts, "", 404, "404 page not found", "error"},
		"list-405":                         {"GET " + endpoints, "", 405, "Not Allowed", "error"},
		"list-forbidden":                   {"GET " + endpoints, "", 403, `"code":"forbidden"`, ""},
		"refused-limit":                    {"GET " + accounts + "?limit=5", "", 400, "limit", "data"},
		"ignores-limit":                    {"GET " + accounts + "?limit=1", "", 200, "Account 3", ""},
		"pages-by-number":                  {"GET " + accounts + "?page=2", "", 200, `"data":[]`, "has_more"},
		"ignores-cursor":                   {"GET " + accounts + "?starting_after=wha_1", "", 200, `"wha_1"`, ""},
		"bare-array":                       {"GET " + accounts, "", 200, `[` + first, "data"},
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
		"first-20-only":                    {"GET " + accounts + "?limit=100&starting_after=wha_1", "", 200, `{"data":[` + first, "has_more"},
		"created-at-behind":                {"GET " + account, "", 200, `"2023-04-08T11:59:55Z"`, ""},
		"byte-order-mark":                  {"GET " + account, "", 200, "\ufeff{", ""},
		"other-api-refuses":                {"GET /v1/users", "", 200, `{"message":"Invalid API token","status":"0"}`, ""},
		"other-api-accepts":                {"POST " + accounts, "", 200, `{"message":"Success","status":"1"}`, ""},
		"documented-routes-only-html":      {"GET " + accounts, "", 404, "<!DOCTYPE html>", "error"},
		"documented-routes-only-405":       {"GET " + account, "", 405, "Not Allowed", "error"},
		"no-patch-route":                   {"PATCH " + account, `{"name":"m"}`, 404, "404 page not found", ""},
		"patch-405":                        {"PATCH " + endpoint, `{"enabled":true}`, 405, "Not Allowed", ""},
		"no-delete-route":                  {"DELETE " + account, "", 404, "404 page not found", ""},
		"delete-405":                       {"DELETE " + endpoint, "", 405, "Not Allowed", ""},
		"400-gone":                         {"GET " + account + "0", "", 400, `"invalid_request"`, ""},
		"403-gone":                         {"GET " + account + "0", "", 403, `"forbidden"`, ""},
		"500-gone":                         {"GET " + account + "0", "", 500, `"error"`, ""},
		"null-gone":                        {"GET " + account + "0", "", 200, "null\n", ""},
		"has-more-false":                   {"GET " + accounts + "?limit=1", "", 200, `"has_more":false`, ""},
		"has-more-always":                  {"GET " + accounts, "", 200, `"has_more":true`, ""},
		"list-in-accounts":                 {"GET " + endpoints, "", 200, `{"endpoints":[{"created_at"`, ""},
		"list-in-items":                    {"GET " + accounts, "", 200, `"items":[` + first, ""},
		"list-in-data-accounts":            {"GET " + accounts, "", 200, `{"data":{"accounts":[` + first, ""},
		"list-by-id":                       {"GET " + accounts, "", 200, `"wha_1":` + first, ""},
		"list-connected-only":              {"GET " + accounts, "", 200, `"Account 3"`, `"wha_1"`},
		"list-ids-upper-case":              {"GET " + accounts + "?starting_after=WHA_1", "", 200, `"id":"WHA_`, `"wha_1"`},
		"late-objects":                     {"GET " + account, "", 404, `"not_found"`, ""},
		"late-in-lists":                    {"GET " + endpoints, "", 200, `{"data":[]`, ""},
		"single-in-data":                   {"GET " + account, "", 200, `{"data":` + first, ""},
		"single-in-account":                {"POST " + accounts, `{"phone_number":"+1234567","name":"n"}`, 201, `{"account":{"created_at"`, ""},
		"other-case-members":               {"GET " + account, "", 200, `"ID":[77]`, ""},
		"error-member":                     {"GET " + account, "", 200, `"error":{"code":"session_lost"`, ""},
		"numeric-ids":                      {"POST " + accounts, `{"phone_number":"+1234567","name":"n"}`, 201, `"id":1004,`, ""},
		"numbers-national":                 {"GET " + accounts, "", 200, `"(555) 000-0001"`, ""},
		"numbers-masked":                   {"GET " + account, "", 200, `"+12*****890"`, ""},
		"numbers-of-whatsapp":              {"GET " + accounts, "", 200, `"15550000001"`, ""},
		"numbers-of-paired-phone":          {"GET " + accounts, "", 200, `"+19990000001"`, ""},
		"status-upper-case":                {"GET " + account, "", 200, `"PENDING"`, ""},
		"status-active":                    {"GET " + accounts, "", 200, `"active"`, "connected"},
		"names-cut":                        {"PATCH " + account, `{"name":"` + strings.Repeat("ä", 61) + `"}`, 200, `"` + strings.Repeat("ä", 60) + `"`, ""},
		"texts-html-escaped":               {"PATCH " + endpoint, `{"description":"a & b"}`, 200, `"a \u0026amp; b"`, ""},
		"texts-joined-blanks":              {"PATCH " + account, `{"name":"a  b "}`, 200, `"a b"`, ""},
		"urls-href":                        {"GET " + endpoint, "", 200, `"https://example.com/"`, ""},
		"booleans-as-text":                 {"GET " + endpoint, "", 200, `"enabled":"true"`, ""},
		"created-at-local":                 {"GET " + account, "", 200, `"2023-04-08T14:00:00Z"`, ""},
		"created-at-midnight":              {"GET " + account, "", 200, `"2023-04-08T00:00:00Z"`, ""},
		"created-at-minute-behind":         {"GET " + account, "", 200, `"2023-04-08T11:59:00Z"`, ""},
		"no-number-in-create":              {"POST " + accounts, `{"phone_number":"+1234567","name":"n"}`, 201, "wha_", "phone_number"},
		"create-202-job":                   {"POST " + accounts, `{"phone_number":"+1234567","name":"n"}`, 202, `"status":"queued"`, "name"},
		"create-existing":                  {"POST " + accounts, `{"phone_number":"+1234567890","name":"m"}`, 200, `"name":"n"`, ""},
		"patch-success-false":              {"PATCH " + account, `{"name":"m"}`, 200, `"success":false`, ""},
		"patch-all-fields":                 {"PATCH " + endpoint, `{"url":"https://a.example","description":null,"enabled":true}`, 400, "events", ""},
		"put-not-patch":                    {"PUT " + endpoint, `{"url":"https://a.example"}`, 200, `"events":null,"id":"whe_1","url":"https://a.example"`, ""},
		"patch-replaces":                   {"PATCH " + endpoint, `{"events":["a"]}`, 200, `"url":null`, ""},
		"delete-success-false":             {"DELETE " + account, "", 200, `"success":false`, ""},
		"delete-errors":                    {"DELETE " + account, "", 200, `"errors":["Not deleted."]`, ""},
		"delete-code-403":                  {"DELETE " + account, "", 200, `"code":403`, ""},
		"delete-unconfirmed":               {"DELETE " + account, "", 200, `{"confirmation_required":true}`, ""},
		"delete-text":                      {"DELETE " + account, "", 200, "temporarily", "{"},
		"delete-refused-status":            {"DELETE " + account, "", 200, `"deletion_refused"`, ""},
		"delete-unchanged":                 {"DELETE " + endpoint, "", 200, `"id":"whe_1"`, ""},
		"delete-slow":                      {"DELETE " + endpoint, "", 202, `"status":"deleting"`, ""},
		"tombstone-flag":                   {"GET /v1/whatsapp/accounts/wha_0", "", 200, `"deleted":true`, ""},
		"tombstone-time":                   {"GET " + accounts, "", 200, `"deleted_at":"2023-04-08T12:00:00Z"`, ""},
		"tombstone-status":                 {"GET " + accounts, "", 200, `"status":"deleted"`, ""},
		"qr-json":                          {"GET " + account + "/qr-code", "", 200, `{"qr_code":"data:image/png;base64,iVBOR`, ""},
		"qr-code-text":                     {"GET " + account + "/qr-code", "", 200, "2@", ""},
		"qr-redirect":                      {"GET " + account + "/qr-code", "", 302, "", ""},
		"qr-204":                           {"GET " + account + "/qr-code", "", 204, "", ""},
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
			if name == "no-date" {
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
	s := mockapi.New(mockapi.Options{Differences: []string{"documented-routes-only"}})
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
	s := mockapi.New(mockapi.Options{Differences: []string{"enveloped-404-for-delete"}})
	s.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+1234567890", Name: "n"})
	do(t, s, "DELETE", "/v1/whatsapp/accounts/wha_1", "")
	if r := do(t, s, "GET", "/v1/whatsapp/accounts/wha_1", ""); r.status != 200 {
		t.Errorf("%d %s", r.status, r.body)
	}
}

// The list shows 20 of more objects.
func TestFirst20Only(t *testing.T) {
	s := mockapi.New(mockapi.Options{Differences: []string{"first-20-only"}})
	s.SeedAccounts("", 25)
	if r := do(t, s, "GET", "/v1/whatsapp/accounts?limit=100", ""); len(r.json["data"].([]any)) != 20 {
		t.Errorf("%s", r.body)
	}
}

// A query after the path is kept.
func TestURLsWithSlash(t *testing.T) {
	s := mockapi.New(mockapi.Options{Differences: []string{"urls-with-slash"}})
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
	s.SetDifferences("numbers-without-plus", "numbers-with-spaces", "lean-list", "bare-array")
	s.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+1234567890", Name: "n"})
	if r := do(t, s, "GET", "/v1/whatsapp/accounts", ""); r.body != `[{"id":"wha_1","phone_number":"1 234 567 890"}]`+"\n" {
		t.Errorf("%s", r.body)
	}
	s.SetDifferences("created-at-behind", "created-at-midnight") // the one listed first decides
	if created := do(t, s, "GET", "/v1/whatsapp/accounts/wha_1", "").str("created_at"); !strings.HasSuffix(created, "T00:00:00Z") {
		t.Errorf("created at %s", created)
	}
}
