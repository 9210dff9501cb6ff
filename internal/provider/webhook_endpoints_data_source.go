package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
)

var _ datasource.DataSourceWithConfigure = (*webhookEndpointsDataSource)(nil)

type webhookEndpointsDataSource struct{ configuredDataSource }

func newWebhookEndpointsDataSource() datasource.DataSource { return &webhookEndpointsDataSource{} }

type webhookEndpointsModel struct {
	Endpoints []webhookEndpointFields `tfsdk:"endpoints"`
}

func (d *webhookEndpointsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "botbiz_webhook_endpoints"
}

func (d *webhookEndpointsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads all webhook endpoints that the API key can access.",
		Attributes: map[string]schema.Attribute{
			"endpoints": schema.ListNestedAttribute{
				MarkdownDescription: "Endpoints, oldest first.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: endpointAttributes()},
			},
		},
	}
}

func (d *webhookEndpointsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	all := endpoints.all(ctx, d.configured, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	result := webhookEndpointsModel{Endpoints: make([]webhookEndpointFields, len(all))}
	for i, endpoint := range all {
		result.Endpoints[i].observe(endpoint)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, result)...)
}
