package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
)

var _ datasource.DataSourceWithConfigure = (*whatsAppAccountsDataSource)(nil)

type whatsAppAccountsDataSource struct{ configuredDataSource }

func newWhatsAppAccountsDataSource() datasource.DataSource { return &whatsAppAccountsDataSource{} }

var accountsAttempt = attempt{doing: "reading", object: "the list of WhatsApp accounts"}

type whatsAppAccountsModel struct {
	whatsAppAccountFilter
	Accounts []whatsAppAccountFields `tfsdk:"accounts"`
}

func (d *whatsAppAccountsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "botbiz_whatsapp_accounts"
}

func (d *whatsAppAccountsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The WhatsApp accounts that the API key can see, oldest first.",
		Attributes: map[string]schema.Attribute{
			"status":        schema.StringAttribute{MarkdownDescription: accountStatusFilter, Optional: true},
			"name_contains": schema.StringAttribute{MarkdownDescription: accountNameFilter, Optional: true},
			"accounts": schema.ListNestedAttribute{
				MarkdownDescription: "The accounts that match, oldest first.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":           schema.StringAttribute{MarkdownDescription: accountID, Computed: true},
					"phone_number": schema.StringAttribute{MarkdownDescription: accountPhoneNumber, Computed: true, CustomType: spelledType{notation: phoneNumberNotation}},
					"name":         schema.StringAttribute{MarkdownDescription: accountName, Computed: true},
					"status":       schema.StringAttribute{MarkdownDescription: accountStatus, Computed: true},
					"qr_code_url":  schema.StringAttribute{MarkdownDescription: accountQRCodeURL, Computed: true},
					"created_at":   schema.StringAttribute{MarkdownDescription: accountCreatedAt, Computed: true},
				}},
			},
		},
	}
}

func (d *whatsAppAccountsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config whatsAppAccountsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !d.ready(&resp.Diagnostics) {
		return
	}
	accounts, err := d.clients.accounts.List(ctx, wholeAccount)
	if err != nil {
		resp.Diagnostics.Append(d.clients.explain(err, accountsAttempt))
		return
	}
	slices.SortStableFunc(accounts, oldestFirst)
	config.Accounts = []whatsAppAccountFields{}
	for _, account := range accounts {
		if config.matches(account) {
			var fields whatsAppAccountFields
			fields.observe(account)
			config.Accounts = append(config.Accounts, fields)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
