package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
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
	f := finder[botbiz.Endpoint]{d.clients, d.clients.endpoints, "webhook endpoint", wholeEndpoint, endpointAttempt}
	if id := config.ID.ValueString(); id != "" {
		return f.byID(ctx, id)
	}
	url := config.URL.ValueString()
	return f.byKey(ctx, "url", url, urlKey(url))
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
