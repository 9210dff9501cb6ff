package provider

import (
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

const endpointResource = "botbiz_webhook_endpoint"

// Descriptions of the attributes of an endpoint, for resource and data sources.
const (
	endpointID          = "ID of the endpoint, for example `whe_12345`."
	endpointURL         = "URL that Botbiz sends events to. Must use `https`, or `http` for `localhost` and loopback addresses."
	endpointEvents      = "Types of the events to deliver. Botbiz documents one type, `whatsapp.message.received`."
	endpointDescription = "Description of the endpoint."
	endpointEnabled     = "Whether Botbiz delivers events to the endpoint."
	endpointCreatedAt   = "Creation time in RFC 3339 format."
)

var endpoints = noun[botbiz.Endpoint]{
	kind: kind{
		resource: endpointResource, plural: "botbiz_webhook_endpoints", items: "endpoints", name: "webhook endpoint",
		one: "Reads a webhook endpoint by its ID or URL. Botbiz returns the signing secret only when the endpoint is created, so it " +
			"is not available here.",
		all:      "Reads all webhook endpoints that the API key can access.",
		itemsAre: "Endpoints, oldest first.",
		listed: "Lists webhook endpoints, for example to import all of them. The result does not contain signing secrets, because " +
			"Botbiz returns them only when an endpoint is created.",
		gone: titleEndpointGone, taken: titleEndpointTaken, key: "url", keyName: "URL", path: "/webhooks/endpoints",
		fields: []string{"url", "events", "description", "enabled", "secret"},
		// An error about the secret refers to the version, because Terraform shows the line, which can contain the secret.
		named:    map[string]string{"secret": "signing_secret_wo_version"},
		importID: "the ID of an endpoint (whe_…) or its URL",
		imported: "Only the missing response contained the generated signing secret. After an import, set signing_secret_wo, or replace the " +
			"endpoint (-replace).",
	},
	api: func(c *botbiz.Client) collection.API[botbiz.Endpoint] {
		return collection.API[botbiz.Endpoint]{Pager: c.Endpoints.Pager, Get: c.Endpoints.Get, Delete: c.Endpoints.Delete}
	},
	object:     func() model[botbiz.Endpoint] { return &webhookEndpointFields{} },
	resourced:  func() model[botbiz.Endpoint] { return &webhookEndpointModel{} },
	build:      func(n nounResource[botbiz.Endpoint]) completeResource { return &webhookEndpointResource{n} },
	attributes: endpointAttributes,
	keyCheck:   webhookURLCheck,
	// A missing description is a value, too.
	whole: func(e botbiz.Endpoint) bool {
		return e.URL != nil && e.Events != nil && e.Enabled != nil && e.CreatedAt != nil
	},
	keyed:   urlKey,
	display: displayEndpoint,
	moved:   movedEndpoint,
	importKey: func(given string) (string, error) {
		if strings.Contains(given, "://") {
			return given, checkWebhookURL(given)
		}
		return "", checkID(given)
	},
}

// urlKey is the natural key of an endpoint for users.
func urlKey(url string) collection.Key[botbiz.Endpoint] {
	return collection.Key[botbiz.Endpoint]{
		Held: func(e botbiz.Endpoint) bool { return e.URL != nil },
		Same: func(e botbiz.Endpoint) bool { return e.URL != nil && botbiz.SameURL(*e.URL, url) },
	}
}

// endpointKey identifies the result of a create by URL and events, because endpoints have no natural key. An endpoint with
// another URL cannot be the result.
func endpointKey(url string, events []string) collection.Key[botbiz.Endpoint] {
	address := urlKey(url)
	return collection.Key[botbiz.Endpoint]{
		Held: func(e botbiz.Endpoint) bool { return address.Held(e) && (e.Events != nil || !address.Same(e)) },
		Same: func(e botbiz.Endpoint) bool {
			has := slices.Clone(e.Events)
			slices.Sort(has)
			return address.Same(e) && slices.Equal(slices.Compact(has), events)
		},
		Rest: func(e botbiz.Endpoint) bool { return e.Events == nil && address.Same(e) },
	}
}

// displayEndpoint returns the description and the URL.
func displayEndpoint(e botbiz.Endpoint) string {
	address := e.ID
	if e.URL != nil {
		address = *e.URL
	}
	if text(e.Description) == "" {
		return address
	}
	return *e.Description + " (" + address + ")"
}

// webhookEndpointFields are the fields of an endpoint in the API.
type webhookEndpointFields struct {
	ID          types.String `tfsdk:"id"`
	URL         types.String `tfsdk:"url"`
	Events      types.Set    `tfsdk:"events"`
	Description types.String `tfsdk:"description"`
	Enabled     types.Bool   `tfsdk:"enabled"`
	CreatedAt   types.String `tfsdk:"created_at"`
	storedTexts
}

// endpointAttributes returns the attributes of these fields for a data source.
func endpointAttributes() map[string]datasource.Attribute {
	return map[string]datasource.Attribute{
		"id":          datasource.StringAttribute{MarkdownDescription: endpointID, Computed: true},
		"url":         datasource.StringAttribute{MarkdownDescription: endpointURL, Computed: true},
		"events":      datasource.SetAttribute{MarkdownDescription: endpointEvents, Computed: true, ElementType: types.StringType},
		"description": datasource.StringAttribute{MarkdownDescription: endpointDescription, Computed: true},
		"enabled":     datasource.BoolAttribute{MarkdownDescription: endpointEnabled, Computed: true},
		"created_at":  datasource.StringAttribute{MarkdownDescription: endpointCreatedAt, Computed: true},
	}
}

func (m *webhookEndpointFields) imported() bool { return m.URL.IsNull() }

func (m *webhookEndpointFields) id() string { return m.ID.ValueString() }

func (m *webhookEndpointFields) spelled(e botbiz.Endpoint) []spelled {
	shown := e.URL
	if text(shown) == "" {
		shown = nil
	}
	description := e.Description
	if description == nil && e.Events != nil {
		description = new(string) // a response without events omits other fields too
	}
	enabled := boolText(m.Enabled)
	said := enabled.ValueStringPointer() // a response may omit it
	if e.Enabled != nil {
		said = boolText(types.BoolValue(*e.Enabled)).ValueStringPointer()
	}
	return []spelled{
		{name: "url", held: m.URL, said: shown, same: shownURL},
		{name: "description", held: m.Description, said: description, same: botbiz.SameText, made: isRewritten},
		{name: "events", held: heldEvents(m.Events), said: eventText(e.Events), made: hasEvents},
		{name: "enabled", held: enabled, said: said, exact: true},
	}
}

// shownURL reports whether the API shows a URL, perhaps with / at the end of its path.
func shownURL(shown, known string) bool {
	u, err := url.Parse(known)
	return botbiz.SameURL(shown, known) || err == nil && botbiz.SameURL(shown, u.JoinPath("/").String())
}

// shows reports whether a response has all planned values. It may omit enabled and an empty description.
func (m *webhookEndpointFields) shows(e botbiz.Endpoint) bool {
	return allShown(m.spelled(e))
}

// observe sets the values of the API. Missing fields keep their values. If only the description is missing or empty, it is
// null.
func (m *webhookEndpointFields) observe(e botbiz.Endpoint) {
	m.ID = observedID(m.ID, e.ID)
	texts := m.spelled(e)
	m.URL = texts[0].observed(m.stored)
	if shown := texts[1].observed(m.stored); shown.ValueString() != "" {
		m.Description = shown
	} else if m.Description.ValueString() != "" {
		m.Description = types.StringNull()
	}
	if shown := texts[2].observed(m.stored); m.Events.IsNull() || !shown.Equal(texts[2].held) {
		m.Events = eventSet(e.Events)
	}
	if e.Enabled != nil {
		m.Enabled = types.BoolValue(*e.Enabled)
	} else if m.Enabled.IsNull() {
		m.Enabled = types.BoolValue(true)
	}
	m.CreatedAt = orPrior(e.CreatedAt, m.CreatedAt)
}

// heldBy reports whether a listed endpoint has all fields of the state. During an import, whose state is empty, it needs
// all fields.
func (m *webhookEndpointFields) heldBy(e botbiz.Endpoint) bool {
	if m.imported() {
		return endpoints.whole(e) && e.Description != nil
	}
	return e.URL != nil && e.Events != nil && e.Enabled != nil &&
		(e.Description != nil || m.Description.ValueString() == "") && !lacks(e.CreatedAt, m.CreatedAt)
}

// webhookEndpointModel is the resource.
type webhookEndpointModel struct {
	webhookEndpointFields
	SigningSecret          types.String `tfsdk:"signing_secret"`
	SigningSecretWO        types.String `tfsdk:"signing_secret_wo"`
	SigningSecretWOVersion types.Number `tfsdk:"signing_secret_wo_version"`
}

// values returns the values that errors must not quote.
func (m *webhookEndpointFields) values() []string {
	address := m.URL.ValueString()
	_, query, _ := strings.Cut(address, "?")
	return append(eventList(m.Events), address, query, m.Description.ValueString())
}

// fill sets the values that are unknown in the plan.
func (m *webhookEndpointModel) fill(e botbiz.Endpoint) {
	m.ID = orPlanned(m.ID, &e.ID)
	m.CreatedAt = orPlanned(m.CreatedAt, e.CreatedAt)
	m.SigningSecret = orPlanned(m.SigningSecret, e.Secret)
	m.SigningSecretWO = types.StringNull()
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

// movedEndpoint keeps the signing secret of the old state, because it is not stored elsewhere.
func movedEndpoint(o foreignObject) any {
	var model webhookEndpointModel
	model.observe(botbiz.Endpoint{
		ID: o.id, URL: o.text("url"), Events: o.texts("events"), Description: o.text("description"), Enabled: o.bool("enabled"),
		CreatedAt: o.text("created_at"),
	})
	model.SigningSecret = types.StringPointerValue(o.text("secret"))
	return model
}
