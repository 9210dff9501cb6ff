package provider

import (
	"context"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// notation describes values with several equivalent spellings.
type notation struct {
	same func(a, b string) bool
	// echoes reports whether a value is a known value in the notation of the API, which is not drift; nil: only if they are equal.
	echoes func(said, known string) bool
	// read returns a value of the API in its normal form, or unchanged and false if it is not valid.
	read func(written string) (string, bool)
}

var (
	phoneNumbers = notation{same: botbiz.SamePhoneNumber, read: readPhoneNumber}
	urls         = notation{same: botbiz.SameURL, echoes: addsSlash, read: func(url string) (string, bool) { return url, url != "" }}
	// Servers may trim names, or return names with white space that the configuration cannot contain.
	names = notation{
		same: func(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) },
		read: func(name string) (string, bool) { return strings.TrimSpace(name), true },
	}
)

// readPhoneNumber does not accept a masked or blank number.
func readPhoneNumber(written string) (string, bool) {
	number := botbiz.ReadPhoneNumber(written)
	return number, checked(botbiz.NormalizePhoneNumber)(number) == nil
}

// addsSlash reports whether a URL is the known one with / at the end of its path. If the API adds it to every URL, planning
// the change back would never end.
func addsSlash(said, known string) bool {
	u, err := url.Parse(known)
	return err == nil && botbiz.SameURL(said, u.JoinPath("/").String())
}

// observe returns the value of the API, in the known spelling if they are equivalent. An invalid value does not replace a
// known one.
func (n notation) observe(said *string, prior types.String) types.String {
	known := prior.ValueString()
	if said == nil || !prior.IsNull() && (n.same(*said, known) || n.echoes != nil && n.echoes(*said, known)) {
		return orNull(prior)
	}
	value, ok := n.read(*said)
	if !ok && !prior.IsNull() && !prior.IsUnknown() {
		return prior
	}
	return types.StringValue(value)
}

// differs reports whether two known values are not equivalent. An invalid value, such as an imported masked number, differs
// from no value.
func (n notation) differs(held, planned types.String) bool {
	if _, ok := n.read(held.ValueString()); !ok || held.IsNull() {
		return false
	}
	return planned.IsUnknown() || !n.same(held.ValueString(), planned.ValueString())
}

// keepSpelling plans the value of the state if the configuration is equivalent, so that another spelling is not a change.
type keepSpelling struct {
	notation
	replace bool // whether a different value forces replacement
}

func (keepSpelling) Description(context.Context) string {
	return "A different notation of the same value is not a change."
}
func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (m keepSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() || req.StateValue.IsNull() {
		return
	}
	if !req.PlanValue.IsUnknown() && m.same(req.PlanValue.ValueString(), req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
		return
	}
	resp.RequiresReplace = m.replace && m.differs(req.StateValue, req.PlanValue)
}

// orPrior returns the value of the API, or the prior value if the response omits the field.
func orPrior(said *string, prior types.String) types.String {
	if said == nil {
		return orNull(prior)
	}
	return types.StringValue(*said)
}

// orPlanned returns the planned value, or the value of the API if the planned one is unknown.
func orPlanned(value types.String, said *string) types.String {
	if value.IsUnknown() {
		return types.StringPointerValue(said)
	}
	return value
}

func orNull(value types.String) types.String {
	if value.IsUnknown() {
		return types.StringNull()
	}
	return value
}

// text returns a field of a response, or an empty string if it is missing.
func text(said *string) string {
	if said == nil {
		return ""
	}
	return *said
}

// lacks reports whether a response omits a field of the state.
func lacks[V any](said *V, held types.String) bool { return said == nil && !held.IsNull() }
