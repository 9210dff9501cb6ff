package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

var _ datasource.DataSourceWithConfigure = (*whatsAppAccountsDataSource)(nil)

type whatsAppAccountsDataSource struct{ configuredDataSource }

func newWhatsAppAccountsDataSource() datasource.DataSource { return &whatsAppAccountsDataSource{} }

type whatsAppAccountsModel struct {
	whatsAppAccountFilter
	Accounts []whatsAppAccountFields `tfsdk:"accounts"`
}

func (d *whatsAppAccountsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "botbiz_whatsapp_accounts"
}

func (d *whatsAppAccountsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the WhatsApp accounts that the API key can access.",
		Attributes: map[string]schema.Attribute{
			"status":        schema.StringAttribute{MarkdownDescription: accountStatusFilter, Optional: true},
			"name_contains": schema.StringAttribute{MarkdownDescription: accountNameFilter, Optional: true},
			"accounts": schema.ListNestedAttribute{
				MarkdownDescription: "Matching accounts, oldest first.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: accountAttributes()},
			},
		},
	}
}

func (d *whatsAppAccountsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config whatsAppAccountsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	all := accounts.all(ctx, d.configured, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	config.Accounts = []whatsAppAccountFields{}
	for _, account := range all {
		if config.matches(account) {
			var fields whatsAppAccountFields
			fields.observe(account)
			config.Accounts = append(config.Accounts, fields)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

// Descriptions of the filter attributes, for data source and list resource.
const (
	accountStatusFilter = "Returns only accounts with this status, for example `connected`."
	accountNameFilter   = "Returns only accounts whose name contains this text. The case is ignored."
)

// whatsAppAccountFilter selects accounts. Null or empty fields match all.
type whatsAppAccountFilter struct {
	Status       types.String `tfsdk:"status"`
	NameContains types.String `tfsdk:"name_contains"`
}

// matches reports whether an account matches. An account without a required field does not.
func (f whatsAppAccountFilter) matches(a botbiz.Account) bool {
	status := f.Status.ValueString()
	return (status == "" || status == text(a.Status)) &&
		strings.Contains(strings.ToLower(text(a.Name)), strings.ToLower(f.NameContains.ValueString()))
}

// decides reports whether the listed fields are sufficient for the filter.
func (f whatsAppAccountFilter) decides(a botbiz.Account) bool {
	return !lacks(a.Status, f.Status) && !lacks(a.Name, f.NameContains)
}
