package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

var _ list.ListResourceWithConfigure = (*whatsAppAccountListResource)(nil)

type whatsAppAccountListResource struct{ configuredResource }

func newWhatsAppAccountListResource() list.ListResource { return &whatsAppAccountListResource{} }

func (l *whatsAppAccountListResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = accountResource
}

func (l *whatsAppAccountListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists WhatsApp accounts, for example to import all of them.",
		Attributes: map[string]schema.Attribute{
			"status":        schema.StringAttribute{MarkdownDescription: accountStatusFilter, Optional: true},
			"name_contains": schema.StringAttribute{MarkdownDescription: accountNameFilter, Optional: true},
		},
	}
}

func (l *whatsAppAccountListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var filter whatsAppAccountFilter
	diags := req.Config.Get(ctx, &filter)
	stream.Results = accounts.results(ctx, l.configured, req, diags, filter, func() model[botbiz.Account] { return &whatsAppAccountModel{} })
}
