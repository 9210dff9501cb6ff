package provider

import (
	"context"
	"fmt"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

var (
	_ action.ActionWithConfigure  = (*whatsAppMessageSendAction)(nil)
	_ action.ActionWithModifyPlan = (*whatsAppMessageSendAction)(nil)
)

type whatsAppMessageSendAction struct{ configuredAction }

type whatsAppMessageModel struct {
	To      types.String `tfsdk:"to"`
	Type    types.String `tfsdk:"type"`
	Content types.String `tfsdk:"content"`
}

func newWhatsAppMessageSendAction() action.Action { return &whatsAppMessageSendAction{} }

func (a *whatsAppMessageSendAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "botbiz_whatsapp_message_send"
}

func (a *whatsAppMessageSendAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Sends a WhatsApp message. The provider does not send it again if the result is unknown.",
		Attributes: map[string]schema.Attribute{
			"to": schema.StringAttribute{
				MarkdownDescription: "Phone number of the recipient with its country code, for example `+14155550100`. Can contain spaces, dots, dashes, and " +
					"brackets.",
				Required:   true,
				Validators: []validator.String{phoneNumberCheck},
			},
			"type": schema.StringAttribute{
				MarkdownDescription: "Type of the message: `text`, `image`, `document`, or another type of Botbiz.",
				Required:            true,
				Validators:          []validator.String{textCheck},
			},
			"content": schema.StringAttribute{
				MarkdownDescription: "Text of the message, or, for types such as `image` and `document`, the `https` URL of the media.",
				Required:            true,
				Validators:          []validator.String{contentCheck},
			},
		},
	}
}

// ModifyPlan warns about media without an https URL, because the documentation says "text or media URL".
func (a *whatsAppMessageSendAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var message whatsAppMessageModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &message)...)
	media := message.Type.ValueString() == "image" || message.Type.ValueString() == "document"
	if !media || message.Content.IsNull() || message.Content.IsUnknown() {
		return
	}
	if u, err := url.Parse(message.Content.ValueString()); err != nil || u.Scheme != "https" || u.Host == "" {
		resp.Diagnostics.Append(diag.WithPath(path.Root("content"), caution(titleMediaURL,
			"The content of a message of the type image or document must be the https URL of the media. Botbiz may reject this message.")))
	}
}

func (a *whatsAppMessageSendAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var message whatsAppMessageModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &message)...)
	// Values that are unknown in terraform validate are checked here.
	resp.Diagnostics.Append(phoneNumberCheck.argument(path.Root("to"), message.To)...)
	resp.Diagnostics.Append(textCheck.argument(path.Root("type"), message.Type)...)
	resp.Diagnostics.Append(contentCheck.argument(path.Root("content"), message.Content)...)
	if resp.Diagnostics.HasError() || !a.ready(&resp.Diagnostics) {
		return
	}
	given, content := message.To.ValueString(), message.Content.ValueString()
	to := botbiz.ReadPhoneNumber(given)
	sent, err := a.clients.api.Messages.Send(ctx, to, message.Type.ValueString(), content)
	what := attempt{
		operation: sending, object: "the message",
		kind: kind{fields: []string{"content", "type", "to"}}, // to is last, because most sentences contain this word
	}.hiding(given, to, content)
	switch {
	case botbiz.IsUnknownOutcome(err):
		resp.Diagnostics.Append(failure(titleOutcomeUnknown, "%s.\n\nThe message may have been sent. The provider did not send it again. Check in the Botbiz dashboard or ask the "+
			"recipient before you run this action again.", what.failed(err)))
	case err != nil:
		resp.Diagnostics.Append(a.clients.explain(err, what))
	default:
		status := ""
		if sent.Status != nil {
			status = fmt.Sprintf(": %q", *sent.Status)
		}
		resp.SendProgress(action.InvokeProgressEvent{Message: "Message " + sent.ID + " was sent" + status})
	}
}
