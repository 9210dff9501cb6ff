package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// Descriptions of the filter's attributes, shared by data source and list resource.
const (
	accountStatusFilter = "Returns only accounts with this status, for example `connected`."
	accountNameFilter   = "Returns only accounts whose name contains this text. The case is ignored."
)

// whatsAppAccountFilter chooses accounts; what is null or empty chooses all.
type whatsAppAccountFilter struct {
	Status       types.String `tfsdk:"status"`
	NameContains types.String `tfsdk:"name_contains"`
}

// matches tells whether an account passes. One without a field that is asked for does not.
func (f whatsAppAccountFilter) matches(a botbiz.Account) bool {
	status := f.Status.ValueString()
	return (status == "" || status == text(a.Status)) &&
		strings.Contains(strings.ToLower(text(a.Name)), strings.ToLower(f.NameContains.ValueString()))
}

// decides tells whether the filter can judge an account by the fields that the list shows.
func (f whatsAppAccountFilter) decides(a botbiz.Account) bool {
	return !lacks(a.Status, f.Status) && !lacks(a.Name, f.NameContains)
}
