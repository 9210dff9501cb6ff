package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

var _ action.ActionWithConfigure = (*whatsAppMessageSendAction)(nil)

type whatsAppMessageSendAction struct{ configuredAction }

type whatsAppMessageModel struct {
	To      spelled      `tfsdk:"to"`
	Type    types.String `tfsdk:"type"`
	Content types.String `tfsdk:"content"`
}

func newWhatsAppMessageSendAction() action.Action { return &whatsAppMessageSendAction{} }

func (a *whatsAppMessageSendAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "botbiz_whatsapp_message_send"
}

func (a *whatsAppMessageSendAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Sends a WhatsApp message. It is sent once: where it is not known whether it went out, the error says so, and nothing is repeated.",
		Attributes: map[string]schema.Attribute{
			"to": schema.StringAttribute{
				MarkdownDescription: "Phone number of the recipient with its country code (E.164), for example `+14155550100`. May be written with spaces, dots, dashes " +
					"or brackets.",
				Required: true, CustomType: spelledType{notation: phoneNumberNotation},
			},
			"type": schema.StringAttribute{
				MarkdownDescription: "Type of the message: `text`, `image`, `document`, or another that Botbiz knows.",
				Required:            true,
				Validators:          []validator.String{unpaddedValidator{}},
			},
			"content": schema.StringAttribute{
				MarkdownDescription: "The text, or the URL of the media.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
		},
	}
}

func (a *whatsAppMessageSendAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var message whatsAppMessageModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &message)...)
	if resp.Diagnostics.HasError() || !a.ready(&resp.Diagnostics) {
		return
	}
	to, kind := botbiz.ReadPhoneNumber(message.To.ValueString()), message.Type.ValueString()
	sent, err := a.clients.api.Messages.Send(ctx, to, kind, message.Content.ValueString())
	switch {
	case botbiz.IsUnknownOutcome(err):
		resp.Diagnostics.AddError(titleOutcomeUnknown, fmt.Sprintf(
			"Sending the message to %s was not properly answered: %s.\n\nThe message may have gone out. It was not sent again, so that nobody gets it twice. "+
				"Look in the dashboard, or ask the recipient, before you run this action again.\n\nMore: %s#%s",
			to, trimDot(err.Error()), guide, anchor(titleOutcomeUnknown)))
	case err != nil:
		resp.Diagnostics.Append(a.clients.explain(err, attempt{
			doing: "sending", object: "the message to " + to + " (it did not go out)",
			fields: []string{"content", "type", "to"}, // to comes last, as most sentences have that word
		}))
	default:
		status := "accepted"
		if sent.Status != nil {
			status = fmt.Sprintf("%q", *sent.Status)
		}
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Message %s (%s) to %s: %s", sent.ID, kind, to, status)})
	}
}
