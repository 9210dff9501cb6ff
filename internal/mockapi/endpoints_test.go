package mockapi_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const received = "whatsapp.message.received"

func TestEndpointLife(t *testing.T) {
	s := mockapi.New(mockapi.Options{Now: func() time.Time { return someTime }})
	r := do(t, s, "POST", "/v1/webhooks/endpoints", `{"url":"https://example.com/in","events":["`+received+`"]}`)
	id, secret := r.str("id"), r.str("secret")
	lasting := `"created_at":"2023-04-08T12:00:00Z","description":null,"enabled":true,"events":["` + received + `"],"id":"` + id + `",`
	const url = `"url":"https://example.com/in"}` + "\n"
	if r.status != 201 || r.body != "{"+lasting+`"secret":"`+secret+`",`+url || !strings.HasPrefix(id, "whe_") {
		t.Fatalf("create: %d %s", r.status, r.body)
	}
	if !regexp.MustCompile(`^whsec_[0-9a-f]{32}$`).MatchString(secret) {
		t.Errorf("generated secret %q", secret)
	}
	path := "/v1/webhooks/endpoints/" + id
	if r := do(t, s, "GET", path, ""); r.status != 200 || r.body != "{"+lasting+url {
		t.Errorf("get: %d %s", r.status, r.body)
	}
	r = do(t, s, "PATCH", path, `{"description":"d","enabled":false,"secret":"mine","events":["a","b"]}`)
	if r.status != 200 || r.str("description") != "d" || r.json["enabled"] != false || r.json["secret"] != nil {
		t.Errorf("patch: %d %s", r.status, r.body)
	}
	e, ok := s.Endpoint(id)
	if !ok || e.Secret != "mine" || len(e.Events) != 2 || e.URL != "https://example.com/in" {
		t.Errorf("kept: %+v", e)
	}
	if r := do(t, s, "PATCH", path, `{"description":null}`); r.json["description"] != nil || r.json["enabled"] != false {
		t.Errorf("patch to null: %s", r.body)
	}
	if e, _ := s.Endpoint(id); e.Description != nil {
		t.Errorf("description kept: %+v", e)
	}
	s.UpdateEndpoint(id, func(e *mockapi.Endpoint) { e.Enabled, e.ID = true, "other" })
	if r := do(t, s, "GET", path, ""); r.json["enabled"] != true {
		t.Errorf("edited outside: %s", r.body)
	}
	if r := do(t, s, "DELETE", path, ""); r.status != 204 {
		t.Errorf("delete: %d %s", r.status, r.body)
	}
	if r := do(t, s, "GET", path, ""); r.status != 404 || len(s.Endpoints()) != 0 {
		t.Errorf("afterwards: %d %s", r.status, r.body)
	}
}

func TestEndpointKeepsAGivenSecret(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	r := do(t, s, "POST", "/v1/webhooks/endpoints", `{"url":"https://example.com","events":["a"],"secret":"mine","enabled":false}`)
	if r.str("secret") != "mine" || s.Endpoints()[0].Secret != "mine" || s.Endpoints()[0].Enabled {
		t.Errorf("%s", r.body)
	}
}

func TestEndpointValidation(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	e := s.AddEndpoint(mockapi.Endpoint{URL: "https://example.com", Events: []string{"a"}, Enabled: true})
	for _, c := range []struct{ method, body, want string }{
		{"POST", `{"events":["a"]}`, "Missing required parameter: url"},
		{"POST", `{"url":"https://example.com"}`, "Missing required parameter: events"},
		{"POST", `{"url":"/in","events":["a"]}`, "url must be an absolute"},
		{"POST", `{"url":"ftp://example.com","events":["a"]}`, "url must be an absolute"},
		{"PATCH", `{"url":null}`, "Missing required parameter: url"},
		{"PATCH", `{"events":[]}`, "at least one"},
		{"PATCH", `{"events":[" "]}`, "at least one"},
		{"PATCH", `{"events":"a"}`, "events must be a list"},
		{"PATCH", `{"events":null}`, "Missing required parameter: events"},
		{"PATCH", `{"description":3}`, "description must be a string"},
		{"PATCH", `{"url":"https://changed.example","enabled":"yes"}`, "enabled must be true or false"},
		{"PATCH", `{"enabled":null}`, "Missing required parameter: enabled"},
		{"PATCH", `{"secret":""}`, "Missing required parameter: secret"},
	} {
		path := "/v1/webhooks/endpoints"
		if c.method == "PATCH" {
			path += "/" + e.ID
		}
		r := do(t, s, c.method, path, c.body)
		if r.status != 400 || r.code != "invalid_request" || !strings.Contains(r.body, c.want) {
			t.Errorf("%s %s: %d %s", c.method, c.body, r.status, r.body)
		}
	}
	if all := s.Endpoints(); len(all) != 1 || all[0].URL != "https://example.com" || !all[0].Enabled {
		t.Errorf("a refused request acted: %+v", all)
	}
}

func TestMessagesAndUsers(t *testing.T) {
	s := mockapi.New(mockapi.Options{Now: func() time.Time { return someTime }})
	s.AddAccount(mockapi.Account{PhoneNumber: "+1234567890", Name: "pending"})
	sender := s.SeedAccounts("", 1)[0]
	r := do(t, s, "POST", "/v1/whatsapp/messages", `{"to":"+1234567890","type":"text","content":"Hello!"}`)
	if r.status != 201 || !strings.HasPrefix(r.str("id"), "msg_") || r.str("to") != "+1234567890" || r.str("type") != "text" ||
		r.str("status") != "queued" || r.str("created_at") != "2023-04-08T12:00:00Z" {
		t.Errorf("send: %d %s", r.status, r.body)
	}
	if m := s.Messages(); len(m) != 1 || m[0].AccountID != sender.ID || m[0].Content != "Hello!" || m[0].Inbound {
		t.Errorf("kept: %+v", m)
	}
	for body, want := range map[string]string{
		`{"type":"text","content":"c"}`:              "parameter: to",
		`{"to":"+1234567890","content":"c"}`:         "parameter: type",
		`{"to":"+1234567890","type":"text"}`:         "parameter: content",
		`{"to":"12345","type":"text","content":"c"}`: "parameter: to",
	} {
		if r := do(t, s, "POST", "/v1/whatsapp/messages", body); r.status != 400 || !strings.Contains(r.body, want) {
			t.Errorf("%s: %d %s", body, r.status, r.body)
		}
	}
	added := s.AddUser(mockapi.User{Name: "N", Email: "n@example.com", Extra: map[string]any{"deep": []any{1, nil}}})
	r = do(t, s, "GET", "/v1/users", "")
	if data := r.json["data"].([]any); len(data) != 3 || !strings.Contains(r.body, `{"deep":[1,null],"email":"n@example.com","id":"`+added.ID+`","name":"N"}`) {
		t.Errorf("users: %s", r.body)
	}
}
