package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
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
	for given, words := range map[string]string{
		"": "", "14155550100": "plus sign before the country code is missing; in YAML, quote the number", "+0123456789": "zero", "+123456": "country code",
		"+1234567890123456": "7 to 15 digits", "+1415CALLME": "", "+14155550100\n": "U+000A",
	} {
		_, failure := call(t, tftypes.String, "normalize_phone_number", given)
		if failure == nil || failure.FunctionArgument == nil || *failure.FunctionArgument != 0 || !strings.Contains(failure.Text, words) {
			t.Errorf("normalize_phone_number(%q): %+v, want an error at the argument", given, failure)
		}
	}
}
