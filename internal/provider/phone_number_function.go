package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

var _ function.Function = normalizePhoneNumberFunction{}

type normalizePhoneNumberFunction struct{}

func newNormalizePhoneNumberFunction() function.Function { return normalizePhoneNumberFunction{} }

func (normalizePhoneNumberFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "normalize_phone_number"
}

func (normalizePhoneNumberFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Convert a phone number to E.164",
		MarkdownDescription: "Converts a phone number to E.164, for example `+14155550100`, to compare numbers or to use them as map keys. Fails if " +
			"the value is not a plus sign followed by 7 to 15 digits, of which the first is not zero. In YAML, quote the number: without " +
			"quotes, it loses its plus sign.",
		Parameters: []function.Parameter{function.StringParameter{
			Name: "number",
			MarkdownDescription: "Phone number with its country code. Can contain spaces, tabs, dots, dashes, brackets, full-width digits, and " +
				"invisible marks of the direction of writing.",
		}},
		Return: function.StringReturn{},
	}
}

func (normalizePhoneNumberFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var number string
	if resp.Error = req.Arguments.Get(ctx, &number); resp.Error != nil {
		return
	}
	normalized, err := botbiz.NormalizePhoneNumber(number)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, "This is not a phone number: "+trimDot(err.Error()))
		return
	}
	resp.Error = resp.Result.Set(ctx, normalized)
}
