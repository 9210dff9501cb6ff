package provider

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// ValidateConfig rejects a secret without a version. The error refers to the version, because Terraform shows the line,
// which can contain the secret. A version without a secret is rejected only when the secret is sent, so that Terraform can
// destroy an endpoint whose secret is null.
func (r *webhookEndpointResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config webhookEndpointModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if secret := config.SigningSecretWO; !secret.IsNull() && !secret.IsUnknown() && config.SigningSecretWOVersion.IsNull() {
		resp.Diagnostics.Append(diag.WithPath(path.Root("signing_secret_wo_version"), failure(titleInvalidValue,
			"signing_secret_wo needs signing_secret_wo_version: the provider sends the secret when the version changes.")))
	}
}

// conceal removes the secret in the state from errors that quote Botbiz.
func (r *webhookEndpointResource) conceal(ctx context.Context, state tfsdk.State) {
	var secret types.String
	if diags := state.GetAttribute(ctx, path.Root("signing_secret"), &secret); !diags.HasError() && r.clients != nil && r.clients.api != nil {
		r.clients.api.Conceal(secret.ValueString())
	}
}

// secretLost handles an endpoint whose generated secret is unknown. An adopted endpoint gets a new secret. If Botbiz sends
// no secret at all, it warns.
func (r *webhookEndpointResource) secretLost(ctx context.Context, id string, adopted bool, change botbiz.EndpointChange, diags *diag.Diagnostics) *string {
	if !adopted {
		diags.Append(caution(titleSecretMissing, "The webhook endpoint %s was created, but the response contains no signing secret, so you cannot verify deliveries. Set "+
			"signing_secret_wo to use your own secret.", id))
		return nil
	}
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails
	secret := "whsec_" + hex.EncodeToString(random)
	// The endpoint exists, so it must get its secret even after an interrupt, but an interrupt must not wait long for it.
	held, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(r.clients.timeout, cancel) })()
	change.Secret = secret
	stored, err := endpoints.in(r.clients).Update(held, id, func(ctx context.Context) (botbiz.Reply[botbiz.Endpoint], error) {
		return r.clients.api.Endpoints.Update(ctx, id, change)
	}, func(botbiz.Endpoint) bool { return true }, func(botbiz.Endpoint) bool { return false })
	if err != nil || stored != nil {
		diags.Append(failure(titleSecretLost, "The webhook endpoint %s was created, but the response with its signing secret was lost, and setting another secret failed: "+
			"%s.\n\nThe endpoint is tainted, and the next apply replaces it. To keep it, run `terraform untaint` with its address and "+
			"set signing_secret_wo.", id, botbiz.Hide(because(err), change.URL)))
		return nil
	}
	return &secret
}
