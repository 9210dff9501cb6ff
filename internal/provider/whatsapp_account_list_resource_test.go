package provider

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// listed is one result of a list resource.
type listed struct {
	name     string
	id       string
	resource map[string]any
	errors   string
}

// list runs a list resource and stops at the first error, like Terraform.
func (p inProcess) list(resourceType string, limit int64, whole bool, config map[string]any) []listed {
	p.t.Helper()
	configType := p.schema.ListResourceSchemas[resourceType].ValueType()
	validated, err := p.ValidateListResourceConfig(p.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{
		TypeName: resourceType, Config: p.value(configType, config),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	noErrors(p.t, validated.Diagnostics)
	stream, err := p.ListResource(p.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: resourceType, Config: p.value(configType, config), IncludeResource: whole, Limit: limit,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	identities, err := p.GetResourceIdentitySchemas(p.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		p.t.Fatal(err)
	}
	var results []listed
	for result := range stream.Results {
		one := listed{name: result.DisplayName, errors: told(result.Diagnostics, tfprotov6.DiagnosticSeverityError)}
		if one.errors == "" {
			identity := heldIn(p.t, identities.IdentitySchemas[resourceType].ValueType(), result.Identity.IdentityData)
			one.id, _ = identity["id"].(string)
			if result.Resource != nil {
				one.resource = heldIn(p.t, p.schema.ResourceSchemas[resourceType].ValueType(), result.Resource)
			}
		}
		results = append(results, one)
	}
	return results
}

func TestListWhatsAppAccounts(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	support := m.AddAccount(mockapi.Account{PhoneNumber: "+1234567890", Name: "Customer Support"})
	sales := m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "Sales", Status: "connected"})
	p := m.inProcess(t)

	for _, test := range []struct {
		config map[string]any
		want   []string
	}{
		{nil, []string{"Customer Support (+1234567890)", "Sales (+14155550100)"}},
		{map[string]any{"status": "connected"}, []string{"Sales (+14155550100)"}},
		{map[string]any{"name_contains": "support"}, []string{"Customer Support (+1234567890)"}},
		{map[string]any{"status": "connected", "name_contains": "support"}, nil},
	} {
		var names []string
		for _, result := range p.list(accountResource, 100, false, test.config) {
			if result.errors != "" || result.resource != nil {
				t.Errorf("%v: %+v", test.config, result)
			}
			names = append(names, result.name)
		}
		if fmt.Sprint(names) != fmt.Sprint(test.want) {
			t.Errorf("%v: %q, want %q", test.config, names, test.want)
		}
	}

	results := p.list(accountResource, 100, true, nil)
	if len(results) != 2 || results[0].id != support.ID || results[1].id != sales.ID {
		t.Fatalf("with resources: %+v", results)
	}
	want := map[string]any{
		"id": sales.ID, "phone_number": "+14155550100", "name": "Sales", "status": "connected", "deletion_protection": false,
		"qr_code_url": m.url + "/whatsapp/accounts/" + sales.ID + "/qr-code", "created_at": sales.CreatedAt.Format("2006-01-02T15:04:05Z"),
	}
	if got := results[1].resource; !maps.Equal(got, want) {
		t.Errorf("resource = %v, want %v", got, want)
	}
}

func TestListWhatsAppAccounts_limit(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	m.SeedAccounts("", 250)
	p := m.inProcess(t)
	for _, test := range []struct {
		limit           int64
		config          map[string]any
		results, reads  int
		includeResource bool
	}{
		{limit: 1, results: 1, reads: 1},
		{limit: 100, results: 100, reads: 1},
		{limit: 100, results: 100, reads: 1, includeResource: true},
		{limit: 101, results: 101, reads: 2},
		{limit: 1000, results: 250, reads: 3},
		{limit: 0, results: 250, reads: 3}, // none
		{limit: 1, config: map[string]any{"name_contains": "Account 150"}, results: 1, reads: 2},
	} {
		m.ResetLog()
		got := p.list(accountResource, test.limit, test.includeResource, test.config)
		if len(got) != test.results || m.Count("GET", "*") != test.reads {
			t.Errorf("limit %d of 250: %d results by %d requests, want %d by %d", test.limit, len(got), m.Count("GET", "*"), test.results, test.reads)
		}
	}
}

func TestListWhatsAppAccounts_errors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options mockapi.Options
		fault   *mockapi.Fault
		results int
		want    string
	}{
		"no list":         {options: mockapi.Options{Differences: []string{"no-list-route"}}, want: "the list of WhatsApp accounts"},
		"forbidden":       {options: mockapi.Options{Differences: []string{"list-forbidden"}}, want: "the list of WhatsApp accounts"},
		"no list at all":  {fault: &mockapi.Fault{Kind: "empty-object"}, want: titleNoList},
		"a firewall":      {fault: &mockapi.Fault{Kind: "status-plain", Status: 403}, want: titleNotTheAPI},
		"a login page":    {fault: &mockapi.Fault{Kind: "redirect", Status: 302, Location: "https://login.test/"}, want: titleNotTheAPI},
		"key refused":     {fault: &mockapi.Fault{Kind: "status", Status: 401}, want: titleKeyRefused},
		"on the 2nd page": {fault: &mockapi.Fault{Kind: "status", Status: 401, Skip: 1}, results: 100, want: titleKeyRefused},
		"endless":         {fault: &mockapi.Fault{Kind: "page-loop"}, results: 100, want: "does not end"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, test.options)
			m.SeedAccounts("", 150)
			if test.fault != nil {
				m.AddFault(*test.fault)
			}
			results := m.inProcess(t).list(accountResource, 1000, false, nil)
			if len(results) != test.results+1 {
				t.Fatalf("%d results, want %d and an error", len(results), test.results)
			}
			if got := results[test.results].errors; !strings.Contains(got, test.want) {
				t.Errorf("error %q, want one with %q", got, test.want)
			}
		})
	}
}

func TestListWhatsAppAccounts_notConfigured(t *testing.T) {
	t.Parallel()
	results := serve(t, New("test")()).list(accountResource, 1, false, nil)
	if len(results) != 1 || !strings.Contains(results[0].errors, "not configured") {
		t.Errorf("results = %+v", results)
	}
}

// Missing fields are read singly, if they are needed and available.
func TestListWhatsAppAccounts_lean(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		differences []string
		whole       bool
		config      map[string]any
		gets        int
		attributes  int
	}{
		"names only":            {differences: []string{"lean-list"}},
		"whole":                 {differences: []string{"lean-list"}, whole: true, gets: 3, attributes: 7},
		"filter":                {differences: []string{"list-without-status"}, config: map[string]any{"status": "connected"}, gets: 3},
		"filter on what is":     {differences: []string{"list-without-status"}, config: map[string]any{"name_contains": "Account"}},
		"no single read":        {differences: []string{"lean-list", "no-get-route"}, whole: true, gets: 2, attributes: 3},
		"never a QR code's URL": {differences: []string{"no-qr-url"}, whole: true, gets: 3, attributes: 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, mockapi.Options{Differences: test.differences})
			m.SeedAccounts("", 3)
			results := m.inProcess(t).list(accountResource, 100, test.whole, test.config)
			if len(results) != 3 || results[0].errors != "" {
				t.Fatalf("results = %+v", results)
			}
			if got := m.Count("GET", mockapi.RouteAccount); got != test.gets || len(results[2].resource) != test.attributes {
				t.Errorf("%d single reads and %v, want %d and %d attributes", got, results[2].resource, test.gets, test.attributes)
			}
		})
	}
}
