package provider

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// orPrior is what the server says, or, where its answer leaves the field out, what was known before, or null.
func orPrior(said *string, prior types.String) types.String {
	switch {
	case said != nil:
		return types.StringValue(*said)
	case prior.IsUnknown():
		return types.StringNull()
	}
	return prior
}

// orPlanned is the planned value where there is one, else what the server says.
func orPlanned(planned types.String, said *string) types.String {
	if planned.IsUnknown() {
		return types.StringPointerValue(said)
	}
	return planned
}

// spelledOrPrior is what the server says: in the spelling known before where that means the same, else in read's.
func (n *notation) spelledOrPrior(said *string, prior spelled, read func(string) string) spelled {
	switch {
	case said != nil && (prior.IsNull() || !n.same(*said, prior.ValueString())):
		return spelled{types.StringValue(read(*said)), n}
	case prior.notation == nil:
		return spelled{types.StringNull(), n}
	}
	return prior
}

// text is a field of an answer, or nothing where the answer leaves it out.
func text(said *string) string {
	if said == nil {
		return ""
	}
	return *said
}

// oldestFirst orders objects by their time of creation, then by id, whatever order the server has.
func oldestFirst[T collection.Object](a, b T) int {
	return cmp.Or(cmp.Compare(text(a.CreatedTime()), text(b.CreatedTime())), cmp.Compare(a.ObjectID(), b.ObjectID()))
}

// lacks tells whether the state holds a field that an answer leaves out.
func lacks[V any](said *V, held types.String) bool { return said == nil && !held.IsNull() }

// unpaddedValidator refuses blank values and outer white space, which servers trim.
type unpaddedValidator struct{}

func (unpaddedValidator) Description(context.Context) string {
	return "must not be blank, nor begin or end with white space"
}

func (v unpaddedValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (unpaddedValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	value := req.ConfigValue.ValueString()
	switch trimmed := strings.TrimSpace(value); {
	case trimmed == "":
		refuse(req, resp, errors.New("it is blank; give it some text"))
	case trimmed != value:
		refuse(req, resp, errors.New("it begins or ends with white space, which servers trim; remove it, for example with trimspace()"))
	case strings.ContainsFunc(value, unicode.IsControl):
		refuse(req, resp, errors.New("it holds a control character, such as a line break or a tab; remove it"))
	}
}

// idValidator refuses what cannot be an id of the API, before it becomes part of a URL.
type idValidator struct{}

func (idValidator) Description(context.Context) string               { return "must be an id" }
func (v idValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (idValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !plainID(req.ConfigValue.ValueString()) {
		refuse(req, resp, errors.New("it is not an id, such as wha_12345"))
	}
}
