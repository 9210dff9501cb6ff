package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

func TestWebhookEndpoint_badInput(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	const good = "https://example.com/hooks"
	a := []string{"a"}
	for name, test := range map[string]struct {
		config block
		words  []string
	}{
		"http":                   {block{"url": "http://example.com/hooks", "events": a}, []string{"url", "unencrypted"}},
		"relative":               {block{"url": "/hooks", "events": a}, []string{"url", "no scheme"}},
		"no scheme":              {block{"url": "example.com/hooks", "events": a}, []string{"url", "no scheme", "https://"}},
		"port, no scheme":        {block{"url": "example.com:8080/hooks", "events": a}, []string{"url", "https://"}},
		"no host":                {block{"url": "https:///hooks", "events": a}, []string{"url", "no host"}},
		"no slashes":             {block{"url": "https:example.com/hooks", "events": a}, []string{"url", "no host"}},
		"port alone":             {block{"url": "https://:443/hooks", "events": a}, []string{"url", "no host"}},
		"port zero":              {block{"url": "https://example.com:0", "events": a}, []string{"url", "65535"}},
		"other scheme":           {block{"url": "ftp://example.com", "events": a}, []string{"url", "must use https"}},
		"user info":              {block{"url": "https://user:pass@example.com/a b", "events": a}, []string{"url", "user name"}},
		"fragment":               {block{"url": good + "#x", "events": a}, []string{"url", "fragment"}},
		"empty url":              {block{"url": "", "events": a}, []string{"url", "empty", "https://"}},
		"blank in url":           {block{"url": "https://x/my hook", "events": a}, []string{"url", `" "`, "write %20"}},
		"blank in host":          {block{"url": "https://my host/", "events": a}, []string{"url", `" "`}},
		"padded url":             {block{"url": good + " ", "events": a}, []string{"url", `" "`}},
		"url in two lines":       {block{"url": good + "\n", "events": a}, []string{"url", "U+000A"}},
		"pasted url":             {block{"url": "https://\u200bexample.com/", "events": a}, []string{"url", "U+200B"}},
		"placeholder in url":     {block{"url": "https://example.com/<id>", "events": a}, []string{"url", "write %3C"}},
		"backslash":              {block{"url": `https://example.com\hooks`, "events": a}, []string{"url", "write %5C"}},
		"percent sign":           {block{"url": good + "/100%", "events": a}, []string{"url", "write %25"}},
		"no port number":         {block{"url": "https://example.com:x/", "events": a}, []string{"url", "not a URL"}},
		"null event":             {block{"url": good, "events": []tftypes.Value{tftypes.NewValue(tftypes.String, nil)}}, []string{"events", "ull value"}},
		"no events":              {block{"url": good, "events": []string{}}, []string{"events", "at least one"}},
		"null events":            {block{"url": good}, []string{"events"}},
		"blank event":            {block{"url": good, "events": []string{" "}}, []string{"events", "a blank"}},
		"empty event":            {block{"url": good, "events": []string{"a", ""}}, []string{"events", "empty"}},
		"padded event":           {block{"url": good, "events": []string{"a "}}, []string{"events", "a blank"}},
		"event in two lines":     {block{"url": good, "events": []string{"a\n"}}, []string{"events", "U+000A"}},
		"pasted event":           {block{"url": good, "events": []string{"a\u200b"}}, []string{"events", "U+200B", "whatsapp.message.received"}},
		"version without secret": {block{"url": good, "events": a, "signing_secret_wo_version": 1}, []string{"signing_secret_wo"}},
		"secret without version": {block{"url": good, "events": a, "signing_secret_wo": "s3cret"}, []string{"signing_secret_wo_version"}},
		"blank secret":           {block{"url": good, "events": a, "signing_secret_wo": " ", "signing_secret_wo_version": 1}, []string{"signing_secret_wo", "blank"}},
		"padded secret":          {block{"url": good, "events": a, "signing_secret_wo": "s\n", "signing_secret_wo_version": 1}, []string{"signing_secret_wo", "white space"}},
		"marked secret":          {block{"url": good, "events": a, "signing_secret_wo": "\ufeffs", "signing_secret_wo_version": 1}, []string{"signing_secret_wo", "U+FEFF"}},
		"secret with control":    {block{"url": good, "events": a, "signing_secret_wo": "s\u200d\x07s", "signing_secret_wo_version": 1}, []string{"signing_secret_wo", "U+0007"}},
	} {
		_, err := newEngine(t, m).object(endpointResource).plan(test.config)
		if err == nil {
			t.Errorf("%s is accepted", name)
			continue
		}
		impossible(t, err, test.words...)
	}
	for name, config := range map[string]block{
		"loopback":      {"url": "http://127.0.0.1:8080/hooks", "events": a},
		"IPv6":          {"url": "http://[::1]:8080", "events": a},
		"localhost":     {"url": "http://localhost", "events": a},
		"query":         {"url": good + "?a=b", "events": a},
		"not ASCII":     {"url": "https://bücher.example/ä?q=ü", "events": a},
		"braces":        {"url": good + "?filter={a}|b", "events": a},
		"open set":      {"url": good, "events": []string{"message:received", "a/b", "a..b", "ä", "whatsapp.message.received#2"}},
		"wildcards":     {"url": good, "events": []string{"*", "whatsapp.*", "other.event_type-2"}},
		"unknown url":   {"url": unknown, "events": a},
		"unknown set":   {"url": good, "events": unknown},
		"unknown value": {"url": good, "events": []string{unknown}, "description": unknown, "enabled": unknown},
	} {
		if action, err := newEngine(t, m).object(endpointResource).plan(config); err != nil || action != "create" {
			t.Errorf("%s: %s: %v", name, action, err)
		}
	}
}

func TestWebhookEndpoint_importRefused(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	first := m.AddEndpoint(mockapi.Endpoint{URL: "https://example.com/hooks", Events: []string{"a"}})
	second := m.AddEndpoint(mockapi.Endpoint{URL: "https://EXAMPLE.com/hooks", Events: []string{"b"}})
	o := newEngine(t, m).object(endpointResource)
	for id, words := range map[string][]string{
		"https://example.com:443/hooks": {"Multiple objects match", first.ID, second.ID, "by its ID"},
		"whe_none":                      {"Object to import not found", "whe_none", "another Botbiz account"},
		"https://example.com/none":      {"Object to import not found", "https://example.com/none"},
		"http://example.com/hooks":      {"Invalid import ID", "whe_…", "its URL"},
		"whe_1/../../users":             {"Invalid import ID"},
		"":                              {"Invalid import ID"},
	} {
		impossible(t, o.importBy(id), words...)
	}
}

// An empty, blank, or multi-line description stays unchanged.
func TestWebhookEndpoint_descriptions(t *testing.T) {
	t.Parallel()
	for _, differences := range [][]string{nil, {"empty-description"}, {"no-description"}, {"trimmed-descriptions"}} {
		m := newMock(t, mockapi.Options{Differences: differences})
		o := newEngine(t, m).object(endpointResource)
		for _, description := range []any{"", nil, "Orders\n", "", " ", "Sales", nil} {
			config := block{"url": "https://example.com", "events": []string{"a"}, "description": description}
			_, err := o.apply(config)
			must(t, err)
			if action, err := o.plan(config); err != nil || action != "none" {
				t.Errorf("%s: with the description %q the plan is %s: %v", differences, description, action, err)
			}
		}
		must(t, o.destroy())
	}
}

func TestWebhookEndpoint_refusedField(t *testing.T) {
	t.Parallel()
	for field, attribute := range map[string]string{"url": "url", "events": "events", "description": "description", "enabled": "enabled", "secret": "signing_secret_wo_version"} {
		m := newMock(t, mockapi.Options{})
		m.AddFault(mockapi.Fault{Kind: "status", Status: 400, Method: "POST", Message: "Invalid parameter: " + field + " is invalid"})
		o := newEngine(t, m).object(endpointResource)
		_, err := o.apply(block{"url": "https://example.com", "events": []string{"a"}})
		impossible(t, err, `[AttributeName("`+attribute+`")]`, "Request rejected by Botbiz", "is invalid")
	}
}

// Versions without write-only attributes would store the secret in the state, so it is rejected.
func TestWebhookEndpoint_oldEngine(t *testing.T) {
	t.Parallel()
	e := newEngine(t, newMock(t, mockapi.Options{}))
	w := e.walk()
	config := block{"url": "https://example.com", "events": []string{"a"}, "signing_secret_wo": "s3cret", "signing_secret_wo_version": 1}
	resp, err := w.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: endpointResource, Config: encode(t, w.configure(w.schemas.ResourceSchemas[endpointResource], config)),
	})
	must(t, err)
	impossible(t, e.note(resp.Diagnostics), "signing_secret_wo", "1.11")
}

// Event types that the provider does not know are one warning for an endpoint, and those that are refused do not warn. The
// warning quotes no event.
func TestWebhookEndpoint_unknownEvents(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		events   []string
		warnings int
	}{
		{[]string{"whatsapp.message.received", "whatsapp.*"}, 0},
		{[]string{"canary.a", "canary.b", "whatsapp.message.received"}, 1},
		{[]string{"canary c"}, 0},
	} {
		e := newEngine(t, newMock(t, mockapi.Options{}))
		_, _ = e.object(endpointResource).plan(block{"url": "https://example.com/hooks", "events": tc.events})
		if n := strings.Count(strings.Join(e.warnings, "\n"), titleUnknownEvent+":"); n != tc.warnings || strings.Contains(strings.Join(e.warnings, ""), "canary") {
			t.Errorf("%q: %d warnings: %q", tc.events, n, e.warnings)
		}
	}
}
