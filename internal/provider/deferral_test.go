package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// If the client allows deferral, all resources wait for unknown arguments, also existing ones, which are an error otherwise.
func TestDeferral(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	o := managed(t, m)
	m.ResetLog()
	for _, argument := range []string{"api_key", "api_key_file", "base_url", "headers", "ca_cert_file"} {
		server, err := providerserver.NewProtocol6WithError(New("test")())()
		must(t, err)
		schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
		must(t, err)
		config := o.configure(schemas.Provider, block{argument: unknown})
		configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
			TerraformVersion: "1.99.0", Config: encode(t, config),
			ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: true},
		})
		must(t, err)
		noErrors(t, configured.Diagnostics)

		read, err := server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
			TypeName: o.kind, CurrentState: encode(t, o.state), Private: o.private, CurrentIdentity: o.identity,
			ClientCapabilities: &tfprotov6.ReadResourceClientCapabilities{DeferralAllowed: true},
		})
		must(t, err)
		deferred(t, argument, read.Deferred, read.Diagnostics)

		schema := schemas.ResourceSchemas[o.kind]
		account := block{"phone_number": "+14155550100", "name": "Sales"}
		planned, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: o.kind, PriorState: encode(t, tftypes.NewValue(schema.ValueType(), nil)),
			ProposedNewState: encode(t, o.configure(schema, account)), Config: encode(t, o.configure(schema, account)),
			ClientCapabilities: &tfprotov6.PlanResourceChangeClientCapabilities{DeferralAllowed: true},
		})
		must(t, err)
		deferred(t, argument, planned.Deferred, planned.Diagnostics)
	}
	if n := len(m.Requests()); n > 0 {
		t.Errorf("%d requests", n)
	}
}

func deferred(t *testing.T, argument string, got *tfprotov6.Deferred, diags []*tfprotov6.Diagnostic) {
	t.Helper()
	noErrors(t, diags)
	if got == nil || got.Reason != tfprotov6.DeferredReasonProviderConfigUnknown {
		t.Errorf("%s is unknown and the answer is %+v", argument, got)
	}
}
