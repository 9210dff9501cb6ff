package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// notation is a way of writing values in which several spellings mean the same.
type notation struct {
	name  string
	check func(string) error
	same  func(a, b string) bool
}

var (
	phoneNumberNotation = &notation{"phone number", checkPhoneNumber, botbiz.SamePhoneNumber}
	urlNotation         = &notation{"URL", checkWebhookURL, botbiz.SameURL}
)

func checkPhoneNumber(value string) error {
	_, err := botbiz.NormalizePhoneNumber(value)
	return err
}

// spelledType is the type of a string in a notation.
type spelledType struct {
	basetypes.StringType
	notation *notation
}

var _ basetypes.StringTypable = spelledType{}

func (t spelledType) String() string { return t.notation.name }

func (t spelledType) Equal(o attr.Type) bool {
	other, ok := o.(spelledType)
	return ok && t.notation == other.notation
}

func (t spelledType) ValueType(context.Context) attr.Value { return spelled{notation: t.notation} }

func (t spelledType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return spelled{in, t.notation}, nil
}

func (t spelledType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	text, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("a %T is no string", value)
	}
	return spelled{text, t.notation}, nil
}

// spelled is a string in a notation. A value that means the same as the one before keeps that one's spelling.
type spelled struct {
	basetypes.StringValue
	notation *notation
}

var (
	_ basetypes.StringValuableWithSemanticEquals = spelled{}
	_ xattr.ValidateableAttribute                = spelled{}
)

func (v spelled) Type(context.Context) attr.Type { return spelledType{notation: v.notation} }

func (v spelled) Equal(o attr.Value) bool {
	other, ok := o.(spelled)
	return ok && v.notation == other.notation && v.StringValue.Equal(other.StringValue)
}

func (v spelled) StringSemanticEquals(_ context.Context, o basetypes.StringValuable) (bool, diag.Diagnostics) {
	other, ok := o.(spelled)
	return ok && v.notation.same(v.ValueString(), other.ValueString()), nil
}

func (v spelled) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	err := v.notation.check(v.ValueString())
	switch {
	case errors.Is(err, errCredentials):
		resp.Diagnostics.AddError("Invalid "+v.notation.name, fmt.Sprintf("The argument %s: %v.", req.Path, err)) // see keyValidator
	case err != nil:
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+v.notation.name, fmt.Sprintf("%q will not do: %v.", v.ValueString(), trimDot(err.Error())))
	}
}

// keepSpelling plans the state's value where the configuration means the same, because the framework does not ask
// semantic equality in plans. With replace, any other value replaces the object.
type keepSpelling struct {
	notation *notation
	replace  bool
}

func (keepSpelling) Description(context.Context) string {
	return "Another spelling of the same value is no change."
}
func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (m keepSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() || req.StateValue.IsNull() {
		return
	}
	if !req.PlanValue.IsUnknown() && m.notation.same(req.PlanValue.ValueString(), req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
		return
	}
	resp.RequiresReplace = m.replace
}
