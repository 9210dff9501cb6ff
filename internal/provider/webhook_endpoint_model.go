package provider

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

const endpointResource = "botbiz_webhook_endpoint"

// Descriptions of an endpoint's attributes, shared by resource and data sources.
const (
	endpointID          = "Id of the endpoint, `whe_…`."
	endpointURL         = "URL that events are posted to. `https`, or `http` for hosts that are this machine."
	endpointEvents      = "Types of the events to deliver, for example `whatsapp.message.received`, the one that Botbiz documents."
	endpointDescription = "Free text."
	endpointEnabled     = "Whether events are delivered."
	endpointCreatedAt   = "Time of creation, RFC 3339."
)

// webhookEndpointFields is an endpoint as the API has it.
type webhookEndpointFields struct {
	ID          types.String `tfsdk:"id"`
	URL         spelled      `tfsdk:"url"`
	Events      types.Set    `tfsdk:"events"`
	Description types.String `tfsdk:"description"`
	Enabled     types.Bool   `tfsdk:"enabled"`
	CreatedAt   types.String `tfsdk:"created_at"`
}

// webhookEndpointModel is the resource.
type webhookEndpointModel struct {
	webhookEndpointFields
	SigningSecret          types.String `tfsdk:"signing_secret"`
	SigningSecretWO        types.String `tfsdk:"signing_secret_wo"`
	SigningSecretWOVersion types.Int64  `tfsdk:"signing_secret_wo_version"`
}

// observe takes over what the server says. What it leaves out stays, and so do the spelling of the URL and outer white
// space of the description; a description that alone is left out, or empty, is none.
func (m *webhookEndpointFields) observe(e botbiz.Endpoint) {
	m.ID = types.StringValue(e.ID)
	m.URL = urlNotation.spelledOrPrior(e.URL, m.URL, func(url string) string { return url })
	if e.Events != nil || m.Events.IsNull() {
		m.Events = eventSet(e.Events)
	}
	switch said := text(e.Description); {
	case strings.TrimSpace(said) == strings.TrimSpace(m.Description.ValueString()): // servers trim
	case said != "":
		m.Description = types.StringValue(said)
	case e.Description != nil || e.Events != nil: // an answer without events leaves out other fields too
		m.Description = types.StringNull()
	}
	if e.Enabled != nil {
		m.Enabled = types.BoolValue(*e.Enabled)
	} else if m.Enabled.IsNull() {
		m.Enabled = types.BoolValue(true)
	}
	m.CreatedAt = orPrior(e.CreatedAt, m.CreatedAt)
}

// complete fills in what the plan left to the server.
func (m *webhookEndpointModel) complete(e botbiz.Endpoint) {
	if m.ID.IsUnknown() {
		m.ID = types.StringValue(e.ID)
	}
	m.CreatedAt = orPlanned(m.CreatedAt, e.CreatedAt)
	m.SigningSecret = orPlanned(m.SigningSecret, e.Secret)
	m.SigningSecretWO = types.StringNull()
}

// wholeEndpoint tells whether a listed endpoint has every field that one can lack: no description is a description, too.
func wholeEndpoint(e botbiz.Endpoint) bool {
	return e.URL != nil && e.Events != nil && e.Enabled != nil && e.CreatedAt != nil
}

// heldBy tells whether a listed endpoint holds every field that the state holds; during an import, which holds nothing
// yet, every field that there is.
func (m *webhookEndpointFields) heldBy(e botbiz.Endpoint) bool {
	if m.URL.IsNull() {
		return wholeEndpoint(e) && e.Description != nil
	}
	return e.URL != nil && e.Events != nil && e.Enabled != nil &&
		(e.Description != nil || m.Description.ValueString() == "") && !lacks(e.CreatedAt, m.CreatedAt)
}

// change is what a PATCH from state to m sends: what changed and nothing else.
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

func eventSet(events []string) types.Set {
	if events == nil {
		return types.SetNull(types.StringType)
	}
	values := make([]attr.Value, 0, len(events))
	for _, event := range events {
		if value := types.StringValue(event); !slices.ContainsFunc(values, value.Equal) {
			values = append(values, value)
		}
	}
	return types.SetValueMust(types.StringType, values)
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
