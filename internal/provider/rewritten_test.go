package provider

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// through returns an engine whose responses a function rewrites, member by member.
func through(t *testing.T, m *mock, rewrite func(name string, value any) any) *engine {
	t.Helper()
	target, err := url.Parse(m.url)
	must(t, err)
	var walk func(any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			for name, value := range v {
				v[name] = rewrite(name, walk(value))
			}
		case []any:
			for i := range v {
				v[i] = walk(v[i])
			}
		}
		return v
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: target.Scheme, Host: target.Host}) },
		ModifyResponse: func(resp *http.Response) error {
			body, err := io.ReadAll(resp.Body)
			var value any
			if err == nil && json.Unmarshal(body, &value) == nil {
				body, _ = json.Marshal(walk(value))
				resp.Header.Del("Content-Length")
			}
			resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			return err
		},
	})
	t.Cleanup(proxy.Close)
	e := newEngine(t, m)
	e.provider["base_url"] = strings.Replace(m.url, target.Host, strings.TrimPrefix(proxy.URL, "http://"), 1)
	return e
}

// texts rewrites names and descriptions.
func texts(f func(string) string) func(string, any) any {
	return func(name string, value any) any {
		if text, ok := value.(string); ok && (name == "name" || name == "description") {
			return f(text)
		}
		return value
	}
}

func eventsOf(f func([]any) []any) func(string, any) any {
	return func(name string, value any) any {
		if list, ok := value.([]any); ok && name == "events" {
			return f(list)
		}
		return value
	}
}

// rewriters are servers that show texts and events in their own form.
var rewriters = map[string]func(string, any) any{
	"title": texts(strings.Title), //nolint:staticcheck // as servers do it
	"upper": texts(strings.ToUpper),
	"cut":   texts(func(s string) string { r := []rune(s); return string(r[:min(len(r), 12)]) }),
	"ascii": texts(func(s string) string {
		return strings.Map(func(r rune) rune {
			if r > 0x7f {
				return '?'
			}
			return r
		}, s)
	}),
	"decomposed": texts(func(s string) string { return strings.ReplaceAll(s, "ü", "u\u0308") }),
	"html":       texts(func(s string) string { return strings.ReplaceAll(s, "&", "&amp;") }),
	"blanks":     texts(func(s string) string { return strings.Join(strings.Fields(s), " ") }),
	"no names": func(name string, value any) any {
		if name == "name" {
			return nil
		}
		return value
	},
	"more events": eventsOf(func(all []any) []any {
		return append(all, "ping")
	}),
	"upper events": eventsOf(func(all []any) []any {
		for i := range all {
			all[i] = strings.ToUpper(all[i].(string))
		}
		return all
	}),
}

var rewrittenLives = map[string][]block{
	accountResource: {
		{"phone_number": "+14155550100", "name": "müller  & söhne berlin"},
		{"phone_number": "+14155550100", "name": "customer  & support, zürich"},
	},
	endpointResource: {
		{"url": "https://example.com/hooks", "events": []string{"whatsapp.message.received"}, "description": "müller  & söhne berlin"},
		{"url": "https://example.com/hooks", "events": []string{"whatsapp.message.sent"}, "description": "customer  & support, zürich", "enabled": false},
	},
}

// The configuration decides: on a server that shows texts and events in its own form, every apply ends in an empty plan, also
// one after an import, with at most one update and one warning for each text.
func TestRewritten_endsEmpty(t *testing.T) {
	t.Parallel()
	for about, rewrite := range rewriters {
		for _, patch := range []string{"", "patch-204", "patch-empty-object"} {
			for kind, lives := range rewrittenLives {
				t.Run(about+"/"+patch+"/"+kind, func(t *testing.T) {
					t.Parallel()
					var differences []string
					if patch != "" {
						differences = append(differences, patch)
					}
					m := newMock(t, mockapi.Options{Differences: differences})
					o := through(t, m, rewrite).object(kind)
					settled := func(o *object, config block) {
						t.Helper()
						warned := len(o.warnings)
						if action, err := o.apply(config); err != nil {
							t.Fatalf("%s: %v", action, err)
						}
						// Without a response, a read is the first to show what was stored. It warns, and the apply saves that.
						if action, err := o.apply(config); err != nil || action != "none" {
							t.Fatalf("the plan is %s: %v\n%s", action, err, o.state)
						}
						for _, w := range o.warnings[warned:] {
							if !strings.Contains(w, "ignore_changes") || strings.Contains(w, "müller") || strings.Contains(w, "zürich") {
								t.Errorf("warned %q", w)
							}
						}
						warned = len(o.warnings)
						if action, err := o.plan(config); err != nil || action != "none" || len(o.warnings) > warned {
							t.Fatalf("the plan is %s: %v; warned %q", action, err, o.warnings[warned:])
						}
					}
					settled(o, lives[0])
					settled(o, lives[1])
					if kind == endpointResource { // another value says nothing about the texts
						warned := len(o.warnings)
						settled(o, block{"url": lives[1]["url"], "events": lives[1]["events"], "description": lives[1]["description"]})
						settled(o, lives[1])
						if len(o.warnings) > warned {
							t.Errorf("warned again: %q", o.warnings[warned:])
						}
					}
					imported := o.engine.object(kind)
					must(t, imported.importBy(o.text("id")))
					m.ResetLog()
					settled(imported, lives[1])
					if m.writes() > 1 {
						t.Errorf("%d writes after an import", m.writes())
					}
					if about == "html" || about == "blanks" {
						if m.writes() > 0 {
							t.Error("the plan after an import was not empty")
						}
					}
				})
			}
		}
	}
}

// A write that is ignored stays an error, also where the response is a success: another name, a boolean, a URL, an event.
func TestRewritten_ignored(t *testing.T) {
	t.Parallel()
	account := block{"phone_number": "+14155550100", "name": "Support"}
	endpoint := block{"url": "https://example.com/hooks", "events": []string{"a.b", "c.d"}}
	with := func(base block, name string, value any) block {
		changed := block{}
		for k, v := range base {
			changed[k] = v
		}
		changed[name] = value
		return changed
	}
	for _, tc := range []struct {
		kind          string
		first, change block
	}{
		{accountResource, account, with(account, "name", "Sales")},
		{endpointResource, endpoint, with(endpoint, "enabled", false)},
		{endpointResource, endpoint, with(endpoint, "url", "https://example.com/other")},
		{endpointResource, endpoint, with(endpoint, "url", "https://example.com/HOOKS")},
		{endpointResource, endpoint, with(endpoint, "events", []string{"a.b", "e.f"})},
		{endpointResource, endpoint, with(endpoint, "events", []string{"a.b"})},
		{endpointResource, endpoint, with(endpoint, "description", "Orders")},
	} {
		for _, body := range []string{`{"success":true}`, `{}`, `{"success":false}`, `OK`} {
			onFakeClock(t, fmt.Sprint(tc.change, body), func(t *testing.T) {
				m := newMockInMemory(t, mockapi.Options{})
				o := newEngine(t, m).object(tc.kind)
				_, err := o.apply(tc.first)
				must(t, err)
				m.AddFault(mockapi.Fault{Kind: "status-json", Status: 200, Method: "PATCH", Body: body})
				before := o.state
				if _, err = o.apply(tc.change); err == nil {
					t.Fatalf("%s: %v", body, tc.change)
				}
				impossible(t, err, titleIgnored)
				if !o.state.Equal(before) {
					t.Errorf("%s: the state changed: %s", body, o.state)
				}
			})
		}
	}
}

// An answer that says no is no success, however much the old text is like the new one.
func TestRewritten_saidNo(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	made := m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "SUPPORT", CreatedAt: time.Now().Add(-time.Hour)})
	o := newEngine(t, m).object(accountResource)
	must(t, o.importBy(made.ID))
	m.SetDifferences("patch-success-false")
	_, err := o.apply(block{"phone_number": "+14155550100", "name": "Support"})
	impossible(t, err, titleIgnored)
}

func TestIsRewritten(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		shown, sent string
		want        bool
	}{
		{"Müller &amp; Söhne", "Müller  & Söhne", true},
		{"MÜLLER & SÖHNE", "Müller & Söhne", true},
		{"M?ller & S?hne", "Müller & Söhne", true},
		{"Muller & Sohne", "Müller & Söhne", true},
		{"Mu\u0308ller", "Müller", true},
		{"Support", "Support 🎉", true},
		{"Support Team", "Support Team in Berlin", true},
		{"Support Te…", "Support Team in Berlin", true},
		{"サポート", "サポート ★", true},
		{"Support", "Sales", false},
		{"Support", "Support 2", false}, // no server cuts a text this short
		{"Support 1", "Support 2", false},
		{"Support Team in Berlin", "Support Team", false},
		{"??", "サポート", false},
		{"", "Support", false},
		{"Support", "", false},
	} {
		if got := isRewritten(tc.shown, tc.sent); got != tc.want {
			t.Errorf("%q for %q: %t", tc.shown, tc.sent, got)
		}
	}
}

// A text that is neither the old nor the new one is how the server stores it, unless its answer does not say yes.
func TestIgnored_edited(t *testing.T) {
	t.Parallel()
	shown := "Edited"
	value := func(held string) []spelled {
		return []spelled{{name: "name", held: types.StringValue(held), said: &shown, same: botbiz.SameText, made: isRewritten}}
	}
	for _, accepted := range []bool{true, false} {
		if ignored(value("New"), value("Old"), memo{}, accepted) == accepted {
			t.Errorf("accepted %t", accepted)
		}
	}
}
