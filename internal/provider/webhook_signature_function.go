package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

var (
	_ function.Function = webhookSignatureFunction{}
	_ function.Function = verifyWebhookSignatureFunction{}
)

// Descriptions of the arguments of both functions.
const (
	signaturePayload = "Raw body of the delivery as received. Decoding and encoding JSON changes it."
	signatureSecret  = "Signing secret of the webhook endpoint."
)

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
			"sensitive.",
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
	if secret == "" {
		resp.Error = function.NewArgumentFuncError(1, emptySecret)
		return
	}
	resp.Error = resp.Result.Set(ctx, botbiz.Sign([]byte(payload), secret))
}

type verifyWebhookSignatureFunction struct{}

func newVerifyWebhookSignatureFunction() function.Function { return verifyWebhookSignatureFunction{} }

func (verifyWebhookSignatureFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "verify_webhook_signature"
}

func (verifyWebhookSignatureFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Verify the signature of a webhook delivery",
		MarkdownDescription: "Returns whether the signature of a delivery is valid for its raw body and the signing secret. The signature can have " +
			"the prefix `sha256=`. The result is sensitive if an argument is sensitive: use `nonsensitive` in outputs and checks.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "payload", MarkdownDescription: signaturePayload},
			function.StringParameter{Name: "signature", MarkdownDescription: "Value of the header `X-Botbiz-Signature` of the delivery."},
			function.StringParameter{Name: "secret", MarkdownDescription: signatureSecret},
		},
		Return: function.BoolReturn{},
	}
}

func (verifyWebhookSignatureFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var payload, signature, secret string
	if resp.Error = req.Arguments.Get(ctx, &payload, &signature, &secret); resp.Error != nil {
		return
	}
	if secret == "" {
		resp.Error = function.NewArgumentFuncError(2, emptySecret)
		return
	}
	resp.Error = resp.Result.Set(ctx, botbiz.Verify([]byte(payload), signature, secret))
}
