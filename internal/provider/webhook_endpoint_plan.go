package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// ModifyPlan counts the requests of the plan, and plans signing_secret: null if the user sets a secret. The version shows
// this, because plans do not contain the secret.
func (r *webhookEndpointResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state webhookEndpointModel
	var secret types.String
	create, destroy := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	if !create {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if !destroy {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("signing_secret_wo"), &secret)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	switch {
	case create:
		r.clients.planCreate(plan.URL, &resp.Diagnostics)
	case destroy || len(plan.change(state, "")) > 0:
		r.clients.planWrite(state.ID.ValueString(), &resp.Diagnostics)
	}
	if destroy {
		return
	}
	version, held := plan.SigningSecretWOVersion, state.SigningSecretWOVersion
	switch {
	case version.IsUnknown(): // and so is the owner of the secret
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("signing_secret"), types.StringUnknown())...)
	case !version.IsNull():
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("signing_secret"), types.StringNull())...)
		if secret.IsNull() && !version.Equal(held) {
			resp.Diagnostics.Append(diag.WithPath(path.Root("signing_secret_wo_version"), failure(titleInvalidValue,
				"signing_secret_wo_version changed, but signing_secret_wo is null, so there is no secret to send. Set signing_secret_wo, or "+
					"keep the version.")))
		}
	case !held.IsNull():
		resp.Diagnostics.Append(caution(titleSecretStays, "signing_secret_wo was removed from the configuration, but Botbiz continues to sign deliveries with the last secret. To get "+
			"a generated secret, replace the endpoint with -replace."))
	}
}

// change returns the changed fields for the PATCH from state to m.
func (m *webhookEndpointModel) change(state webhookEndpointModel, secret string) botbiz.EndpointChange {
	change := botbiz.EndpointChange{}
	if !m.URL.Equal(state.URL) {
		change["url"] = m.URL.ValueString()
	}
	if !m.Events.Equal(state.Events) {
		change["events"] = eventList(m.Events)
	}
	if m.Description.ValueString() != state.Description.ValueString() {
		change["description"] = m.Description.ValueStringPointer()
	}
	if !m.Enabled.Equal(state.Enabled) {
		change["enabled"] = m.Enabled.ValueBool()
	}
	if !m.SigningSecretWOVersion.IsNull() && !m.SigningSecretWOVersion.Equal(state.SigningSecretWOVersion) {
		change["secret"] = secret
	}
	return change
}

func eventList(set types.Set) []string {
	events := make([]string, 0, len(set.Elements()))
	for _, element := range set.Elements() {
		if event, ok := element.(types.String); ok {
			events = append(events, event.ValueString())
		}
	}
	slices.Sort(events)
	return events
}
