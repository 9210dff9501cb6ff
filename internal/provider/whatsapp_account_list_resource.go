package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
		MarkdownDescription: "Lists WhatsApp accounts, so that existing ones can be imported without typing their ids. Pages are read as they are needed: " +
			"`limit` ends the reading.",
		Attributes: map[string]schema.Attribute{
			"status":        schema.StringAttribute{MarkdownDescription: accountStatusFilter, Optional: true},
			"name_contains": schema.StringAttribute{MarkdownDescription: accountNameFilter, Optional: true},
		},
	}
}

func (l *whatsAppAccountListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var (
		filter whatsAppAccountFilter
		diags  diag.Diagnostics
	)
	diags.Append(req.Config.Get(ctx, &filter)...)
	if diags.HasError() || !l.ready(&diags) {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	items := listing[botbiz.Account]{
		all: l.clients.accounts.All(ctx,
			func(a botbiz.Account) bool { return filter.decides(a) && (!req.IncludeResource || wholeAccount(a)) }),
		matches: filter.matches,
		explain: func(err error) diag.Diagnostic { return l.clients.explain(err, accountsAttempt) },
		result: func(a botbiz.Account, result *list.ListResult) {
			result.DisplayName = displayAccount(a)
			result.Diagnostics.Append(setIdentity(ctx, result.Identity, a.ID)...)
			if req.IncludeResource {
				account := whatsAppAccountModel{DeletionProtection: types.BoolValue(false)}
				account.observe(a)
				result.Diagnostics.Append(result.Resource.Set(ctx, account)...)
			}
		},
	}
	stream.Results = items.results(ctx, req)
}

// displayAccount is what people know an account by.
func displayAccount(a botbiz.Account) string {
	number := a.ID
	if a.PhoneNumber != nil {
		number = botbiz.ReadPhoneNumber(*a.PhoneNumber)
	}
	if a.Name == nil || *a.Name == "" {
		return number
	}
	return fmt.Sprintf("%s (%s)", *a.Name, number)
}
