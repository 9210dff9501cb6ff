package provider

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

var (
	_ function.Function = webhookSignatureFunction{}
	_ function.Function = verifyWebhookSignatureFunction{}
)

// Descriptions of the arguments of both functions.
const (
	signaturePayload = "Raw body of the delivery as received, as text, or as `base64:` and the Base64 of its bytes. Decoding and encoding JSON " +
		"changes it, and so does Terraform if it contains decomposed letters."
	signatureSecret = "Signing secret of the webhook endpoint."
)

// normalization is a limit of strings in Terraform.
const normalization = " Terraform converts every string to the Unicode normalization form NFC. A body with decomposed letters, such as `e` and " +
	"U+0301 instead of `é`, is therefore another text: pass such bodies, or all, in Base64."

// emptySecret rejects an empty secret, which everyone knows.
const emptySecret = "The signing secret is empty"

type webhookSignatureFunction struct{}

func newWebhookSignatureFunction() function.Function { return webhookSignatureFunction{} }

func (webhookSignatureFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "webhook_signature"
}

func (webhookSignatureFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Compute the signature of a webhook delivery",
		MarkdownDescription: "Computes the signature in the header `X-Botbiz-Signature` of a delivery: the HMAC-SHA256 of the raw body with the " +
			"signing secret, in lower-case hexadecimal digits. Use it to test a receiver. The result is sensitive if an argument is " +
			"sensitive." + normalization,
		Parameters: []function.Parameter{
			function.StringParameter{Name: "payload", MarkdownDescription: signaturePayload},
			function.StringParameter{Name: "secret", MarkdownDescription: signatureSecret},
		},
		Return: function.StringReturn{},
	}
}

func (webhookSignatureFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var payload, secret string
	if resp.Error = req.Arguments.Get(ctx, &payload, &secret); resp.Error != nil {
		return
	}
	body, problem := payloadBytes(payload)
	switch {
	case problem != nil:
		resp.Error = problem
	case secret == "":
		resp.Error = function.NewArgumentFuncError(1, emptySecret)
	default:
		resp.Error = resp.Result.Set(ctx, botbiz.Sign(body, secret))
	}
}

type verifyWebhookSignatureFunction struct{}

func newVerifyWebhookSignatureFunction() function.Function { return verifyWebhookSignatureFunction{} }

func (verifyWebhookSignatureFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "verify_webhook_signature"
}

func (verifyWebhookSignatureFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Verify the signature of a webhook delivery",
		MarkdownDescription: "Returns whether the signature of a delivery is valid for its raw body and one of the signing secrets. The signature can " +
			"have the prefix `sha256=`, and the hexadecimal digits can have any case. The result is sensitive if an argument is sensitive: use " +
			"`nonsensitive` in outputs and checks." + normalization,
		Parameters: []function.Parameter{
			function.StringParameter{Name: "payload", MarkdownDescription: signaturePayload},
			function.StringParameter{Name: "signature", MarkdownDescription: "Value of the header `X-Botbiz-Signature` of the delivery."},
		},
		VariadicParameter: function.StringParameter{
			Name:                "secret",
			MarkdownDescription: signatureSecret + " Several secrets are for the time of a rotation: the signature is valid for one of them.",
		},
		Return: function.BoolReturn{},
	}
}

func (verifyWebhookSignatureFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var payload, signature string
	var secrets []string
	if resp.Error = req.Arguments.Get(ctx, &payload, &signature, &secrets); resp.Error != nil {
		return
	}
	body, problem := payloadBytes(payload)
	switch empty := slices.Index(secrets, ""); {
	case problem != nil:
		resp.Error = problem
	case len(secrets) == 0:
		resp.Error = function.NewFuncError("The signing secret is missing: add it as the third argument")
	case empty >= 0:
		resp.Error = function.NewArgumentFuncError(int64(2+empty), emptySecret)
	default:
		resp.Error = resp.Result.Set(ctx, botbiz.Verify(body, signature, secrets...))
	}
}

// payloadBytes returns the bytes of a payload. JSON never begins like the prefix of Base64.
func payloadBytes(payload string) ([]byte, *function.FuncError) {
	encoded, isBase64 := strings.CutPrefix(payload, "base64:")
	if !isBase64 {
		return []byte(payload), nil
	}
	body, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	if err != nil {
		return nil, function.NewArgumentFuncError(0, "The payload begins with base64:, but the rest is not valid Base64")
	}
	return body, nil
}
