package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ModifyPlan plans signing_secret: null where the user brings a secret, which the version tells because the secret itself
// is in no plan.
func (r *webhookEndpointResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var planned, held types.Int64
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("signing_secret_wo_version"), &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("signing_secret_wo_version"), &held)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	switch {
	case planned.IsUnknown(): // so is whose secret it will be
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("signing_secret"), types.StringUnknown())...)
	case !planned.IsNull():
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("signing_secret"), types.StringNull())...)
	case !held.IsNull():
		resp.Diagnostics.AddWarning("The signing secret stays in force",
			"signing_secret_wo was removed from the configuration, and Botbiz goes on signing deliveries with the secret that was sent last. "+
				"To have the server make a new one, replace the endpoint with -replace.")
	}
}
