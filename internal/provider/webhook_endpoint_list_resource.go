package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
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
		MarkdownDescription: "Lists webhook endpoints, so that existing ones can be imported without typing their ids. Pages are read as they are needed: " +
			"`limit` ends the reading. Signing secrets are not in it: the server tells one only once, when the endpoint is created.",
	}
}

func (l *webhookEndpointListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	if !l.ready(&diags) {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	items := listing[botbiz.Endpoint]{
		all: l.clients.endpoints.All(ctx,
			func(e botbiz.Endpoint) bool { return !req.IncludeResource || wholeEndpoint(e) }),
		matches: func(botbiz.Endpoint) bool { return true },
		explain: func(err error) diag.Diagnostic { return l.clients.explain(err, endpointsAttempt) },
		result: func(e botbiz.Endpoint, result *list.ListResult) {
			result.DisplayName = displayEndpoint(e)
			result.Diagnostics.Append(setIdentity(ctx, result.Identity, e.ID)...)
			if req.IncludeResource {
				var endpoint webhookEndpointModel
				endpoint.observe(e)
				result.Diagnostics.Append(result.Resource.Set(ctx, endpoint)...)
			}
		},
	}
	stream.Results = items.results(ctx, req)
}

// displayEndpoint is what people know an endpoint by.
func displayEndpoint(e botbiz.Endpoint) string {
	url := e.ID
	if e.URL != nil {
		url = *e.URL
	}
	if e.Description == nil || *e.Description == "" {
		return url
	}
	return *e.Description + " (" + url + ")"
}
