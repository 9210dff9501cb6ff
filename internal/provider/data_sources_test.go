package provider

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// populated returns a server with two accounts with the same number, a third one, and endpoints, two of them with the same
// URL. The order of creation is not alphabetical.
func populated(t *testing.T, differences ...string) *mock {
	t.Helper()
	return populate(newMock(t, mockapi.Options{Differences: differences}))
}

func populate(m *mock) *mock {
	at := func(minutes int) time.Time {
		return time.Date(2026, 1, 2, 3, minutes, 0, 0, time.UTC)
	}
	m.AddAccount(mockapi.Account{ID: "wha_c", PhoneNumber: "+14155550100", Name: "Customer Support", Status: "connected", CreatedAt: at(1)})
	m.AddAccount(mockapi.Account{ID: "wha_b", PhoneNumber: "+14155550101", Name: "Sales", CreatedAt: at(2)})
	m.AddAccount(mockapi.Account{ID: "wha_a", PhoneNumber: "+14155550101", Name: "Tech SUPPORT", Status: "disconnected", CreatedAt: at(2)})
	text := "Orders"
	m.AddEndpoint(mockapi.Endpoint{ID: "whe_c", URL: "https://example.com/hooks", Events: []string{"b", "a"}, Description: &text, Enabled: true, CreatedAt: at(1)})
	m.AddEndpoint(mockapi.Endpoint{ID: "whe_b", URL: "https://example.com", Events: []string{"a"}, CreatedAt: at(2)})
	m.AddEndpoint(mockapi.Endpoint{ID: "whe_a", URL: "https://Example.com:443/", Events: []string{"a"}, CreatedAt: at(2)})
	return m
}

// asJSON returns a data source in the format of a state file.
func (e *engine) asJSON(kind string, config block) (map[string]any, error) {
	state, err := e.data(kind, config)
	if err != nil {
		return nil, err
	}
	var object map[string]any
	must(e.t, json.Unmarshal(stateJSON(e.t, state), &object))
	return object, nil
}

// listedIDs returns the ids of the objects in a list attribute.
func listedIDs(object map[string]any, name string) string {
	var ids []string
	items, _ := object[name].([]any)
	for _, item := range items {
		ids = append(ids, fmt.Sprint(item.(map[string]any)["id"]))
	}
	return strings.Join(ids, " ")
}

func TestDataSources_lists(t *testing.T) {
	t.Parallel()
	for _, differences := range [][]string{nil, {"bare-array", "ignores-limit"}, {"no-has-more"}, {"unknown-fields", "no-get-route"}} {
		e := newEngine(t, populated(t, differences...))
		for _, test := range []struct {
			kind, attribute string
			config          block
			want            string
		}{
			{"botbiz_whatsapp_accounts", "accounts", nil, "wha_c wha_a wha_b"}, // oldest first, then by id
			{"botbiz_whatsapp_accounts", "accounts", block{"status": "connected"}, "wha_c"},
			{"botbiz_whatsapp_accounts", "accounts", block{"name_contains": "support"}, "wha_c wha_a"},
			{"botbiz_whatsapp_accounts", "accounts", block{"name_contains": "support", "status": "disconnected"}, "wha_a"},
			{"botbiz_whatsapp_accounts", "accounts", block{"status": "none such"}, ""},
			{"botbiz_webhook_endpoints", "endpoints", nil, "whe_c whe_a whe_b"},
		} {
			object, err := e.asJSON(test.kind, test.config)
			must(t, err)
			if got := listedIDs(object, test.attribute); got != test.want || object[test.attribute] == nil {
				t.Errorf("%s %v: %q, want %q", test.kind, test.config, got, test.want)
			}
		}
	}
}

func TestDataSources_many(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	m.SeedAccounts("", 250)
	object, err := newEngine(t, m).asJSON("botbiz_whatsapp_accounts", nil)
	must(t, err)
	if n := len(strings.Fields(listedIDs(object, "accounts"))); n != 250 {
		t.Errorf("%d accounts", n)
	}
}

func TestDataSources_one(t *testing.T) {
	t.Parallel()
	m := populated(t)
	e := newEngine(t, m)
	for _, test := range []struct {
		kind   string
		config block
		want   map[string]any // some attributes
	}{
		{accountResource, block{"id": "wha_c"}, map[string]any{"phone_number": "+14155550100", "name": "Customer Support", "status": "connected", "created_at": "2026-01-02T03:01:00Z"}},
		{accountResource, block{"phone_number": "+1 (415) 555-0100"}, map[string]any{"id": "wha_c", "phone_number": "+1 (415) 555-0100"}},
		{endpointResource, block{"id": "whe_c"}, map[string]any{"url": "https://example.com/hooks", "description": "Orders", "enabled": true}},
		{endpointResource, block{"url": "https://EXAMPLE.com:443/hooks"}, map[string]any{"id": "whe_c", "url": "https://EXAMPLE.com:443/hooks"}},
	} {
		object, err := e.asJSON(test.kind, test.config)
		must(t, err)
		for name, want := range test.want {
			if object[name] != want {
				t.Errorf("%s %v: %s is %v, want %v", test.kind, test.config, name, object[name], want)
			}
		}
	}
}

func TestDataSources_refused(t *testing.T) {
	t.Parallel()
	m := populated(t)
	for _, test := range []struct {
		kind   string
		config block
		words  []string
	}{
		{accountResource, block{}, []string{"id", "phone_number"}},
		{accountResource, block{"id": "wha_c", "phone_number": "+14155550100"}, []string{"id", "phone_number"}},
		{accountResource, block{"id": ""}, []string{"id", "wha_12345"}},
		{accountResource, block{"id": "../users"}, []string{"id", "wha_12345"}},
		{accountResource, block{"phone_number": "4155550100"}, []string{"Invalid phone number"}},
		{accountResource, block{"id": "wha_none"}, []string{"Object not found", "wha_none", "another Botbiz account"}},
		{accountResource, block{"phone_number": "+14155550199"}, []string{"Object not found", "with this phone_number"}},
		{accountResource, block{"phone_number": "+14155550101"}, []string{"Multiple objects match", "wha_a", "wha_b"}},
		{endpointResource, block{}, []string{"id", "url"}},
		{endpointResource, block{"id": "whe_c", "url": "https://example.com"}, []string{"id", "url"}},
		{endpointResource, block{"url": "example.com"}, []string{"Invalid URL"}},
		{endpointResource, block{"id": "whe_none"}, []string{"Object not found", "whe_none"}},
		{endpointResource, block{"url": "https://example.com/none"}, []string{"Object not found", "with this url"}},
		{endpointResource, block{"url": "https://example.com/"}, []string{"Multiple objects match", "whe_a", "whe_b"}},
	} {
		_, err := newEngine(t, m).data(test.kind, test.config)
		if err == nil {
			t.Errorf("%s %v is accepted", test.kind, test.config)
			continue
		}
		impossible(t, err, test.words...)
	}
}

// A data source that needs the list fails without a valid list. It does not return an empty result.
func TestDataSources_noList(t *testing.T) {
	t.Parallel()
	for name, f := range failures {
		onFakeClock(t, name, func(t *testing.T) {
			m := populate(newMockInMemory(t, mockapi.Options{}))
			for _, route := range []string{mockapi.RouteAccounts, mockapi.RouteEndpoints, mockapi.RouteUsers} {
				fault := f.fault
				fault.Route = route
				m.AddFault(fault)
			}
			e := newEngine(t, m)
			e.provider["max_wait"] = "1s" // and not a minute for the 502
			for kind, config := range map[string]block{
				"botbiz_whatsapp_accounts": nil, "botbiz_webhook_endpoints": nil, "botbiz_users": nil,
				accountResource: {"phone_number": "+14155550100"}, endpointResource: {"url": "https://example.com/hooks"},
			} {
				if name == "another object" && kind != accountResource && kind != endpointResource {
					continue // a list with other ids is valid
				} else if name == "another object" {
					if _, err := e.data(kind, config); err != nil {
						t.Errorf("%s: %v", kind, err)
					}
					continue
				}
				if _, err := e.data(kind, config); err == nil {
					t.Errorf("%s has a result", kind)
				}
			}
			for kind, config := range map[string]block{accountResource: {"id": "wha_c"}, endpointResource: {"id": "whe_c"}} {
				if _, err := e.data(kind, config); err != nil && !unreadable(f.fault) { // needs no list
					t.Errorf("%s by id: %v", kind, err)
				}
			}
		})
	}
}

// unreadable reports whether a fault of the list is an error for all readers, and not the rejection of the list.
func unreadable(f mockapi.Fault) bool {
	return f.Status == 0 || f.Status < 300 || f.Status == 401 || f.Status >= 500 && f.Status != 501
}

func TestDataSources_users(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	m.AddUser(mockapi.User{ID: "usr_0", Name: "Ann", Email: "ann@example.com", Extra: map[string]any{"roles": []string{"admin"}, "n": 1.5}})
	m.AddFault(mockapi.Fault{
		Kind: "status-json", Status: 200, Route: mockapi.RouteUsers, Skip: 1,
		Body: `[{"id":17,"name":{"first":"Bo"},"email":null},{"id":"usr_1","nested":{"a":[1,{"b":null}]}}]`,
	})
	e := newEngine(t, m)
	object, err := e.asJSON("botbiz_users", nil)
	must(t, err)
	first := object["users"].([]any)[0].(map[string]any)
	if first["id"] != "usr_0" || first["name"] != "Ann" || first["email"] != "ann@example.com" || !strings.Contains(first["json"].(string), `"roles":["admin"]`) {
		t.Errorf("%v", first)
	}
	object, err = e.asJSON("botbiz_users", nil)
	must(t, err)
	if got, want := fmt.Sprint(object["users"]), `[map[email:<nil> id:17 json:{"id":17,"name":{"first":"Bo"},"email":null} name:<nil>] `+
		`map[email:<nil> id:usr_1 json:{"id":"usr_1","nested":{"a":[1,{"b":null}]}} name:<nil>]]`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
