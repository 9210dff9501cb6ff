package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

var _ list.ListResourceWithConfigure = (*webhookEndpointListResource)(nil)

type webhookEndpointListResource struct{ configuredResource }

func newWebhookEndpointListResource() list.ListResource { return &webhookEndpointListResource{} }

func (l *webhookEndpointListResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = endpointResource
}

func (l *webhookEndpointListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists webhook endpoints, for example to import all of them. The result does not contain signing secrets, because " +
			"Botbiz returns them only when an endpoint is created.",
	}
}

func (l *webhookEndpointListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = endpoints.results(ctx, l.configured, req, nil, everything[botbiz.Endpoint]{}, func() model[botbiz.Endpoint] { return &webhookEndpointModel{} })
}
