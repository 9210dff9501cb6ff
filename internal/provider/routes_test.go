package provider

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/contract/contracttest"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// routeUses use the feature of a page in all the ways that call another route. The mock has the accounts wha_1, which is
// pending, and wha_2, which is connected, and the endpoint whe_1. Errors do not matter here.
var routeUses = map[string]func(t *testing.T, m *mock){
	"resources/whatsapp_account": func(t *testing.T, m *mock) {
		lived(newEngine(t, m).object(accountResource), "+1 415 555 0199", subjects[0].lives[0], subjects[0].lives[1])
	},
	"resources/webhook_endpoint": func(t *testing.T, m *mock) {
		lived(newEngine(t, m).object(endpointResource), "https://example.com/nothing", subjects[1].lives[0], subjects[1].lives[1])
	},
	"resources/whatsapp_account_connection": func(t *testing.T, m *mock) {
		o := newEngine(t, m).object(connectionResource)
		_, _ = o.apply(block{"account_id": "wha_2"})
		_ = o.refresh()
		_ = o.destroy()
	},
	"data-sources/whatsapp_account":  reads("botbiz_whatsapp_account", block{"id": "wha_1"}),
	"data-sources/whatsapp_accounts": reads("botbiz_whatsapp_accounts", block{}),
	"data-sources/webhook_endpoint":  reads("botbiz_webhook_endpoint", block{"id": "whe_1"}),
	"data-sources/webhook_endpoints": reads("botbiz_webhook_endpoints", block{}),
	"data-sources/users":             reads("botbiz_users", block{}),
	"list-resources/whatsapp_account": func(t *testing.T, m *mock) {
		m.inProcess(t).list(accountResource, 100, true, nil)
	},
	"list-resources/webhook_endpoint": func(t *testing.T, m *mock) {
		m.inProcess(t).list(endpointResource, 100, true, nil)
	},
	"ephemeral-resources/whatsapp_account_qr_code": func(t *testing.T, m *mock) {
		m.inProcess(t).open("wha_1")
	},
	"actions/whatsapp_account_pair": func(t *testing.T, m *mock) {
		m.inProcess(t).invoke(pairAction, map[string]any{"account_id": "wha_1", "timeout": "1s"})
	},
	"actions/whatsapp_message_send": func(t *testing.T, m *mock) {
		m.inProcess(t).invoke(messageAction, map[string]any{"to": "+1234567890", "type": "text", "content": "Hi"})
	},
}

// lived creates an object, changes it, reads it, deletes it, and imports another by its natural key.
func lived(o *object, key string, configurations ...block) {
	for _, config := range configurations {
		_, _ = o.apply(config)
	}
	_ = o.refresh()
	_ = o.destroy()
	_ = o.importBy(key)
}

func reads(kind string, config block) func(t *testing.T, m *mock) {
	return func(t *testing.T, m *mock) { _, _ = newEngine(t, m).data(kind, config) }
}

// x-used-by of the contract names the routes that each feature calls: with a list, with one that is not enough, and without.
func TestRoutes_usedBy(t *testing.T) {
	t.Parallel()
	for page, use := range routeUses {
		onFakeClock(t, page, func(t *testing.T) {
			called := map[string]bool{}
			for _, differences := range [][]string{nil, {"lean-list"}, {"no-list-route"}, {"no-get-route"}} {
				m := newMockInMemory(t, mockapi.Options{Differences: differences})
				m.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+14155550198", Name: "Support"})
				m.AddAccount(mockapi.Account{ID: "wha_2", PhoneNumber: "+14155550197", Name: "Support", Status: mockapi.StatusConnected})
				m.AddEndpoint(mockapi.Endpoint{ID: "whe_1", URL: "https://example.com/", Events: []string{"a.b"}})
				use(t, m)
				for _, r := range m.Requests() {
					called[r.Method+" "+r.Route] = true
				}
			}
			if got, want := slices.Sorted(maps.Keys(called)), contracttest.UsedBy(page); !slices.Equal(got, want) {
				t.Errorf("it calls\n%s\nthe contract names\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// Each page of a feature has such a test.
func TestRoutes_pages(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"resources", "data-sources", "list-resources", "ephemeral-resources", "actions"} {
		pages, err := os.ReadDir("../../docs/" + folder)
		must(t, err)
		for _, page := range pages {
			if name := folder + "/" + strings.TrimSuffix(page.Name(), ".md"); routeUses[name] == nil {
				t.Errorf("%s is not tested", name)
			}
		}
	}
}
