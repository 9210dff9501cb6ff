package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// users has a plural data source only.
var users = noun[botbiz.User]{
	kind: kind{
		plural: "botbiz_users", items: "users", name: "user",
		all: "Reads the users of the Botbiz account. Botbiz documents the route, but not the fields of a user, so `json` contains " +
			"the complete object.",
		itemsAre: "Users in the order of their IDs.",
	},
	api: func(c *botbiz.Client) collection.API[botbiz.User] {
		return collection.API[botbiz.User]{Pager: c.Users.Pager}
	},
	object:     func() model[botbiz.User] { return &userModel{} },
	attributes: userAttributes,
}

type userModel struct {
	ID    types.String `tfsdk:"id"`
	Name  types.String `tfsdk:"name"`
	Email types.String `tfsdk:"email"`
	JSON  types.String `tfsdk:"json"`
}

func userAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":    schema.StringAttribute{MarkdownDescription: "ID of the user.", Computed: true},
		"name":  schema.StringAttribute{MarkdownDescription: "Name of the user, or null if Botbiz does not return it.", Computed: true},
		"email": schema.StringAttribute{MarkdownDescription: "Email address of the user, or null if Botbiz does not return it.", Computed: true},
		"json":  schema.StringAttribute{MarkdownDescription: "The complete object of the user, for `jsondecode`.", Computed: true},
	}
}

func (m *userModel) heldBy(botbiz.User) bool { return true }

func (m *userModel) observe(u botbiz.User) {
	m.ID, m.Name, m.Email = types.StringValue(u.ID), types.StringPointerValue(u.Name), types.StringPointerValue(u.Email)
	m.JSON = types.StringValue(string(u.JSON))
}
