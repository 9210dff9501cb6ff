package provider

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// subject is a resource that runs from create to delete on servers with differences.
type subject struct {
	kind, plural string  // types of the resource and the data source for all objects
	lives        []block // configurations of one object, applied in order
	key          string  // import ID, with another spelling than the configuration
	noKey        string  // import ID of no object
	route        string
	seed         func(m *mock, n int, created time.Time) (id string)
	rival        func(m *mock, taken bool, created time.Time) // adds an object like the first life: with its natural key, or almost
	imported     func(o *object) block                        // the configuration of an imported object, with a change that sends no request if there is one
	ids          func(m *mock) []string
	drop         func(m *mock, id string)
}

var subjects = []subject{
	{
		kind: accountResource, plural: "botbiz_whatsapp_accounts",
		lives: []block{
			{"phone_number": "+1 (415) 555-0100", "name": "Customer Support"},
			{"phone_number": "+1 415 555 0100", "name": "Sales"},
		},
		key: "+1-415-555-0100", noKey: "+14155550177", route: mockapi.RouteAccounts,
		seed: func(m *mock, n int, created time.Time) (id string) {
			for i := range n {
				id = m.AddAccount(mockapi.Account{PhoneNumber: fmt.Sprintf("+4930%06d", i), Name: "Other", CreatedAt: created}).ID
			}
			return id
		},
		rival: func(m *mock, taken bool, created time.Time) {
			number := map[bool]string{true: "+14155550100", false: "+14155550199"}[taken]
			m.AddAccount(mockapi.Account{PhoneNumber: number, Name: "Another's", CreatedAt: created})
		},
		imported: func(o *object) block {
			return block{"phone_number": o.text("phone_number"), "name": o.text("name"), "deletion_protection": true}
		},
		ids: func(m *mock) (ids []string) {
			for _, a := range m.Accounts() {
				ids = append(ids, a.ID)
			}
			return ids
		},
		drop: func(m *mock, id string) { m.DeleteAccount(id) },
	},
	{
		kind: endpointResource, plural: "botbiz_webhook_endpoints",
		lives: []block{
			{"url": "HTTPS://Hooks.Example.com:443", "events": []string{"whatsapp.message.received", "a.b"}, "description": "Orders \n"},
			{"url": "https://hooks.example.com/", "events": []string{"whatsapp.message.received"}, "enabled": false},
			{"url": "https://hooks.example.com/", "events": []string{"c", "b", "whatsapp.message.received"}, "enabled": true, "description": "Sales"},
			{"url": "https://hooks.example.com/", "events": []string{"b", "whatsapp.message.received", "c"}, "description": "Sales"},
		},
		key: "https://HOOKS.example.com:443/", noKey: "https://none.example.com", route: mockapi.RouteEndpoints,
		seed: func(m *mock, n int, created time.Time) (id string) {
			for i := range n {
				url := fmt.Sprintf("https://example.com/%d", i)
				id = m.AddEndpoint(mockapi.Endpoint{URL: url, Events: []string{"x"}, Enabled: true, CreatedAt: created}).ID
			}
			return id
		},
		rival: func(m *mock, taken bool, created time.Time) {
			events := map[bool][]string{true: {"whatsapp.message.received", "a.b"}, false: {"other"}}[taken]
			m.AddEndpoint(mockapi.Endpoint{URL: "https://hooks.example.com/", Events: events, CreatedAt: created})
		},
		imported: func(o *object) block { return block{"url": o.text("url"), "events": []string{"x"}} },
		ids: func(m *mock) (ids []string) {
			for _, e := range m.Endpoints() {
				ids = append(ids, e.ID)
			}
			return ids
		},
		drop: func(m *mock, id string) { m.DeleteEndpoint(id) },
	},
}

// differing returns a server with differences and other objects.
type differing struct {
	differences []string
	others      int
}

func (d differing) has(names ...string) bool {
	if err := mockapi.CheckDifferences(names...); err != nil {
		panic(err)
	}
	return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(d.differences, name) })
}

// listless servers cannot be searched.
func (d differing) listless() bool {
	return d.has("list-by-id") || d.has("no-list-route", "list-405", "list-forbidden") ||
		!d.has("ignores-limit") && d.has("ignores-cursor") && d.others > 100
}

func (d differing) getless() bool { return d.has("no-get-route", "get-405") }

// blind servers never return a complete object after its creation.
func (d differing) blind() bool {
	return d.getless() && (d.listless() || d.has("lean-list", "list-without-status"))
}

func (d differing) name() string {
	return strings.Join(d.differences, "+") + fmt.Sprintf("/%d", d.others)
}

func (d differing) mock(t *testing.T) *mock {
	return newMockInMemory(t, mockapi.Options{Differences: d.differences})
}

// apart are differences that make a complete run impossible. TestDifferences_apart covers them.
var apart = []string{"documented-routes-only", "first-20-only", "created-at-behind", "list-connected-only"}

// impossibles are differences that make a step of a life impossible, with the error of that step.
// TestDifferences_impossible covers them.
var impossibles = map[string]struct{ create, change, destroy, gone string }{
	"other-api-refuses": {create: titleOutcomeUnknown}, "other-api-accepts": {create: titleOutcomeUnknown},
	"no-patch-route": {change: titleNoRoute}, "patch-405": {change: titleNoRoute}, "patch-success-false": {change: titleIgnored},
	"enveloped-404-for-delete": {destroy: titleNoRoute}, "no-delete-route": {destroy: titleNoRoute}, "delete-405": {destroy: titleNoRoute}, "delete-success-false": {destroy: titleIgnored},
	"delete-errors": {destroy: titleIgnored}, "delete-code-403": {destroy: titleIgnored}, "delete-unconfirmed": {destroy: titleIgnored},
	"delete-text": {destroy: titleIgnored}, "delete-refused-status": {destroy: titleIgnored}, "delete-unchanged": {destroy: titleIgnored},
	"400-gone": {gone: titleNotFound}, "403-gone": {gone: titleNotFound}, "500-gone": {gone: titleNotFound}, "null-gone": {gone: titleNotFound},
}

// everyServer calls test for each difference alone, on a server without and one with many other objects, and for pairs.
func everyServer(t *testing.T, test func(t *testing.T, s subject, d differing)) {
	t.Helper()
	servers := []differing{{nil, 0}, {nil, 120}}
	for _, name := range mockapi.Differences() {
		if _, stops := impossibles[name]; stops || slices.Contains(apart, name) || slices.Contains(documentedOnly, name) { // TestAccCLI_documentedAPI
			continue
		}
		servers = append(servers, differing{[]string{name}, 0}, differing{[]string{name}, 120})
	}
	for _, pair := range differencePairs {
		servers = append(servers, differing{pair, 120})
	}
	for _, s := range subjects {
		for _, d := range servers {
			onFakeClock(t, s.kind+"/"+d.name(), func(t *testing.T) { test(t, s, d) })
		}
	}
}

// differencePairs are pairs of differences that affect each other.
var differencePairs = [][]string{
	{"lean-list", "no-get-route"},
	{"lean-list", "get-405"},
	{"lean-list", "patch-204"},
	{"lean-list", "plain-404"},
	{"lean-list", "bare-array"},
	{"lean-list", "no-created-at"},
	{"lean-list", "numbers-without-plus"},
	{"lean-list", "urls-normalized"},
	{"lean-list", "allows-duplicates"},
	{"lean-list", "null-optionals"},
	{"list-without-status", "no-get-route"},
	{"list-without-status", "patch-empty-object"},
	{"list-without-status", "extra-status"},
	{"bare-array", "ignores-limit"},
	{"bare-array", "ignores-cursor"},
	{"bare-array", "no-get-route"},
	{"no-has-more", "ignores-limit"},
	{"no-has-more", "ignores-cursor"},
	{"no-has-more", "get-405"},
	{"ignores-limit", "ignores-cursor"},
	{"ignores-cursor", "no-get-route"},
	{"no-list-route", "patch-204"},
	{"no-list-route", "patch-empty-object"},
	{"no-list-route", "plain-404"},
	{"no-list-route", "410-gone"},
	{"no-list-route", "no-get-route"},
	{"no-list-route", "enveloped-404-for-missing-routes"},
	{"list-405", "get-405"},
	{"list-forbidden", "no-get-route"},
	{"refused-limit", "patch-204"},
	{"refused-limit", "no-created-at"},
	{"no-get-route", "patch-204"},
	{"no-get-route", "plain-404"},
	{"no-get-route", "enveloped-404-for-missing-routes"},
	{"no-get-route", "null-optionals"},
	{"get-405", "patch-empty-object"},
	{"patch-204", "trimmed-names"},
	{"patch-204", "null-optionals"},
	{"null-optionals", "no-enabled"},
	{"no-enabled", "empty-description"},
	{"no-description", "trimmed-descriptions"},
	{"reversed-events", "urls-normalized"},
	{"numbers-without-plus", "numbers-with-spaces"},
	{"fractional-created-at", "offset-created-at"},
	{"no-created-at", "no-date"},
	{"offset-created-at", "no-date"},
	{"no-secret-in-create", "patch-204"},
	{"unknown-fields", "extra-status"},
	{"create-200", "delete-200-body"},
	{"410-gone", "no-get-route"},
	{"allows-duplicates", "no-created-at"},
}
