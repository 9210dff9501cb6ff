package provider

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// moved moves a state on a provider that is not configured, as Terraform does.
func moved(t *testing.T, to, from string, version int64, state map[string]any) (held map[string]any, errors string) {
	t.Helper()
	raw, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	p := serve(t, New("test")())
	resp, err := p.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: "registry.example.com/mirror/generic", SourceTypeName: from, SourceSchemaVersion: version,
		SourceState: &tfprotov6.RawState{JSON: raw}, TargetTypeName: to,
	})
	if err != nil {
		t.Fatal(err)
	}
	if errors = told(resp.Diagnostics, tfprotov6.DiagnosticSeverityError); errors != "" {
		return nil, errors
	}
	held = heldIn(t, p.schema.ResourceSchemas[to].ValueType(), resp.TargetState)
	identities, err := p.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identity := heldIn(t, identities.IdentitySchemas[to].ValueType(), resp.TargetIdentity.IdentityData)
	if identity["id"] != held["id"] {
		t.Errorf("identity %v of the object %v", identity, held["id"])
	}
	var private map[string][]byte
	if err := json.Unmarshal(resp.TargetPrivate, &private); err != nil || !strings.Contains(string(private[memoKey]), `"imported":true`) {
		t.Errorf("the private state is %q: %v", private[memoKey], err)
	}
	return held, ""
}

// dynamic is a value as the framework writes it where the schema leaves the type open.
func dynamic(value any) map[string]any {
	return map[string]any{"value": value, "type": "of no interest"}
}

func TestMove(t *testing.T) {
	t.Parallel()
	account := map[string]any{
		"id": "wha_1", "phone_number": "+14155550100", "name": "Support", "status": "pending",
		"qr_code_url": "https://api.example.com/v1/whatsapp/accounts/wha_1/qr-code", "created_at": "2026-11-22T06:40:57Z",
	}
	wantAccount := maps.Clone(account)
	wantAccount["deletion_protection"] = false
	endpoint := map[string]any{
		"id": "whe_1", "url": "https://example.com/hook", "events": []string{"b.read", "a.read"}, "enabled": false, "description": "Orders",
		"created_at": "2026-11-22T06:40:57Z",
	}
	wantEndpoint := maps.Clone(endpoint)
	wantEndpoint["events"] = "a.read b.read"
	with := func(object map[string]any, name string, value any) map[string]any {
		object = maps.Clone(object)
		object[name] = value
		return object
	}
	text := func(object any) string {
		encoded, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		return string(encoded)
	}
	const secret = "whsec_canary_moved"
	known := with(wantEndpoint, "signing_secret", secret)

	for name, test := range map[string]struct {
		to, from string
		version  int64
		state    map[string]any
		want     map[string]any
	}{
		"restapi account": {
			accountResource, restapiObject, 0,
			map[string]any{"id": "wha_1", "path": "/whatsapp/accounts", "data": `{"name":"Support"}`, "api_response": text(account)},
			wantAccount,
		},
		"a later version, a prefix and a slash": {
			accountResource, restapiObject, 7,
			map[string]any{"id": "wha_1", "path": "/v1/whatsapp/accounts/", "api_response": text(account)},
			wantAccount,
		},
		"a whole URL with a query": {
			accountResource, restapiObject, 0,
			map[string]any{"id": "wha_1", "path": "https://api.example.com/v1/whatsapp/accounts?x=/users", "api_response": text(account)},
			wantAccount,
		},
		"known by its number": {
			accountResource, restapiObject, 0,
			map[string]any{"id": "+14155550100", "path": "/whatsapp/accounts", "api_response": text(account)},
			wantAccount,
		},
		"old values give way": {
			accountResource, restapiObject, 0,
			map[string]any{
				"id": "wha_1", "path": "/whatsapp/accounts", "create_response": text(with(account, "name", "Old")),
				"data": `{"name":"Asked"}`, "api_response": text(account),
			},
			wantAccount,
		},
		"a number as the server writes it": {
			accountResource, restapiObject, 0,
			map[string]any{"id": "wha_1", "path": "/whatsapp/accounts", "api_response": text(with(account, "phone_number", "1 415 555 0100"))},
			wantAccount,
		},
		"restapi account of old, as text": {
			accountResource, restapiObject, 0,
			map[string]any{"id": "wha_1", "path": "/whatsapp/accounts", "api_data": account},
			wantAccount,
		},
		"no more than an id": {
			accountResource, restapiObject, 0,
			map[string]any{"id": "wha_1", "path": "/whatsapp/accounts"},
			map[string]any{"id": "wha_1", "deletion_protection": false},
		},
		"restful account": {
			accountResource, restfulResource, 2,
			map[string]any{"id": "/whatsapp/accounts/wha_1", "path": "/whatsapp/accounts", "body": dynamic(map[string]any{"name": "Old"}), "output": dynamic(account)},
			wantAccount,
		},
		"restful account of old": {
			accountResource, restfulResource, 0,
			map[string]any{"id": "/whatsapp/accounts/wha_1", "path": "/whatsapp/accounts/", "body": text(account), "output": ""},
			wantAccount,
		},
		"restful with its output marked sensitive": {
			accountResource, restfulResource, 2,
			map[string]any{"id": "/v1/whatsapp/accounts/wha_1/", "path": "/v1/whatsapp/accounts", "output": nil, "sensitive_output": dynamic(account)},
			wantAccount,
		},
		"restapi endpoint, the secret said at its creation": {
			endpointResource, restapiObject, 0,
			map[string]any{
				"id": "whe_1", "path": "/webhooks/endpoints", "create_response": text(with(endpoint, "secret", secret)),
				"api_response": text(with(endpoint, "secret", nil)),
			},
			known,
		},
		"restapi endpoint, the user's secret": {
			endpointResource, restapiObject, 0,
			map[string]any{
				"id": "whe_1", "path": "/webhooks/endpoints", "create_response": text(with(endpoint, "secret", "whsec_older")),
				"data": text(map[string]any{"secret": secret}), "api_response": text(endpoint),
			},
			known,
		},
		"restapi endpoint as text": {
			endpointResource, restapiObject, 0,
			map[string]any{"id": "whe_1", "path": "/webhooks/endpoints", "api_data": map[string]any{
				"id": "whe_1", "url": "https://example.com/hook", "events": "[b.read a.read]", "enabled": "false", "description": "Orders",
				"created_at": "2026-11-22T06:40:57Z", "secret": secret,
			}},
			known,
		},
		"restapi endpoint without description and secret": {
			endpointResource, restapiObject, 0,
			map[string]any{"id": "whe_1", "path": "/webhooks/endpoints", "api_data": map[string]any{
				"url": "https://example.com/hook", "events": "[a.read]", "description": "<nil>", "secret": "<nil>",
			}},
			map[string]any{"id": "whe_1", "url": "https://example.com/hook", "events": "a.read", "enabled": true},
		},
		"restful endpoint, no secret anywhere": {
			endpointResource, restfulResource, 2,
			map[string]any{"id": "/webhooks/endpoints/whe_1", "path": "/webhooks/endpoints", "output": dynamic(endpoint)},
			wantEndpoint,
		},
		"restful endpoint, the user's secret": {
			endpointResource, restfulResource, 2,
			map[string]any{
				"id": "/webhooks/endpoints/whe_1", "path": "/webhooks/endpoints", "body": dynamic(map[string]any{"secret": secret}), "output": dynamic(endpoint),
			},
			known,
		},
		"restful endpoint, the secret in its output": {
			endpointResource, restfulResource, 1,
			map[string]any{"id": "/webhooks/endpoints/whe_1", "path": "/webhooks/endpoints", "output": dynamic(with(endpoint, "secret", secret))},
			known,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			held, errors := moved(t, test.to, test.from, test.version, test.state)
			if errors != "" || !maps.Equal(held, test.want) {
				t.Errorf("moved\n%v, want\n%v; errors %q", held, test.want, errors)
			}
		})
	}
}

func TestMove_refused(t *testing.T) {
	t.Parallel()
	const secret = "whsec_canary_refused"
	for name, test := range map[string]struct {
		to, from string
		state    map[string]any
		want     []string
	}{
		"an endpoint into an account": {
			accountResource, restapiObject,
			map[string]any{"id": "whe_1", "path": "/webhooks/endpoints", "create_response": `{"secret":"` + secret + `"}`},
			[]string{"Moved object has another type", "into a botbiz_webhook_endpoint"},
		},
		"an account into an endpoint": {
			endpointResource, restfulResource,
			map[string]any{"id": "/whatsapp/accounts/wha_1", "path": "/whatsapp/accounts"},
			[]string{"Moved object has another type", "into a botbiz_whatsapp_account"},
		},
		"something else": {
			accountResource, restapiObject,
			map[string]any{"id": "1", "path": "/other-whatsapp/accounts"},
			[]string{"Moved object has another type", "keep the object with the other provider"},
		},
		"below an account": {
			accountResource, restapiObject,
			map[string]any{"id": "1", "path": "/whatsapp/accounts/wha_1/qr-code"},
			[]string{"Moved object has another type"},
		},
		"no path":            {accountResource, restapiObject, map[string]any{"id": "wha_1"}, []string{"Moved object has another type"}},
		"no id":              {accountResource, restapiObject, map[string]any{"path": "/whatsapp/accounts"}, []string{"State cannot be moved", "import {"}},
		"an id that goes up": {accountResource, restapiObject, map[string]any{"id": "..", "path": "/whatsapp/accounts"}, []string{"State cannot be moved"}},
		"another resource":   {accountResource, "http_object", map[string]any{"id": "wha_1", "path": "/whatsapp/accounts"}, []string{"http_object"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, errors := moved(t, test.to, test.from, 0, test.state)
			for _, want := range test.want {
				if !strings.Contains(errors, want) {
					t.Errorf("errors %q lack %q", errors, want)
				}
			}
			if strings.Contains(errors, secret) {
				t.Errorf("errors hold the secret: %q", errors)
			}
		})
	}
}
