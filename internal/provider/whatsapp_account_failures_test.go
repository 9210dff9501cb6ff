package provider

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// failures are responses that prove nothing, and the words of each error.
var failures = map[string]struct {
	fault mockapi.Fault
	words []string
}{
	"401":             {mockapi.Fault{Kind: "status", Status: 401}, []string{"API key rejected", "API key"}},
	"403":             {mockapi.Fault{Kind: "status", Status: 403}, []string{"API key lacks permission"}},
	"500":             {mockapi.Fault{Kind: "status", Status: 500}, []string{"Botbiz server error"}},
	"502 page":        {mockapi.Fault{Kind: "html", Status: 502}, []string{"Botbiz server error", "502"}},
	"page":            {mockapi.Fault{Kind: "html", Status: 200}, []string{"Unexpected response from Botbiz", "a web page", "base_url"}},
	"404 page":        {mockapi.Fault{Kind: "html"}, []string{titleNoRoute, "base_url"}},
	"404 plain":       {mockapi.Fault{Kind: "status-plain", Status: 404}, []string{titleNoRoute, "base_url"}},
	"404 empty":       {mockapi.Fault{Kind: "status-empty", Status: 404}, []string{titleNoRoute, "base_url"}},
	"404 gateway":     {mockapi.Fault{Kind: "status-json"}, []string{titleNoRoute, "base_url"}},
	"404 half":        {mockapi.Fault{Kind: "status-json", Body: `{"error":{"code":"not_found","message":"x"}}`}, []string{titleNoRoute}},
	"410 plain":       {mockapi.Fault{Kind: "status-plain", Status: 410}, []string{titleNoRoute, "base_url"}},
	"405":             {mockapi.Fault{Kind: "status-plain", Status: 405}, []string{titleNoRoute, "base_url"}},
	"501":             {mockapi.Fault{Kind: "status-plain", Status: 501}, []string{titleNoRoute, "base_url"}},
	"redirect":        {mockapi.Fault{Kind: "redirect", Location: "https://login.example.com/"}, []string{"Response is not from the Botbiz API", "redirect", "base_url"}},
	"other host":      {mockapi.Fault{Kind: "redirect", Status: 308, Location: "http://127.0.0.2:1/v1/"}, []string{"Response is not from the Botbiz API", "redirect"}},
	"truncated":       {mockapi.Fault{Kind: "truncated-json"}, []string{"Unexpected response from Botbiz", "cut", "base_url"}},
	"empty object":    {mockapi.Fault{Kind: "empty-object"}, []string{"Unexpected response from Botbiz", "base_url"}},
	"text":            {mockapi.Fault{Kind: "not-json"}, []string{"Unexpected response from Botbiz", "base_url"}},
	"picture":         {mockapi.Fault{Kind: "picture"}, []string{"Unexpected response from Botbiz", "base_url"}},
	"no id":           {mockapi.Fault{Kind: "no-id"}, []string{"Unexpected response from Botbiz", "no id"}},
	"another object":  {mockapi.Fault{Kind: "other-id"}, []string{"Unexpected response from Botbiz", "another object"}},
	"401 in a 200":    {mockapi.Fault{Kind: "error-in-200", Status: 401}, []string{"API key rejected"}},
	"connection lost": {mockapi.Fault{Kind: "drop-before"}, []string{"No response from Botbiz", "base_url"}},
	"too large":       {mockapi.Fault{Kind: "huge"}, []string{"too large"}},
}

// managed returns an account that is in the state and older than two minutes.
func managed(t *testing.T, m *mock) *object {
	t.Helper()
	made := m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "Support", CreatedAt: time.Now().Add(-time.Hour)})
	o := newEngine(t, m).object(accountResource)
	must(t, o.importBy(made.ID))
	return o
}

// eachFailure injects each failure into the requests of one method and calls test, which must fail, except for those that
// are valid for this method. Then the failure ends, and test must succeed.
func eachFailure(t *testing.T, method string, fine []string, test func(o *object) error) {
	t.Helper()
	for name, f := range failures {
		onFakeClock(t, name, func(t *testing.T) {
			m := newMockInMemory(t, mockapi.Options{})
			o := managed(t, m)
			before := o.state
			o.provider["max_wait"] = "1s" // and not a minute for the 502
			fault := f.fault
			fault.Method = method
			if name == "405" {
				m.SetDifferences("unknown-fields") // PUT follows a refused PATCH
			}
			injected := m.AddFault(fault)
			err := test(o)
			if injected.Fired() == 0 {
				t.Fatal("nothing was asked")
			}
			if slices.Contains(fine, name) {
				must(t, err)
				return
			}
			impossible(t, err, words(method, name)...)
			if !o.exists() || o.tainted || !o.state.Equal(before) {
				t.Fatalf("the state changed: %s", o.state)
			}
			if strings.Contains(err.Error(), canaryKey) {
				t.Errorf("the error holds the API key: %v", err)
			}
			m.ClearFaults()
			if err := test(o); err != nil {
				t.Fatalf("after the recovery: %v", err)
			}
		})
	}
}

// words returns the words of an error. A read that follows a write shows that the object is as it was: then the API does not
// have the route, or did nothing.
func words(method, name string) []string {
	words := slices.Clone(failures[name].words)
	switch {
	case method == http.MethodGet && name == "another object":
		return []string{titleNotFound, "state rm"} // the list, in which it has another id too, is complete
	case method != http.MethodGet && (name == "empty object" || name == "text" || name == "picture"):
		words[0] = titleIgnored
	}
	return words
}

func TestFailures_read(t *testing.T) {
	t.Parallel()
	eachFailure(t, "GET", nil, func(o *object) error { return o.refresh() })
}

func TestFailures_rename(t *testing.T) {
	t.Parallel()
	// {} and a response without an id are valid after a PATCH. The account is then read.
	eachFailure(t, "PATCH", []string{"truncated", "no id"}, func(o *object) error {
		_, err := o.apply(block{"phone_number": "+14155550100", "name": "Sales"})
		if err == nil && o.text("name") != "Sales" {
			o.t.Errorf("the name is %q", o.text("name"))
		}
		return err
	})
}

func TestFailures_delete(t *testing.T) {
	t.Parallel()
	// The truncated response and the one without an id come after the delete, which the following read shows.
	eachFailure(t, "DELETE", []string{"truncated", "no id", "another object"}, func(o *object) error {
		err := o.destroy()
		if err == nil && o.exists() {
			o.t.Error("still in the state")
		}
		return err
	})
}

// Only the list fails. {} and a web page are not an empty list, but the provider works without a list.
func TestFailures_listOnly(t *testing.T) {
	t.Parallel()
	for name, needed := range map[string]bool{
		"500": true, "page": false, "truncated": false, "empty object": false, "text": false, "no id": false, "connection lost": true, "401": true,
		"403": false, "404 page": false, "404 empty": false, "404 gateway": false, "405": false, "501": false, "redirect": false, "too large": false,
	} {
		onFakeClock(t, name, func(t *testing.T) {
			m := newMockInMemory(t, mockapi.Options{})
			o := managed(t, m)
			fault := failures[name].fault
			fault.Route = mockapi.RouteAccounts
			m.AddFault(fault)
			err := o.refresh()
			if needed {
				impossible(t, err, failures[name].words...)
			} else if err != nil {
				t.Fatal(err)
			}
			if !o.exists() {
				t.Fatal("forgotten")
			}
		})
	}
}

// An object that is gone according to the API leaves the state with a warning.
func TestFailures_gone(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusNotFound, http.StatusGone} {
		for _, kind := range []string{"status", "error-in-200"} {
			onFakeClock(t, fmt.Sprint(kind, status), func(t *testing.T) {
				m := newMockInMemory(t, mockapi.Options{})
				o := managed(t, m)
				id := o.text("id")
				m.DeleteAccount(id)
				m.AddFault(mockapi.Fault{Kind: kind, Status: status, Method: "GET", Route: mockapi.RouteAccount})
				if err := o.refresh(); err != nil || o.exists() {
					t.Errorf("still there, or %v", err)
				}
				if warned := strings.Join(o.warnings, "\n"); !strings.Contains(warned, "WhatsApp account no longer exists") ||
					!strings.Contains(warned, id) || !strings.Contains(warned, "another Botbiz account") || !strings.Contains(warned, "do not apply") {
					t.Errorf("%q", warned)
				}
				m.ClearFaults()
				again := o.engine.object(accountResource)
				again.state, again.identity = o.state, nil
				if err := again.destroy(); err != nil {
					t.Errorf("destroying what is gone: %v", err)
				}
			})
		}
	}
}

// A key of another Botbiz account does not see the objects.
func TestFailures_keyOfAnotherTenant(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMockInMemory(t, mockapi.Options{})
		o := managed(t, m)
		m.SetKeys(map[string]string{canaryKey: "another tenant"})
		if err := o.refresh(); err != nil || o.exists() {
			t.Fatalf("still there, or %v", err)
		}
		if warned := strings.Join(o.warnings, "\n"); !strings.Contains(warned, "do not apply. Set the right key") {
			t.Errorf("no warning: %q", warned)
		}
		if len(m.Accounts()) != 1 {
			t.Error("something was written")
		}
	})
}

// A new object that is not visible yet is read again.
func TestFailures_youngAccount(t *testing.T) {
	t.Parallel()
	for _, offset := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute} {
		onFakeClock(t, offset.String(), func(t *testing.T) {
			m := newMockInMemory(t, mockapi.Options{ClockOffset: offset})
			o := newEngine(t, m).object(accountResource)
			config := block{"phone_number": "+14155550100", "name": "Support"}
			_, err := o.apply(config)
			must(t, err)
			id := o.text("id")
			m.AddFault(mockapi.Fault{Kind: "status-json", Status: 200, Body: `{"data":[],"has_more":false}`, Route: mockapi.RouteAccounts, Method: "GET"})
			m.AddFault(mockapi.Fault{Kind: "status", Status: 404, Method: "GET", Route: mockapi.RouteAccount, Count: 2})
			if action, err := o.plan(config); err != nil || action != "none" || o.text("id") != id {
				t.Errorf("forgotten: %s %v", action, err)
			}
		})
	}
}
