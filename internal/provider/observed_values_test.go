package provider

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// No route changes a number, so one that Botbiz masks, leaves blank, shortens, or replaces is no drift: the known one stays, with
// one warning where it is another one. After an import, the number of the
// configuration counts: it replaces another complete one, and nothing is sent for the others.
func TestObserved_otherNumber(t *testing.T) {
	t.Parallel()
	const another = "+14155550199"
	for shown, warned := range map[string]bool{
		another: true, "(415) 555-0100": true, "4155550100": true, "+1415***0100": true, "+1 415 555 0100": false, "14155550100": false, "": false,
		"12345": true, " ": true, "•••• 0100": true, "hidden": true,
	} {
		m := newMock(t, mockapi.Options{})
		m.SetDifferences("unknown-fields") // it need not hold to the contract
		o := managed(t, m)
		m.DeleteAccount(o.text("id"))
		m.AddAccount(mockapi.Account{ID: o.text("id"), PhoneNumber: shown, Name: "Support", CreatedAt: time.Now().Add(-time.Hour)})
		config := block{"phone_number": "+14155550100", "name": "Support"}
		if action, err := o.plan(config); err != nil || action != "none" {
			t.Errorf("%q: the plan is %s: %v", shown, action, err)
		}
		if text := strings.Join(o.warnings, "\n"); strings.Contains(text, titleOtherNumber) != warned || strings.Contains(text, "0100") {
			t.Errorf("%q: warned %q", shown, text)
		}
		if must(t, o.refresh()); o.text("phone_number") != "+14155550100" {
			t.Errorf("%q: the state holds %q", shown, o.text("phone_number"))
		}

		imported := o.engine.object(accountResource)
		must(t, imported.importBy(o.text("id")))
		m.ResetLog()
		action, err := imported.apply(config)
		if replaced := action == "replace"; err != nil || replaced != (shown == another) || !replaced && m.writes() > 0 {
			t.Errorf("%q: after the import %s, %d writes: %v", shown, action, m.writes(), err)
		}
		if action, err := imported.plan(config); err != nil || action != "none" {
			t.Errorf("%q: then %s: %v", shown, action, err)
		}
	}
}

// A plan that shows the number of the configuration after an import says that, and not that nothing changes.
func TestObserved_importedOtherNumber(t *testing.T) {
	t.Parallel()
	for _, shown := range []string{"+4917600000000", ""} {
		m := newMock(t, mockapi.Options{})
		m.SetDifferences("unknown-fields")
		m.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: shown, Name: "Support"})
		o := newEngine(t, m).object(accountResource)
		must(t, o.importBy("wha_1"))
		o.warnings = nil
		w := o.walk() // the plan of an import block: without a read of its own
		p, err := w.plan(o, block{"phone_number": "+14155550100", "name": "Support"})
		must(t, err)
		text := strings.Join(o.warnings, "\n")
		if p.action != "update" || strings.Contains(text, "plans no change") || shown != "" && !strings.Contains(text, "update in place") {
			t.Errorf("%q: %s, warned %q", shown, p.action, text)
		}
	}
}

// Objects that do not show their natural key may have it, so a search that finds nothing says which, and to use the ID.
func TestObserved_hiddenNumbers(t *testing.T) {
	t.Parallel()
	for _, others := range []bool{false, true} {
		m := newMock(t, mockapi.Options{})
		m.SetDifferences("unknown-fields")
		m.AddAccount(mockapi.Account{ID: "wha_1", Name: "Support"})
		if others {
			m.AddAccount(mockapi.Account{ID: "wha_2", PhoneNumber: "+14155550199", Name: "Sales"})
		}
		e := newEngine(t, m)
		_, err := e.data(accountResource, block{"phone_number": "+14155550100"})
		impossible(t, err, titleNotFound, "does not show its phone number", "wha_1", "use the ID")
		if strings.Contains(err.Error(), "does not exist") || strings.Contains(err.Error(), "wha_2") || strings.Contains(err.Error(), "0100") {
			t.Error(err)
		}
		impossible(t, e.object(accountResource).importBy("+14155550100"), titleNothingToImport, "does not show its phone number", "wha_1", "use the ID", "+14155550100")
	}
}

// Whatever URL somebody sets in the dashboard is read as it is and planned back.
func TestObserved_oddURLs(t *testing.T) {
	t.Parallel()
	config := block{"url": "https://example.com/hooks", "events": []string{"a"}}
	for _, odd := range []string{"http://example.com/hooks", "example.com", "https://u:p@example.com", "https://[::1", "https://example.com/hooks#x"} {
		m := newMock(t, mockapi.Options{})
		m.SetDifferences("unknown-fields")
		o := newEngine(t, m).object(endpointResource)
		_, err := o.apply(config)
		must(t, err)
		change := func() { m.UpdateEndpoint(o.text("id"), func(e *mockapi.Endpoint) { e.URL = odd }) }
		change()
		must(t, o.refresh())
		if action, err := o.apply(config); err != nil || action != "update" || m.Endpoints()[0].URL != "https://example.com/hooks" {
			t.Errorf("%q: %s, %q: %v", odd, action, m.Endpoints()[0].URL, err)
		}
		change()
		must(t, o.refresh())
		if err := o.destroy(); err != nil {
			t.Errorf("%q: destroy: %v", odd, err)
		}
	}
}

// One odd object does not spoil the lists, nor its own data source and import.
func TestObserved_everywhere(t *testing.T) {
	t.Parallel()
	m := populated(t)
	m.SetDifferences("unknown-fields")
	m.AddAccount(mockapi.Account{ID: "wha_odd", PhoneNumber: "12345", Name: " Padded "})
	m.AddEndpoint(mockapi.Endpoint{ID: "whe_odd", URL: "http://example.com", Events: []string{"a b"}})
	e := newEngine(t, m)
	for kind, config := range map[string]block{
		"botbiz_whatsapp_accounts": nil, "botbiz_webhook_endpoints": nil, accountResource: {"id": "wha_odd"}, endpointResource: {"id": "whe_odd"},
	} {
		if _, err := e.data(kind, config); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	for kind, id := range map[string]string{accountResource: "wha_odd", endpointResource: "whe_odd"} {
		if err := e.object(kind).importBy(id); err != nil {
			t.Errorf("import of %s: %v", id, err)
		}
		for _, result := range m.inProcess(t).list(kind, 100, true, nil) {
			if result.errors != "" {
				t.Errorf("list of %s: %s", kind, result.errors)
			}
		}
	}
}

// A name with outer blanks is imported as a configuration can hold it.
func TestObserved_paddedName(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	m.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+14155550100", Name: " Support\t"})
	o := newEngine(t, m).object(accountResource)
	must(t, o.importBy("wha_1"))
	if action, err := o.plan(block{"phone_number": "+14155550100", "name": o.text("name")}); err != nil || action != "none" {
		t.Errorf("with the name %q the plan is %s: %v", o.text("name"), action, err)
	}
}

// A rename plans nothing else as unknown.
func TestWhatsAppAccount_renamePlansNoUnknowns(t *testing.T) {
	t.Parallel()
	o := managed(t, newMock(t, mockapi.Options{}))
	w := o.walk()
	must(t, w.refresh(o))
	p, err := w.plan(o, block{"phone_number": "+14155550100", "name": "Sales"})
	must(t, err)
	if p.action != "update" || !p.after.IsFullyKnown() {
		t.Errorf("%s plans %s", p.action, p.after)
	}
}

// A create that is answered with another number warns, because the next plan replaces the account.
func TestWhatsAppAccount_createdWithOtherNumber(t *testing.T) {
	t.Parallel()
	for number, warned := range map[string]bool{"+14155550199": true, "14155550100": false, "+1415***0100": false} {
		m := newMock(t, mockapi.Options{})
		m.SetDifferences("unknown-fields")
		m.AddFault(mockapi.Fault{
			Kind: "status-json", Status: 201, Method: "POST", Body: fmt.Sprintf(`{"id":"wha_1","phone_number":%q,"name":"Support","status":"pending"}`, number),
		})
		o := newEngine(t, m).object(accountResource)
		_, err := o.apply(block{"phone_number": "+14155550100", "name": "Support"})
		must(t, err)
		text := strings.Join(o.warnings, "\n")
		if strings.Contains(text, titleOtherNumber) != warned || warned && !strings.Contains(text, "wha_1") || o.text("phone_number") != "+14155550100" {
			t.Errorf("%q: warned %q, the state holds %q", number, text, o.text("phone_number"))
		}
	}
}

func TestSpelled(t *testing.T) {
	t.Parallel()
	null, unknown, value := types.StringNull(), types.StringUnknown(), types.StringValue
	said := func(s string) *string { return &s }
	stored := map[string]string{"text": "Cut"}
	for _, tc := range []struct {
		same       func(a, b string) bool
		said       *string
		held, want types.String
	}{
		{botbiz.SameText, nil, null, null},
		{botbiz.SameText, nil, unknown, null},
		{botbiz.SameText, nil, value("a"), value("a")},
		{botbiz.SameText, said(" a "), value("a"), value("a")},
		{botbiz.SameText, said("b"), value("a"), value("b")},
		{botbiz.SameText, said("Cut"), value("Cut short"), value("Cut short")},
		{botbiz.SameText, said("cut"), value("Cut short"), value("cut")},
		{botbiz.SameURL, said("http://x"), value("https://x"), value("http://x")},
		{botbiz.SameURL, said("https://X:443/"), value("https://x"), value("https://x")},
	} {
		if got := (spelled{name: "text", held: tc.held, said: tc.said, same: tc.same}).observed(stored); !got.Equal(tc.want) {
			t.Errorf("%q after %s: %s, want %s", text(tc.said), tc.held, got, tc.want)
		}
	}
}

// An API that adds / to every path leaves the plan empty, and another path is a change all the same.
func TestObserved_slash(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Differences: []string{"urls-with-slash"}})
	o := newEngine(t, m).object(endpointResource)
	for _, step := range []struct{ url, want string }{
		{"https://example.com/hooks?tenant=1", "create"},
		{"https://example.com/hooks/?tenant=1", "update"},
		{"https://example.com/hooks?tenant=1", "update"},
		{"https://example.com/hook?tenant=1", "update"},
	} {
		config := block{"url": step.url, "events": []string{"a.b"}}
		if action, err := o.apply(config); err != nil || action != step.want {
			t.Fatalf("%s: %s, %v", step.url, action, err)
		}
		if action, err := o.plan(config); err != nil || action != "none" {
			t.Errorf("%s: then the plan is %s: %v", step.url, action, err)
		}
	}
}
