package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

var _ datasource.DataSourceWithConfigure = (*webhookEndpointsDataSource)(nil)

type webhookEndpointsDataSource struct{ configuredDataSource }

func newWebhookEndpointsDataSource() datasource.DataSource { return &webhookEndpointsDataSource{} }

var endpointsAttempt = attempt{doing: "reading", object: "the list of webhook endpoints"}

type webhookEndpointsModel struct {
	Endpoints []webhookEndpointFields `tfsdk:"endpoints"`
}

func (d *webhookEndpointsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "botbiz_webhook_endpoints"
}

func (d *webhookEndpointsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The webhook endpoints that the API key can see, oldest first.",
		Attributes: map[string]schema.Attribute{
			"endpoints": schema.ListNestedAttribute{
				MarkdownDescription: "The endpoints, oldest first.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: webhookEndpointAttributes()},
			},
		},
	}
}

func (d *webhookEndpointsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.ready(&resp.Diagnostics) {
		return
	}
	endpoints, err := d.clients.endpoints.List(ctx, wholeEndpoint)
	if err != nil {
		resp.Diagnostics.Append(d.clients.explain(err, endpointsAttempt))
		return
	}
	slices.SortStableFunc(endpoints, oldestFirst[botbiz.Endpoint])
	result := webhookEndpointsModel{Endpoints: []webhookEndpointFields{}}
	for _, endpoint := range endpoints {
		var fields webhookEndpointFields
		fields.observe(endpoint)
		result.Endpoints = append(result.Endpoints, fields)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, result)...)
}
