package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var _ datasource.DataSourceWithConfigure = (*webhookEndpointDataSource)(nil)

type webhookEndpointDataSource struct{ configuredDataSource }

func newWebhookEndpointDataSource() datasource.DataSource { return &webhookEndpointDataSource{} }

func (d *webhookEndpointDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = endpointResource
}

func (d *webhookEndpointDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := endpointAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: endpointID + " Exactly one of `id` and `url` must be set.",
		Optional:            true, Computed: true,
		Validators: []validator.String{idCheck, stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("url"))},
	}
	attributes["url"] = schema.StringAttribute{
		MarkdownDescription: endpointURL,
		Optional:            true, Computed: true,
		Validators: []validator.String{webhookURLCheck},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads a webhook endpoint by its ID or URL. Botbiz returns the signing secret only when the endpoint is created, so it " +
			"is not available here.",
		Attributes: attributes,
	}
}

func (d *webhookEndpointDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config webhookEndpointFields
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if endpoint, found := endpoints.find(ctx, d.configured, config.ID, config.URL, &resp.Diagnostics); found {
		config.observe(endpoint)
		resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
	}
}
