package provider

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

const (
	signedPayload    = `{"id":"evt_12345","type":"whatsapp.message.received"}`
	signedSecret     = "whsec_canary_signed"
	payloadSignature = "f705072e10f305b51b7a5fb34ca48c1807346ac3f0e2802bd33b34d4f293c882"
)

func TestWebhookSignature(t *testing.T) {
	t.Parallel()
	got, failure := call(t, tftypes.String, "webhook_signature", signedPayload, signedSecret)
	if failure != nil || !got.Equal(tftypes.NewValue(tftypes.String, payloadSignature)) {
		t.Errorf("webhook_signature = %s, %+v", got, failure)
	}
	_, failure = call(t, tftypes.String, "webhook_signature", signedPayload, "")
	if failure == nil || failure.FunctionArgument == nil || *failure.FunctionArgument != 1 {
		t.Errorf("webhook_signature with an empty secret: %+v, want an error at the secret", failure)
	}
}

func TestVerifyWebhookSignature(t *testing.T) {
	t.Parallel()
	for signature, want := range map[string]bool{
		payloadSignature:                      true,
		"sha256=" + payloadSignature:          true,
		strings.ToUpper(payloadSignature):     false,
		"":                                    false,
		payloadSignature[:63] + "0":           false,
		"sha256=" + payloadSignature[:63]:     false,
		strings.Repeat(payloadSignature, 100): false,
	} {
		got, failure := call(t, tftypes.Bool, "verify_webhook_signature", signedPayload, signature, signedSecret)
		if failure != nil || !got.Equal(tftypes.NewValue(tftypes.Bool, want)) {
			t.Errorf("verify_webhook_signature(%q) = %s, %+v, want %t", signature, got, failure, want)
		}
	}
	_, failure := call(t, tftypes.Bool, "verify_webhook_signature", signedPayload, payloadSignature, "")
	if failure == nil || failure.FunctionArgument == nil || *failure.FunctionArgument != 2 {
		t.Errorf("verify_webhook_signature with an empty secret: %+v, want an error at the secret", failure)
	}
}

func TestAccWebhookSignature(t *testing.T) {
	t.Parallel()
	config := `
locals {
  payload = jsonencode({ id = "evt_12345", type = "whatsapp.message.received" })
  secret  = "` + signedSecret + `"
}
output "signature" { value = provider::botbiz::webhook_signature(local.payload, local.secret) }
output "verified"  { value = provider::botbiz::verify_webhook_signature(local.payload, "sha256=` + payloadSignature + `", local.secret) }
output "forged"    { value = provider::botbiz::verify_webhook_signature("{}", "` + payloadSignature + `", local.secret) }
`
	functionSteps(
		t,
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("signature", knownvalue.StringExact(payloadSignature)),
				statecheck.ExpectKnownOutputValue("verified", knownvalue.Bool(true)),
				statecheck.ExpectKnownOutputValue("forged", knownvalue.Bool(false)),
			},
		},
		resource.TestStep{
			Config:      `output "signature" { value = provider::botbiz::webhook_signature("{}", "") }`,
			ExpectError: regexp.MustCompile(`(?s)Invalid value for "secret" parameter.*is empty`),
		},
	)
}
