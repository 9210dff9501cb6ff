package provider

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// call calls a function of the provider, which need not be configured for it.
func call(t *testing.T, result tftypes.Type, name string, arguments ...string) (tftypes.Value, *tfprotov6.FunctionError) {
	t.Helper()
	var given []*tfprotov6.DynamicValue
	for _, argument := range arguments {
		value, err := tfprotov6.NewDynamicValue(tftypes.String, tftypes.NewValue(tftypes.String, argument))
		if err != nil {
			t.Fatal(err)
		}
		given = append(given, &value)
	}
	resp, err := serve(t, New("test")()).CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{Name: name, Arguments: given})
	if err != nil {
		t.Fatal(err)
	}
	if resp.Error != nil {
		return tftypes.Value{}, resp.Error
	}
	value, err := resp.Result.Unmarshal(result)
	if err != nil {
		t.Fatal(err)
	}
	return value, nil
}

func TestNormalizePhoneNumber(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"+1234567890":                      "+1234567890",
		"+1 (415) 555-0100":                "+14155550100",
		"+49.30.1234567":                   "+49301234567",
		"\u202a+1\t415\u200e5550100\u202c": "+14155550100",
	} {
		got, failure := call(t, tftypes.String, "normalize_phone_number", given)
		if failure != nil || !got.Equal(tftypes.NewValue(tftypes.String, want)) {
			t.Errorf("normalize_phone_number(%q) = %s, %+v", given, got, failure)
		}
	}
	for _, given := range []string{"", "14155550100", "+0123456789", "+123456", "+1234567890123456", "+1415CALLME"} {
		_, failure := call(t, tftypes.String, "normalize_phone_number", given)
		if failure == nil || failure.FunctionArgument == nil || *failure.FunctionArgument != 0 {
			t.Errorf("normalize_phone_number(%q): %+v, want an error at the argument", given, failure)
		}
	}
}

// functionSteps run where the engine knows functions.
func functionSteps(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	testTerraform(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		ProtoV6ProviderFactories: factories(), Steps: steps,
	})
}

func TestAccNormalizePhoneNumber(t *testing.T) {
	t.Parallel()
	functionSteps(
		t,
		resource.TestStep{
			Config:            `output "number" { value = provider::botbiz::normalize_phone_number("+1 (415) 555-0100") }`,
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("number", knownvalue.StringExact("+14155550100"))},
		},
		resource.TestStep{
			Config:      `output "number" { value = provider::botbiz::normalize_phone_number("+1415") }`,
			ExpectError: regexp.MustCompile(`(?s)Invalid value for "number" parameter.*country\s+code`),
		},
		resource.TestStep{
			Config:      `output "number" { value = provider::botbiz::normalize_phone_number(yamldecode("+14155550100")) }`,
			ExpectError: regexp.MustCompile(`(?s)plus\s+sign\s+before\s+the\s+country\s+code\s+is\s+missing;\s+in\s+YAML,\s+quote\s+the\s+number`),
		},
		resource.TestStep{
			Config:      `output "number" { value = provider::botbiz::normalize_phone_number("+14155550100\n") }`,
			ExpectError: regexp.MustCompile(`U\+000A`),
		},
	)
}
