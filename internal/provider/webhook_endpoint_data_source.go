package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

var _ datasource.DataSourceWithConfigure = (*webhookEndpointDataSource)(nil)

type webhookEndpointDataSource struct{ configuredDataSource }

func newWebhookEndpointDataSource() datasource.DataSource { return &webhookEndpointDataSource{} }

func (d *webhookEndpointDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = endpointResource
}

func (d *webhookEndpointDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := webhookEndpointAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: endpointID + " Exactly one of `id` and `url` must be set.",
		Optional:            true, Computed: true,
		Validators: []validator.String{
			idValidator{},
			stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("url")),
		},
	}
	attributes["url"] = schema.StringAttribute{
		MarkdownDescription: endpointURL,
		Optional:            true, Computed: true, CustomType: spelledType{notation: urlNotation},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One webhook endpoint, found by its id or by its URL. Its signing secret is told only when it is created, so it is not here.",
		Attributes:          attributes,
	}
}

func (d *webhookEndpointDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config webhookEndpointFields
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !d.ready(&resp.Diagnostics) {
		return
	}
	endpoint, problem := d.find(ctx, config)
	if problem != nil {
		resp.Diagnostics.Append(problem)
		return
	}
	config.observe(endpoint)
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

func (d *webhookEndpointDataSource) find(ctx context.Context, config webhookEndpointFields) (botbiz.Endpoint, diag.Diagnostic) {
	if id := config.ID.ValueString(); id != "" {
		endpoint, found, err := d.clients.endpoints.Get(ctx, id)
		switch {
		case err != nil:
			return endpoint, d.clients.explain(err, endpointAttempt("reading", id))
		case !found:
			return endpoint, notFound("id", "webhook endpoint", id)
		}
		return endpoint, nil
	}
	url := config.URL.ValueString()
	endpoints, err := d.clients.endpoints.List(ctx)
	if err != nil {
		return botbiz.Endpoint{}, d.clients.explain(err, endpointAttempt("looking for", "with the URL "+url))
	}
	endpoints = slices.DeleteFunc(endpoints, func(e botbiz.Endpoint) bool { return !sameURL(url)(e) })
	if len(endpoints) > 1 {
		return botbiz.Endpoint{}, severalFound("url", "webhook endpoint", url, endpointIDs(endpoints))
	}
	for endpoint, err := range d.clients.endpoints.Whole(ctx, collection.Each(endpoints), wholeEndpoint) {
		if err != nil {
			return endpoint, d.clients.explain(err, endpointAttempt("reading", endpoints[0].ID))
		}
		return endpoint, nil
	}
	return botbiz.Endpoint{}, notFound("url", "webhook endpoint", url)
}

// webhookEndpointAttributes are an endpoint's attributes as data sources have them.
func webhookEndpointAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":          schema.StringAttribute{MarkdownDescription: endpointID, Computed: true},
		"url":         schema.StringAttribute{MarkdownDescription: endpointURL, Computed: true, CustomType: spelledType{notation: urlNotation}},
		"events":      schema.SetAttribute{MarkdownDescription: endpointEvents, Computed: true, ElementType: types.StringType},
		"description": schema.StringAttribute{MarkdownDescription: endpointDescription, Computed: true},
		"enabled":     schema.BoolAttribute{MarkdownDescription: endpointEnabled, Computed: true},
		"created_at":  schema.StringAttribute{MarkdownDescription: endpointCreatedAt, Computed: true},
	}
}
