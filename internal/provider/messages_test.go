package provider

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const (
	secretURL    = "https://example.com/hooks/canary-token"
	secretNumber = "+1 (415) 555-0177"
)

// discreet checks that a text contains these values in no spelling, and that it links to the guide.
func discreet(t *testing.T, about, text string) {
	t.Helper()
	if text == "" {
		t.Errorf("%s: nothing was said", about)
	}
	for _, value := range []string{"canary", "555-0177", "4155550177", "0177"} {
		if strings.Contains(text, value) {
			t.Errorf("%s: a value is quoted: %s", about, text)
		}
	}
	if !strings.Contains(text, guide+"#") {
		t.Errorf("%s: no link to the guide: %s", about, text)
	}
}

func failed(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// No error and no warning quotes a value of the configuration or the state other than ids: it may be sensitive.
func TestMessages_quoteNoValues(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMockInMemory(t, mockapi.Options{})
		e := newEngine(t, m)
		endpoint := block{"url": secretURL, "events": []string{"a"}, "description": "canary description"}
		account := block{"phone_number": secretNumber, "name": "canary name"}

		for about, config := range map[string]block{
			"bad URL":         {"url": "http://canary.example.com", "events": []string{"a"}},
			"bad event":       {"url": secretURL, "events": []string{"canary event"}},
			"padded secret":   {"url": secretURL, "events": []string{"a"}, "signing_secret_wo": " canary", "signing_secret_wo_version": 1},
			"without version": {"url": secretURL, "events": []string{"a"}, "signing_secret_wo": "canary"},
		} {
			_, err := e.object(endpointResource).plan(config)
			discreet(t, about, failed(err))
			// Terraform shows the line of the argument, where a secret might be written.
			if strings.Contains(failed(err), `AttributeName("signing_secret_wo")`) {
				t.Errorf("%s: the error is on the secret's line: %v", about, err)
			}
		}
		for about, config := range map[string]block{"bad number": {"phone_number": "0177", "name": "x"}, "bad name": {"phone_number": secretNumber, "name": " canary"}} {
			_, err := e.object(accountResource).plan(config)
			discreet(t, about, failed(err))
		}
		for _, kind := range []string{"bad number", "not found"} {
			number := map[string]string{"bad number": "canary", "not found": secretNumber}[kind]
			_, err := e.data(accountResource, block{"phone_number": number})
			discreet(t, kind, failed(err))
		}
		_, err := e.data(endpointResource, block{"url": secretURL})
		discreet(t, "no endpoint", failed(err))
		// An import ID is not sensitive, and among many imports it says which one is wrong.
		for _, id := range []string{secretNumber, "canary/0177"} {
			impossible(t, e.object(accountResource).importBy(id), id[len(id)-4:])
		}

		// Botbiz repeats what it was sent.
		for _, s := range []struct {
			kind   string
			config block
			said   string
		}{{accountResource, account, "canary name, +14155550177, " + secretNumber}, {endpointResource, endpoint, secretURL + ", canary description"}} {
			o := e.object(s.kind)
			echo := mockapi.Fault{Kind: "status", Status: 422, Message: "Not with " + s.said}
			m.AddFault(echo)
			_, err := o.apply(s.config)
			discreet(t, "create of "+s.kind, failed(err))
			m.ClearFaults()
			_, err = o.apply(s.config)
			must(t, err)
			m.AddFault(mockapi.Fault{Kind: "status", Status: 401, Message: "Not with " + s.said})
			discreet(t, "read of "+s.kind, failed(o.refresh()))
			discreet(t, "delete of "+s.kind, failed(o.destroy()))
			m.ClearFaults()
			changed := block{}
			for name, value := range s.config {
				changed[name] = value
			}
			changed["name"], changed["description"] = "canary name", "canary description"
			delete(changed, map[string]string{accountResource: "description", endpointResource: "name"}[s.kind])
			if s.kind == accountResource {
				m.Rename(o.text("id"), "x")
			} else {
				m.UpdateEndpoint(o.text("id"), func(e *mockapi.Endpoint) { e.Description = nil })
			}
			echo.Method = "PATCH"
			m.AddFault(echo)
			_, err = o.apply(changed)
			discreet(t, "update of "+s.kind, failed(err))
			m.ClearFaults()
		}
		// Warnings, and the errors of a taken number and of protection.
		accounts := m.Accounts()
		m.Connect(accounts[0].ID)
		o := e.object(accountResource)
		_, err = o.apply(account)
		discreet(t, "taken", failed(err))
		must(t, o.importBy(accounts[0].ID))
		e.warnings = nil
		_, err = o.plan(nil)
		must(t, err)
		discreet(t, "pairing", strings.Join(e.warnings, "\n"))
		e.warnings = nil
		account["deletion_protection"] = true
		_, err = o.apply(account)
		must(t, err)
		_, err = o.plan(nil)
		discreet(t, "protected", failed(err))
		m.DeleteAccount(accounts[0].ID)
		m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "Other", CreatedAt: time.Now().Add(-time.Hour)})
		o.state = withText(t, o.state, "created_at", time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)) // it is not young
		e.warnings = nil
		must(t, o.refresh())
		discreet(t, "gone", strings.Join(e.warnings, "\n"))
	})
}

// Terraform adds a dot and the argument to what a function says.
func TestMessages_functions(t *testing.T) {
	t.Parallel()
	for name, arguments := range map[string][]string{
		"normalize_phone_number": {"canary 0177"}, "webhook_signature": {"canary", ""}, "verify_webhook_signature": {"canary", "canary", ""},
	} {
		_, failure := call(t, tftypes.Bool, name, arguments...)
		if failure == nil || strings.HasSuffix(failure.Text, ".") || strings.Contains(failure.Text, "canary") || strings.Contains(failure.Text, "0177") {
			t.Errorf("%s: %+v", name, failure)
		}
	}
}
