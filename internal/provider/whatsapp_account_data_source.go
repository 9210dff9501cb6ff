package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

var _ datasource.DataSourceWithConfigure = (*whatsAppAccountDataSource)(nil)

type whatsAppAccountDataSource struct{ configuredDataSource }

func newWhatsAppAccountDataSource() datasource.DataSource { return &whatsAppAccountDataSource{} }

func (d *whatsAppAccountDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = accountResource
}

func (d *whatsAppAccountDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One WhatsApp account, found by its id or by its phone number.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: accountID + " Exactly one of `id` and `phone_number` must be set.",
				Optional:            true, Computed: true,
				Validators: []validator.String{
					idValidator{},
					stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("phone_number")),
				},
			},
			"phone_number": schema.StringAttribute{
				MarkdownDescription: accountPhoneNumber,
				Optional:            true, Computed: true, CustomType: spelledType{notation: phoneNumberNotation},
			},
			"name":        schema.StringAttribute{MarkdownDescription: accountName, Computed: true},
			"status":      schema.StringAttribute{MarkdownDescription: accountStatus, Computed: true},
			"qr_code_url": schema.StringAttribute{MarkdownDescription: accountQRCodeURL, Computed: true},
			"created_at":  schema.StringAttribute{MarkdownDescription: accountCreatedAt, Computed: true},
		},
	}
}

func (d *whatsAppAccountDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config whatsAppAccountFields
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !d.ready(&resp.Diagnostics) {
		return
	}
	account, problem := d.find(ctx, config)
	if problem != nil {
		resp.Diagnostics.Append(problem)
		return
	}
	config.observe(account)
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

func (d *whatsAppAccountDataSource) find(ctx context.Context, config whatsAppAccountFields) (botbiz.Account, diag.Diagnostic) {
	if id := config.ID.ValueString(); id != "" {
		account, found, err := d.clients.accounts.Get(ctx, id)
		switch {
		case err != nil:
			return account, d.clients.explain(err, accountAttempt("reading", id))
		case !found:
			return account, notFound("id", "WhatsApp account", id)
		}
		return account, nil
	}
	number := config.PhoneNumber.ValueString()
	accounts, err := d.clients.accounts.List(ctx)
	if err != nil {
		return botbiz.Account{}, d.clients.explain(err, accountAttempt("looking for", "with the number "+number))
	}
	accounts = slices.DeleteFunc(accounts, func(a botbiz.Account) bool { return !sameNumber(number)(a) })
	if len(accounts) > 1 {
		return botbiz.Account{}, severalFound("phone_number", "WhatsApp account", number, accountIDs(accounts))
	}
	for account, err := range d.clients.accounts.Whole(ctx, collection.Each(accounts), wholeAccount) {
		if err != nil {
			return account, d.clients.explain(err, accountAttempt("reading", accounts[0].ID))
		}
		return account, nil
	}
	return botbiz.Account{}, notFound("phone_number", "WhatsApp account", number)
}

// notFound is a data source that finds nothing.
func notFound(attribute, kind, key string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), titleNotFound, fmt.Sprintf(
		"There is no %s with the %s %q: it does not exist, or it belongs to another Botbiz account than the API key.", kind, attribute, key))
}

// severalFound is a data source that finds more than it is for.
func severalFound(attribute, kind, key string, ids []string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), "Several objects match", fmt.Sprintf(
		"Several %ss have the %s %q: %s. Choose one by its id.", kind, attribute, key, strings.Join(ids, ", ")))
}
