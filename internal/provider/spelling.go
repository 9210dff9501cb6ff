package provider

import (
	"context"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// notation is a way of writing values in which several spellings mean the same.
type notation struct {
	same func(a, b string) bool
	// echoes tells whether the API writes a known value in its own way, which is no drift; nil: only where it is the same.
	echoes func(said, known string) bool
	// read returns a value of the API in the notation, or as it is and false where it is no such value.
	read func(written string) (string, bool)
}

var (
	phoneNumbers = notation{same: botbiz.SamePhoneNumber, read: readPhoneNumber}
	urls         = notation{same: botbiz.SameURL, echoes: addsSlash, read: func(url string) (string, bool) { return url, url != "" }}
	// Servers trim names, or hold one with blanks that the provider would refuse in a configuration.
	names = notation{
		same: func(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) },
		read: func(name string) (string, bool) { return strings.TrimSpace(name), true },
	}
)

// readPhoneNumber does not take a masked or blank number for a number.
func readPhoneNumber(written string) (string, bool) {
	number := botbiz.ReadPhoneNumber(written)
	return number, checked(botbiz.NormalizePhoneNumber)(number) == nil
}

// addsSlash tells whether a URL is the known one with / at the end of its path. To plan that back would never end, where the
// API adds it to every URL.
func addsSlash(said, known string) bool {
	u, err := url.Parse(known)
	return err == nil && botbiz.SameURL(said, u.JoinPath("/").String())
}

// observe returns what the API says, in the spelling known before where that means the same. What is no value in this
// notation does not replace a known one.
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

// differs tells whether two known values mean different things. A value that is not in this notation, such as a masked
// number that was imported, differs from none.
func (n notation) differs(held, planned types.String) bool {
	if _, ok := n.read(held.ValueString()); !ok || held.IsNull() {
		return false
	}
	return planned.IsUnknown() || !n.same(held.ValueString(), planned.ValueString())
}

// keepSpelling plans the state's value where the configuration means the same, so that another spelling is no change.
type keepSpelling struct {
	notation
	replace bool // whether another value replaces the object
}

func (keepSpelling) Description(context.Context) string {
	return "Another spelling of the same value is no change."
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

// orPrior is what the API says, or, where its answer leaves the field out, what was known before.
func orPrior(said *string, prior types.String) types.String {
	if said == nil {
		return orNull(prior)
	}
	return types.StringValue(*said)
}

// orPlanned is the planned value, or, where the plan leaves it to the API, what the API says.
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

// text is a field of an answer, or nothing where the answer leaves it out.
func text(said *string) string {
	if said == nil {
		return ""
	}
	return *said
}

// lacks tells whether the state holds a field that an answer leaves out.
func lacks[V any](said *V, held types.String) bool { return said == nil && !held.IsNull() }
