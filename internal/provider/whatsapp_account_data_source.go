package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var _ datasource.DataSourceWithConfigure = (*whatsAppAccountDataSource)(nil)

type whatsAppAccountDataSource struct{ configuredDataSource }

func newWhatsAppAccountDataSource() datasource.DataSource { return &whatsAppAccountDataSource{} }

func (d *whatsAppAccountDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = accountResource
}

func (d *whatsAppAccountDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := accountAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: accountID + " Exactly one of `id` and `phone_number` must be set.",
		Optional:            true, Computed: true,
		Validators: []validator.String{idCheck, stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("phone_number"))},
	}
	attributes["phone_number"] = schema.StringAttribute{
		MarkdownDescription: accountPhoneNumber,
		Optional:            true, Computed: true,
		Validators: []validator.String{phoneNumberCheck},
	}
	resp.Schema = schema.Schema{MarkdownDescription: "Reads a WhatsApp account by its ID or phone number.", Attributes: attributes}
}

func (d *whatsAppAccountDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config whatsAppAccountFields
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if account, found := accounts.find(ctx, d.configured, config.ID, config.PhoneNumber, &resp.Diagnostics); found {
		config.observe(account)
		resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
	}
}
