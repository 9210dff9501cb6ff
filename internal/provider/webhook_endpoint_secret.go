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

// ValidateConfig refuses a secret without a version. The error is on the version: Terraform shows the line that an error is
// about, and the secret might be written there. A version without a secret is refused only where the secret would be sent,
// so that a secret that is null by then does not keep Terraform from destroying the endpoint.
func (r *webhookEndpointResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config webhookEndpointModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if secret := config.SigningSecretWO; !secret.IsNull() && !secret.IsUnknown() && config.SigningSecretWOVersion.IsNull() {
		resp.Diagnostics.Append(diag.WithPath(path.Root("signing_secret_wo_version"), failure(titleInvalidValue,
			"signing_secret_wo needs signing_secret_wo_version beside it: the secret is sent when the version changes.")))
	}
}

// conceal keeps the secret that the state holds out of errors that quote Botbiz.
func (r *webhookEndpointResource) conceal(ctx context.Context, state tfsdk.State) {
	var secret types.String
	if diags := state.GetAttribute(ctx, path.Root("signing_secret"), &secret); !diags.HasError() && r.clients != nil && r.clients.api != nil {
		r.clients.api.Conceal(secret.ValueString())
	}
}

// secretLost handles an endpoint whose generated secret is unknown. One that was adopted gets a fresh one. Where Botbiz
// sends no secret at all, a warning must do.
func (r *webhookEndpointResource) secretLost(ctx context.Context, id string, adopted bool, diags *diag.Diagnostics) *string {
	if !adopted {
		diags.Append(caution(titleSecretMissing, "The webhook endpoint %s was created, and the response holds no secret, so deliveries cannot be verified. "+
			"Set signing_secret_wo to use a secret of your own.", id))
		return nil
	}
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails, see its documentation
	secret := "whsec_" + hex.EncodeToString(random)
	// The endpoint exists and is about to be saved, so an interrupt must not keep it from getting its secret; but then the
	// secret must not keep the interrupt waiting for long either.
	held, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(r.clients.timeout, cancel) })()
	_, _, err := r.clients.api.Endpoints.Update(held, id, botbiz.EndpointChange{"secret": secret})
	if err != nil {
		diags.Append(failure(titleSecretLost, "The webhook endpoint %s was created, but the response with its secret was lost, and setting another secret failed: %s.\n\n"+
			"It is in the state as tainted, so the next apply replaces it by an endpoint with a known secret. To keep it instead, run `terraform untaint` on its "+
			"address and set signing_secret_wo.", id, trimDot(err.Error())))
		return nil
	}
	return &secret
}
