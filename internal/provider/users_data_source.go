package provider

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ datasource.DataSourceWithConfigure = (*usersDataSource)(nil)

type usersDataSource struct{ configuredDataSource }

func newUsersDataSource() datasource.DataSource { return &usersDataSource{} }

type userModel struct {
	ID    types.String `tfsdk:"id"`
	Name  types.String `tfsdk:"name"`
	Email types.String `tfsdk:"email"`
	JSON  types.String `tfsdk:"json"`
}

type usersModel struct {
	Users []userModel `tfsdk:"users"`
}

func (d *usersDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "botbiz_users"
}

func (d *usersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the users of the Botbiz account. Botbiz documents the route, but not the fields of a user, so `json` contains " +
			"the complete object.",
		Attributes: map[string]schema.Attribute{
			"users": schema.ListNestedAttribute{
				MarkdownDescription: "Users in the order of their IDs.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":    schema.StringAttribute{MarkdownDescription: "ID of the user.", Computed: true},
					"name":  schema.StringAttribute{MarkdownDescription: "Name of the user, or null if Botbiz does not return it.", Computed: true},
					"email": schema.StringAttribute{MarkdownDescription: "Email address of the user, or null if Botbiz does not return it.", Computed: true},
					"json":  schema.StringAttribute{MarkdownDescription: "The complete object of the user, for `jsondecode`.", Computed: true},
				}},
			},
		},
	}
}

func (d *usersDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.ready(&resp.Diagnostics) {
		return
	}
	users, err := d.clients.users.List(ctx, nil)
	if err != nil {
		resp.Diagnostics.Append(d.clients.explain(err, attempt{doing: "reading", object: "the list of users"}))
		return
	}
	result := usersModel{Users: []userModel{}}
	for _, user := range users {
		result.Users = append(result.Users, userModel{
			ID: types.StringValue(user.ID), Name: types.StringPointerValue(user.Name), Email: types.StringPointerValue(user.Email),
			JSON: types.StringValue(string(user.JSON)),
		})
	}
	slices.SortStableFunc(result.Users, func(a, b userModel) int { return cmp.Compare(a.ID.ValueString(), b.ID.ValueString()) })
	resp.Diagnostics.Append(resp.State.Set(ctx, result)...)
}
