package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
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
	f := finder[botbiz.Account]{d.clients, d.clients.accounts, "WhatsApp account", wholeAccount, accountAttempt}
	if id := config.ID.ValueString(); id != "" {
		return f.byID(ctx, id)
	}
	number := config.PhoneNumber.ValueString()
	return f.byKey(ctx, "phone_number", number, numberKey(number))
}
