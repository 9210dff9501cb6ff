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

// Descriptions of the arguments, shared by both functions.
const (
	signaturePayload = "Raw body of the delivery, exactly as it was received. JSON that was decoded and encoded again is a different text."
	signatureSecret  = "Signing secret of the webhook endpoint."
)

// emptySecret refuses what anybody could sign with.
const emptySecret = "The signing secret is empty, so the signature proves nothing"

type webhookSignatureFunction struct{}

func newWebhookSignatureFunction() function.Function { return webhookSignatureFunction{} }

func (webhookSignatureFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "webhook_signature"
}

func (webhookSignatureFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Sign the body of a webhook delivery",
		MarkdownDescription: "Returns the signature that a delivery carries in its header `X-Botbiz-Signature`: the HMAC-SHA256 of the raw body under the endpoint's " +
			"secret, in lower-case hexadecimal. Useful to test a receiver. The result is sensitive where an argument is.",
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
		MarkdownDescription: "Returns whether a delivery's signature is the one of its raw body under the endpoint's secret. A prefix `sha256=` is accepted. " +
			"The result is sensitive where an argument is: wrap it in `nonsensitive` for an output or a check.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "payload", MarkdownDescription: signaturePayload},
			function.StringParameter{Name: "signature", MarkdownDescription: "Value of the delivery's header `X-Botbiz-Signature`."},
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
