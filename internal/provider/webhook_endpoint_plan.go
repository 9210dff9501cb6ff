package provider

import (
	"context"
	"slices"
	"strings"

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
		r.clients.planning.create(r.clients.limit(), plan.URL, &resp.Diagnostics)
	case destroy || plan.differs(state):
		r.clients.planning.write(r.clients.limit(), state.id(), &resp.Diagnostics)
	}
	if destroy {
		return
	}
	// Values that Botbiz has are valid, so that every object can be imported. New ones are checked.
	resp.Diagnostics.Append(webhookURLCheck.changed(path.Root("url"), plan.URL, state.URL)...)
	r.planEvents(eventList(plan.Events), eventList(state.Events), &resp.Diagnostics)
	version, held := plan.SigningSecretWOVersion, state.SigningSecretWOVersion
	switch {
	case version.IsUnknown(): // and so is the owner of the secret
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("signing_secret"), types.StringUnknown())...)
	case !version.IsNull():
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("signing_secret"), types.StringNull())...)
		if secret.IsNull() && !version.Equal(held) {
			resp.Diagnostics.Append(diag.WithPath(path.Root("signing_secret_wo_version"), failure(titleInvalidValue,
				"signing_secret_wo_version changed, but there is no secret to send: signing_secret_wo is null, or ignore_changes contains it. Set it, "+
					"remove it from ignore_changes, or keep the version.")))
		}
	case !held.IsNull():
		resp.Diagnostics.Append(caution(titleSecretStays, "signing_secret_wo was removed from the configuration, but Botbiz continues to sign deliveries with the last secret. To get "+
			"a generated secret, replace the endpoint with -replace."))
	}
}

// knownEvents are the documented event type, and those that follow from the inferred statuses of an account.
var knownEvents = []string{botbiz.EventMessageReceived, "whatsapp.message.sent", "whatsapp.account.connected", "whatsapp.account.disconnected"}

// planEvents checks the new event types of an endpoint, and warns once about those that Botbiz may never deliver. The set is
// open.
func (r *webhookEndpointResource) planEvents(planned, held []string, diags *diag.Diagnostics) {
	unknown := false
	for _, event := range planned {
		if slices.Contains(held, event) {
			continue
		}
		refused := eventCheck.argument(path.Root("events"), types.StringValue(event))
		diags.Append(refused...)
		unknown = unknown || refused == nil && !slices.Contains(knownEvents, event) && !strings.Contains(event, "*")
	}
	if unknown && !r.clients.planning.isApplying() {
		diags.Append(diag.WithPath(path.Root("events"), caution(titleUnknownEvent, "The provider does not know an event type. It knows %s. The set is open, so it is sent to Botbiz as it is. "+
			"If it is a typo, Botbiz never delivers an event of this type.", strings.Join(knownEvents, ", "))))
	}
}

// differs reports whether an update has something to send.
func (m *webhookEndpointModel) differs(state webhookEndpointModel) bool {
	return !m.URL.Equal(state.URL) || !m.Events.Equal(state.Events) || !m.Enabled.Equal(state.Enabled) ||
		m.Description.ValueString() != state.Description.ValueString() || m.sendsSecret(state)
}

// sendsSecret reports whether an update sends the secret: its version changes.
func (m *webhookEndpointModel) sendsSecret(state webhookEndpointModel) bool {
	return !m.SigningSecretWOVersion.IsNull() && !m.SigningSecretWOVersion.Equal(state.SigningSecretWOVersion)
}

// change returns what an update sends: all fields, and the secret if it is not empty. was is the description so far.
func (m *webhookEndpointModel) change(secret string, was types.String) botbiz.EndpointChange {
	return botbiz.EndpointChange{
		URL: m.URL.ValueString(), Events: eventList(m.Events), Description: m.Description.ValueStringPointer(),
		Described: was.ValueString() != "", Enabled: m.Enabled.ValueBool(), Secret: secret,
	}
}

func eventList(set types.Set) []string {
	events := make([]string, 0, len(set.Elements()))
	for _, element := range set.Elements() {
		if event, ok := element.(types.String); ok && !event.IsUnknown() {
			events = append(events, event.ValueString())
		}
	}
	slices.Sort(events)
	return events
}
