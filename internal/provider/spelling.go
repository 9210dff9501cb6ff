package provider

import (
	"context"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// spelled is a value of the configuration and how the API shows it.
type spelled struct {
	name  string
	held  types.String
	said  *string                       // nil: the response omits it
	same  func(a, b string) bool        // whether two spellings are the same value; nil: only one is
	made  func(shown, sent string) bool // whether a server may have made what it shows from what was sent; nil: none does
	exact bool                          // another value is drift, and never how a server stores this one
}

// shown reports whether the API shows the value as held. A value that it omits is not shown.
func (s spelled) shown() bool {
	known := s.held.ValueString()
	return text(s.said) == known || s.said != nil && s.same != nil && s.same(*s.said, known)
}

// sameNumber reports whether two phone numbers are the same, also in another notation of the country or of WhatsApp.
func sameNumber(a, b string) bool {
	return botbiz.SamePhoneNumber(a, b) || botbiz.LikePhoneNumber(a, b)
}

// storedTexts is the part of a model that knows memo.Stored.
type storedTexts struct{ stored map[string]string }

func (s *storedTexts) recall(stored map[string]string) { s.stored = stored }

// observed returns the value of the API, or the known spelling of the same value. stored is how the API showed the value
// after it was sent.
func (s spelled) observed(stored map[string]string) types.String {
	echo, ok := stored[s.name]
	if s.said == nil || ok && echo == *s.said || !s.held.IsNull() && s.shown() {
		return orNull(s.held)
	}
	return types.StringValue(*s.said)
}

// allShown reports whether the API shows all values as held.
func allShown(texts []spelled) bool {
	return !slices.ContainsFunc(texts, func(s spelled) bool { return !s.shown() })
}

// difference describes how the API shows a value. It quotes neither, because they may be sensitive.
func (s spelled) difference() string {
	stored, configured := text(s.said), s.held.ValueString()
	has, wants := utf8.RuneCountInString(stored), utf8.RuneCountInString(configured)
	switch {
	case strings.EqualFold(stored, configured):
		return "its letters have another case"
	case s.name == "events":
		return fmt.Sprintf("there are %d event types, and the configuration has %d", len(strings.Fields(stored)), len(strings.Fields(configured)))
	case strings.EqualFold(html.UnescapeString(stored), configured):
		return "special characters are HTML escapes"
	case has < wants && strings.HasPrefix(configured, stored):
		return fmt.Sprintf("it is cut to %d of %d characters", has, wants)
	}
	return fmt.Sprintf("it has %d characters, and the configured one has %d", has, wants)
}

// keepSpelling plans the value of the state if the configuration is equivalent, so that another spelling is not a change.
type keepSpelling struct {
	same     func(a, b string) bool
	imported bool // only the spelling of an import, which no configuration has sent yet
}

func (keepSpelling) Description(context.Context) string {
	return "A different notation of the same value is not a change."
}
func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (m keepSpelling) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() || req.StateValue.IsNull() || req.PlanValue.IsNull() {
		return
	}
	if m.imported && !recall(ctx, req.Private).Imported {
		return
	}
	if !req.PlanValue.IsUnknown() && m.same(req.PlanValue.ValueString(), req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

// isNumber reports whether a value is a complete phone number. An imported one that is masked is replaced by no other.
func isNumber(value types.String) bool {
	return checked(botbiz.NormalizePhoneNumber)(value.ValueString()) == nil
}

// observedID returns the known id, whose case the API may have changed, or the one in the response.
func observedID(known types.String, id string) types.String {
	if known.ValueString() == "" {
		return types.StringValue(id)
	}
	return known
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
