package provider_test

import (
	"fmt"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
	"github.com/botbiz/terraform-provider-botbiz/provider"
)

// A program that configures the provider for every object, as Crossplane does, stays within the limit of the key: all
// configurations of a process share what they know of it.
func TestNew_reconcile(t *testing.T) {
	t.Parallel()
	const objects, limit = 130, 60
	mock := mockapi.New(mockapi.Options{Limit: limit, Window: time.Second})
	listener := httptest.NewServer(mock)
	t.Cleanup(func() { listener.Close(); mock.Close() })
	var all sync.WaitGroup
	for i := range objects {
		all.Go(func() { create(t, listener.URL+"/v1", fmt.Sprintf("+14155550%03d", i)) })
	}
	all.Wait()
	if n := len(mock.Accounts()); n != objects {
		t.Errorf("%d accounts", n)
	}
	if most := 2 * mock.Windows(); mock.Refused() > most {
		t.Errorf("%d requests were refused in %d windows", mock.Refused(), mock.Windows())
	}
}

// An object that a program only observes has the natural key for an ID, and no arguments. Reading it finds the ID, and
// planning it is no error.
func TestNew_observe(t *testing.T) {
	t.Parallel()
	mock := mockapi.New(mockapi.Options{})
	listener := httptest.NewServer(mock)
	t.Cleanup(func() { listener.Close(); mock.Close() })
	account := mock.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "Line"})
	server, schemas := connect(t, listener.URL+"/v1")
	schema := schemas.ResourceSchemas[kind]
	read, err := server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: value(t, schema, map[string]string{"id": account.PhoneNumber}),
	})
	must(t, err, read.Diagnostics...)
	state, err := read.NewState.Unmarshal(schema.ValueType())
	must(t, err)
	var attributes map[string]tftypes.Value
	must(t, state.As(&attributes))
	if id := tftypes.NewValue(tftypes.String, account.ID); !attributes["id"].Equal(id) {
		t.Errorf("the id is %s, want %s", attributes["id"], id)
	}
	nothing := value(t, schema, map[string]string{})
	planned, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: kind, PriorState: read.NewState, ProposedNewState: nothing, Config: nothing, PriorPrivate: read.Private,
	})
	must(t, err, planned.Diagnostics...)
}

const kind = "botbiz_whatsapp_account"

// connect returns a server with a provider of its own.
func connect(t *testing.T, url string) (tfprotov6.ProviderServer, *tfprotov6.GetProviderSchemaResponse) {
	server, err := providerserver.NewProtocol6WithError(provider.New("1.0.0")())()
	must(t, err)
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config: value(t, schemas.Provider, map[string]string{"api_key": "test", "base_url": url}),
	})
	must(t, err, configured.Diagnostics...)
	return server, schemas
}

// create makes an account with a provider of its own.
func create(t *testing.T, url, number string) {
	server, schemas := connect(t, url)
	schema := schemas.ResourceSchemas[kind]
	config := value(t, schema, map[string]string{"phone_number": number, "name": "Line"})
	none := value(t, schema, nil)
	planned, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: kind, PriorState: none, ProposedNewState: config, Config: config,
	})
	must(t, err, planned.Diagnostics...)
	applied, err := server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: kind, PriorState: none, PlannedState: planned.PlannedState, Config: config, PlannedPrivate: planned.PlannedPrivate,
	})
	must(t, err, applied.Diagnostics...)
}

// value is an object of a schema with these texts, or null.
func value(t *testing.T, schema *tfprotov6.Schema, texts map[string]string) *tfprotov6.DynamicValue {
	typ := schema.ValueType()
	object := tftypes.NewValue(typ, nil)
	if texts != nil {
		values := map[string]tftypes.Value{}
		for _, attribute := range schema.Block.Attributes {
			values[attribute.Name] = tftypes.NewValue(attribute.Type, nil)
			if text, ok := texts[attribute.Name]; ok {
				values[attribute.Name] = tftypes.NewValue(tftypes.String, text)
			}
		}
		object = tftypes.NewValue(typ, values)
	}
	encoded, err := tfprotov6.NewDynamicValue(typ, object)
	must(t, err)
	return &encoded
}

func must(t *testing.T, err error, diags ...*tfprotov6.Diagnostic) {
	for _, diag := range diags {
		if diag.Severity == tfprotov6.DiagnosticSeverityError {
			t.Errorf("%s: %s", diag.Summary, diag.Detail)
		}
	}
	if err != nil {
		t.Error(err)
	}
}
