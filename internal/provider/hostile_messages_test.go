package provider

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// TestHostile_messages: no warning, error or display name holds what an object of the API makes a terminal do, or reads a
// variable where it is pasted into a configuration.
func TestHostile_messages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const hostileID = `wha_"\${var.password}`
		m := newMockInMemory(t, mockapi.Options{Differences: []string{"allows-duplicates"}})
		p := m.inProcess(t)
		e := newEngine(t, m)
		var texts []string
		fails := func(err error) {
			t.Helper()
			if err == nil {
				t.Error("no error")
				return
			}
			texts = append(texts, err.Error())
		}

		// An error of the API, on a create, a rename and a delete.
		config := block{"phone_number": "+14155550100", "name": "Support"}
		o := e.object(accountResource)
		refusal := m.AddFault(mockapi.Fault{Kind: "status", Status: 400, Code: forged, Message: "name: " + forged})
		_, err := o.apply(config)
		fails(err)
		m.ClearFaults()
		_, err = o.apply(config)
		must(t, err)
		id := o.text("id")
		// Drift, in every field.
		m.SetStatus(id, "connected"+forged)
		m.Rename(id, forged)
		must(t, o.refresh())
		texts = append(texts, o.text("status"))
		if name := o.text("name"); strings.ContainsAny(name, "\x1b\r\u009b") {
			t.Errorf("the state holds %q", name)
		}
		m.SetStatus(id, "connected")
		_, err = o.plan(block{"phone_number": "+14155550199", "name": "Support"})
		must(t, err)
		// Lists show a name for each object.
		m.AddEndpoint(mockapi.Endpoint{URL: "https://example.com/" + forged, Description: new(forged), Events: []string{"a"}})
		for _, kind := range []string{accountResource, endpointResource} {
			for _, one := range p.list(kind, 100, false, nil) {
				texts = append(texts, one.name, one.errors)
			}
		}
		// A create of unknown outcome names the objects that it may have made.
		m.AddAccount(mockapi.Account{ID: hostileID, PhoneNumber: "+14155550101", Name: forged, CreatedAt: time.Now().Add(time.Minute)})
		m.AddAccount(mockapi.Account{ID: "wha_2", PhoneNumber: "+14155550101", Name: forged, CreatedAt: time.Now().Add(time.Minute)})
		m.AddFault(mockapi.Fault{Kind: "drop-after", Method: "POST", Count: 1})
		_, err = e.object(accountResource).apply(block{"phone_number": "+14155550101", "name": "Support"})
		fails(err)
		if !strings.Contains(err.Error(), "import {") {
			t.Error(err)
		}
		// The object goes.
		m.DeleteAccount(id)
		must(t, o.refresh())

		if refusal.Fired() == 0 || len(e.warnings) == 0 {
			t.Errorf("%d refusals, %d warnings", refusal.Fired(), len(e.warnings))
		}
		for _, text := range slices.Concat(texts, e.warnings) {
			if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }) || strings.Contains(text, "complete!\n") {
				t.Errorf("%q", text)
			}
			if _, block, found := strings.Cut(text, "import {"); found && strings.Contains(strings.ReplaceAll(block, "$${", ""), "${") || strings.Contains(text, "sh ${") {
				t.Errorf("reads a variable: %q", text)
			}
		}
	})
}
