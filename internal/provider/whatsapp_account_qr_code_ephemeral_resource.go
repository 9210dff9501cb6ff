package provider

import (
	"context"
	"encoding/base64"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
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
		MarkdownDescription: "Reads the QR code of a WhatsApp account, for example to pass it to a write-only argument. Plans and the state do not " +
			"contain it. Everyone who sees the QR code can pair a phone with the account.",
		Attributes: map[string]schema.Attribute{
			"account_id": schema.StringAttribute{
				MarkdownDescription: accountID,
				Required:            true,
				Validators:          []validator.String{idCheck},
			},
			"png_base64": schema.StringAttribute{
				MarkdownDescription: "Image of the QR code, a PNG in Base64. Null if there is no QR code, for example because the account is connected.",
				Computed:            true, Sensitive: true,
			},
			"content": schema.StringAttribute{
				MarkdownDescription: "Content of the QR code. Null if there is no QR code, or if the image cannot be decoded.",
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
	code, connected, found, err := e.clients.readQRCode(ctx, id)
	switch {
	case ctx.Err() != nil:
		resp.Diagnostics.Append(e.clients.explain(ctx.Err(), accounts.attempt(decoding, id)))
		return
	// No errors from here on, because an ephemeral resource is opened in every plan, and all plans would fail.
	case connected:
		resp.Diagnostics.Append(caution(titleConnectedNoCode, "The WhatsApp account %s is connected, so it has no QR code, and png_base64 and content are null.", id))
	case err != nil:
		problem := e.clients.explain(err, accounts.attempt(decoding, id))
		resp.Diagnostics.Append(caution(titleNoCode, "png_base64 and content are null, because the QR code cannot be read:\n\n%s: %s", problem.Summary(), withoutLink(problem)))
	case !found:
		resp.Diagnostics.Append(diag.WithPath(path.Root("account_id"), caution(titleNoCode,
			"The WhatsApp account %s does not exist, or it belongs to another Botbiz account than the API key, so png_base64 and content are null.", id)))
	default:
		model.PNGBase64 = types.StringValue(base64.StdEncoding.EncodeToString(code.PNG))
		model.Content = types.StringValue(code.Content)
		if code.Content == "" {
			model.Content = types.StringNull()
			resp.Diagnostics.Append(caution(titleCodeNotDecoded,
				"The image for the WhatsApp account %s cannot be decoded as a QR code, so content is null. png_base64 contains the image.", id))
		}
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, model)...)
}

// readQRCode reads an account and its QR code. Where the API returns no accounts, the QR code is all there is.
func (c *clients) readQRCode(ctx context.Context, id string) (code qr.Code, connected, found bool, err error) {
	account, found, err := accounts.in(c).Read(ctx, id, collection.Reader[botbiz.Account]{Fresh: true, Whole: hasStatus})
	if hasNoRoute(err) {
		account, found, err = botbiz.Account{ID: id}, true, nil
	}
	if err != nil || !found {
		return code, false, found, err
	}
	code, connected, err = c.qrCode(ctx, account)
	return code, connected, true, err
}

// qrCode reads the QR code of an account that was just read. connected means that there is no QR code because the account
// is connected.
func (c *clients) qrCode(ctx context.Context, account botbiz.Account) (code qr.Code, connected bool, err error) {
	if isConnected(text(account.Status)) {
		return code, true, nil
	}
	body, err := c.api.Accounts.QRCode(ctx, account.ID)
	if err == nil {
		code, err = qr.Open(ctx, body)
	}
	if err != nil && !botbiz.IsUnknownOutcome(err) {
		// It may have been connected between the two requests.
		if again, found, gerr := accounts.in(c).Get(ctx, account.ID); gerr == nil && found && isConnected(text(again.Status)) {
			return code, true, nil
		}
	}
	return code, false, err
}
