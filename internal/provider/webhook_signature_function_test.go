package provider

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

const (
	signedPayload = `{"id":"evt_12345","type":"whatsapp.message.received"}`
	signedSecret  = "whsec_canary_signed"
	// decomposedSignature is that of eyJ0ZXh0IjoiSm9zZcyBIn0= decoded.
	decomposedSignature = "cf7264d5b5d905d23c668a9fba16186073bcf4772e6c38d349462ea58423b4f6"
	payloadSignature    = "f705072e10f305b51b7a5fb34ca48c1807346ac3f0e2802bd33b34d4f293c882"
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
		strings.ToUpper(payloadSignature):     true,
		"SHA256=" + payloadSignature:          true,
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
	for name, test := range map[string]struct {
		secrets []string
		want    bool
	}{
		"new secret": {[]string{"whsec_before", signedSecret}, true},
		"old secret": {[]string{signedSecret, "whsec_after"}, true},
		"neither":    {[]string{"whsec_before", "whsec_after"}, false},
	} {
		got, failure := call(t, tftypes.Bool, "verify_webhook_signature", append([]string{signedPayload, payloadSignature}, test.secrets...)...)
		if failure != nil || !got.Equal(tftypes.NewValue(tftypes.Bool, test.want)) {
			t.Errorf("%s: %s, %+v", name, got, failure)
		}
	}
	for at, secrets := range map[int64][]string{2: {""}, 3: {signedSecret, ""}} {
		_, failure := call(t, tftypes.Bool, "verify_webhook_signature", append([]string{signedPayload, payloadSignature}, secrets...)...)
		if failure == nil || failure.FunctionArgument == nil || *failure.FunctionArgument != at {
			t.Errorf("verify_webhook_signature with an empty secret: %+v, want an error at the argument %d", failure, at)
		}
	}
	if _, failure := call(t, tftypes.Bool, "verify_webhook_signature", signedPayload, payloadSignature); failure == nil || !strings.Contains(failure.Text, "missing") {
		t.Errorf("verify_webhook_signature without a secret: %+v", failure)
	}
}

// A payload in Base64 is signed as the bytes that it stands for.
func TestWebhookSignature_base64(t *testing.T) {
	t.Parallel()
	const decomposed = "{\"text\":\"Jose\u0301\"}"
	given, want := "base64:"+base64.StdEncoding.EncodeToString([]byte(decomposed)), botbiz.Sign([]byte(decomposed), signedSecret)
	for _, payload := range []string{given, given + "\n", given[:20] + "\n" + given[20:]} { // as the program base64 writes it
		got, failure := call(t, tftypes.String, "webhook_signature", payload, signedSecret)
		if failure != nil || !got.Equal(tftypes.NewValue(tftypes.String, want)) {
			t.Errorf("webhook_signature(%q) = %s, %+v", payload, got, failure)
		}
		valid, failure := call(t, tftypes.Bool, "verify_webhook_signature", payload, want, signedSecret)
		if failure != nil || !valid.Equal(tftypes.NewValue(tftypes.Bool, true)) {
			t.Errorf("verify_webhook_signature(%q) = %s, %+v", payload, valid, failure)
		}
	}
	for name, arguments := range map[string][]string{
		"webhook_signature": {"base64:{}", signedSecret}, "verify_webhook_signature": {"base64:{}", want, signedSecret},
	} {
		if _, failure := call(t, tftypes.String, name, arguments...); failure == nil || failure.FunctionArgument == nil || *failure.FunctionArgument != 0 {
			t.Errorf("%s: %+v, want an error at the payload", name, failure)
		}
	}
}

// Terraform composes letters in texts, so a body with other letters is verified in Base64.
func TestAccWebhookSignature(t *testing.T) {
	t.Parallel()
	const config = `
output "as_text"   { value = provider::botbiz::verify_webhook_signature("{\"text\":\"Jose\u0301\"}", "` + decomposedSignature + `", "` + signedSecret + `") }
output "as_base64" { value = provider::botbiz::verify_webhook_signature("base64:eyJ0ZXh0IjoiSm9zZcyBIn0=", "` + decomposedSignature + `", "` + signedSecret + `") }
`
	accKeeping(t, resource.TestStep{
		Config: config,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("as_text", knownvalue.Bool(false)),
			statecheck.ExpectKnownOutputValue("as_base64", knownvalue.Bool(true)),
		},
	})
}
