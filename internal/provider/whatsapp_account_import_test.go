package provider

import (
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

func TestWhatsAppAccount_importRefused(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	old := time.Now().Add(-time.Hour)
	first := m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "One", CreatedAt: old})
	second := m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "Two", CreatedAt: old})
	o := newEngine(t, m).object(accountResource)
	for id, words := range map[string][]string{
		" +1 415 555 0100": {"Multiple objects match", first.ID, second.ID, "by its ID"},
		"wha_none":         {"Object to import not found", "wha_none", "another Botbiz account"},
		"+14155550199":     {"Object to import not found", "+14155550199"},
		"14155550100":      {"Object to import not found", "14155550100", "wha_…", "+…"},
		"+1415":            {"Invalid import ID"},
		"wha_1/../users":   {"Invalid import ID"},
		"wha_1?x=y":        {"Invalid import ID"},
		"wha 1":            {"Invalid import ID"},
		"..":               {"Invalid import ID"},
		" ":                {"Invalid import ID"},
	} {
		impossible(t, o.importBy(id), words...)
		if o.exists() {
			t.Fatalf("%q: something was imported", id)
		}
	}
	for _, r := range m.Requests() {
		if r.Route == "" {
			t.Errorf("a request left its route: %s", r.Path)
		}
	}
}

// A protected account is imported unprotected, and the plan shows the protection as an update in place.
func TestWhatsAppAccount_importProtected(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	o := managed(t, m)
	config := block{"phone_number": "+14155550100", "name": "Support", "deletion_protection": true}
	m.ResetLog()
	action, err := o.apply(config)
	if err != nil || action != "update" || m.writes() > 0 {
		t.Fatalf("%s, %d writes: %v", action, m.writes(), err)
	}
	if action, err := o.plan(config); err != nil || action != "none" {
		t.Fatalf("the plan is %s: %v", action, err)
	}
}

func TestWhatsAppAccount_badInput(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	for _, test := range []struct {
		number, name string
		words        []string
	}{
		{"14155550100", "x", []string{"phone_number", "Invalid phone number", "plus sign"}},
		{"0014155550100", "x", []string{"phone_number", "plus sign"}},
		{"+1415555CALL", "x", []string{"phone_number", "plus sign"}},
		{"+123456", "x", []string{"phone_number", "7 to 15 digits"}},
		{"+1234567890123456", "x", []string{"phone_number", "7 to 15 digits"}},
		{"+0123456789", "x", []string{"phone_number", "zero"}},
		{"", "x", []string{"phone_number"}},
		{"+1\n4155550100", "x", []string{"phone_number"}},
		{"+14155550100", "", []string{"name", "blank"}},
		{"+14155550100", " \t", []string{"name", "blank"}},
		{"+14155550100", " x", []string{"name", "white space"}},
		{"+14155550100", "x\n", []string{"name", "white space"}},
	} {
		_, err := newEngine(t, m).object(accountResource).plan(block{"phone_number": test.number, "name": test.name})
		impossible(t, err, test.words...)
	}
	if len(m.Requests()) > 0 {
		t.Error("something was sent")
	}
}

func TestWhatsAppAccount_refusedField(t *testing.T) {
	t.Parallel()
	for message, words := range map[string][]string{
		"Invalid parameter: name is too long":          {`[AttributeName("name")]`, "too long", "Request rejected by Botbiz"},
		"Invalid parameter: phone_number must be fine": {`[AttributeName("phone_number")]`, "must be fine"},
		"Your filename is wrong":                       {"Request rejected by Botbiz: "},
	} {
		m := newMock(t, mockapi.Options{})
		m.AddFault(mockapi.Fault{Kind: "status", Status: 400, Method: "POST", Message: message})
		o := newEngine(t, m).object(accountResource)
		_, err := o.apply(block{"phone_number": "+1 415 555 0100", "name": "Support"})
		impossible(t, err, words...)
		if o.exists() {
			t.Error("something was saved")
		}
	}
}
