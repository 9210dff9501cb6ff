package provider

import (
	"context"
	"encoding/base64"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/qr"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*whatsAppAccountQRCode)(nil)

type whatsAppAccountQRCode struct{ configuredEphemeralResource }

type whatsAppAccountQRCodeModel struct {
	AccountID types.String `tfsdk:"account_id"`
	PNGBase64 types.String `tfsdk:"png_base64"`
	Content   types.String `tfsdk:"content"`
}

func newWhatsAppAccountQRCode() ephemeral.EphemeralResource { return &whatsAppAccountQRCode{} }

func (e *whatsAppAccountQRCode) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "botbiz_whatsapp_account_qr_code"
}

func (e *whatsAppAccountQRCode) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The QR code that pairs a WhatsApp account, to hand on to another provider or a write-only argument. Whoever sees it can pair a phone, " +
			"so it is never in a plan or a state. It is read in every plan and apply, and codes change from time to time. Once the account is connected there is " +
			"none: both results are null then, and a warning says so.",
		Attributes: map[string]schema.Attribute{
			"account_id": schema.StringAttribute{
				MarkdownDescription: accountID,
				Required:            true,
				Validators:          []validator.String{idValidator{}},
			},
			"png_base64": schema.StringAttribute{
				MarkdownDescription: "The picture, a PNG in Base64. Null once the account is connected.",
				Computed:            true, Sensitive: true,
			},
			"content": schema.StringAttribute{
				MarkdownDescription: "What the QR code says. Null once the account is connected, and where the picture cannot be read as a QR code.",
				Computed:            true, Sensitive: true,
			},
		},
	}
}

func (e *whatsAppAccountQRCode) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model whatsAppAccountQRCodeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() || !e.ready(&resp.Diagnostics) {
		return
	}
	id := model.AccountID.ValueString()
	account, found, err := e.clients.accounts.Get(ctx, id)
	switch {
	case err != nil:
		resp.Diagnostics.Append(e.clients.explain(err, accountAttempt("reading", id)))
		return
	case !found:
		resp.Diagnostics.AddAttributeError(path.Root("account_id"), titleNotFound, fmt.Sprintf(
			"The WhatsApp account %s, whose QR code was asked for, does not exist, or it belongs to another Botbiz account than the API key.", id))
		return
	}
	picture, connected, err := e.clients.qrCode(ctx, account)
	switch {
	case connected:
		resp.Diagnostics.AddWarning("No QR code any more", fmt.Sprintf(
			"The WhatsApp account %s is connected, so it has no QR code, and png_base64 and content are null.", id))
	case isRefusal(err) && account.Status != nil && *account.Status != botbiz.StatusPending && *account.Status != botbiz.StatusDisconnected:
		// Another server's word for connected. An error would fail every plan from now on.
		resp.Diagnostics.AddWarning("No QR code", fmt.Sprintf(
			"The WhatsApp account %s has the status %q and the server gives out no QR code for it (%s), so png_base64 and content are null.",
			id, *account.Status, trimDot(err.Error())))
	case err != nil:
		resp.Diagnostics.Append(e.clients.explain(err, accountAttempt("reading the QR code of", id)))
		return
	default:
		model.PNGBase64 = types.StringValue(base64.StdEncoding.EncodeToString(picture))
		content, err := qr.Decode(ctx, picture)
		if err != nil {
			resp.Diagnostics.AddWarning("QR code not readable", fmt.Sprintf(
				"The picture that the server gave for the WhatsApp account %s cannot be read as a QR code (%v), so content is null. png_base64 is the picture as it came.", id, err))
			break
		}
		model.Content = types.StringValue(content)
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, model)...)
}
