package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/qr"
)

const (
	pairAction         = "botbiz_whatsapp_account_pair"
	defaultPairTimeout = 5 * time.Minute
	// startAgain is the command that runs the action. The provider does not know its name.
	startAgain = "terraform apply -invoke=action." + pairAction + ".NAME"
)

var _ action.ActionWithConfigure = (*whatsAppAccountPairAction)(nil)

type whatsAppAccountPairAction struct{ configuredAction }

type whatsAppAccountPairModel struct {
	AccountID types.String `tfsdk:"account_id"`
	Timeout   types.String `tfsdk:"timeout"`
}

func newWhatsAppAccountPairAction() action.Action { return &whatsAppAccountPairAction{} }

func (a *whatsAppAccountPairAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = pairAction
}

func (a *whatsAppAccountPairAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Draws the QR code of a WhatsApp account in the terminal, and ends when the account is connected. The QR code is black " +
			"on white on every theme. If the environment variable `NO_COLOR` is set, it is drawn for light text on a dark background.",
		Attributes: map[string]schema.Attribute{
			"account_id": schema.StringAttribute{
				MarkdownDescription: accountID,
				Required:            true,
				Validators:          []validator.String{idCheck},
			},
			"timeout": schema.StringAttribute{
				MarkdownDescription: "Maximum time to wait for the pairing, for example `10m`. Defaults to `5m`.",
				Optional:            true,
				Validators:          []validator.String{durationCheck},
			},
		},
	}
}

func (a *whatsAppAccountPairAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config whatsAppAccountPairModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(idCheck.argument(path.Root("account_id"), config.AccountID)...)
	limit := durationArgument(path.Root("timeout"), config.Timeout, defaultPairTimeout, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !a.ready(&resp.Diagnostics) {
		return
	}
	pairing := pairing{
		clients: a.clients, id: config.AccountID.ValueString(),
		// Terraform prints a prefix, which would shift the first line of a drawing.
		say: func(text string) { resp.SendProgress(action.InvokeProgressEvent{Message: "\n" + text}) },
	}
	if problem := pairing.run(ctx, limit); problem != nil {
		resp.Diagnostics.Append(diag.NewErrorDiagnostic(problem.Summary(), problem.Detail()+
			"\n\nTo start the pairing again, run this command with the name of the action in your configuration:\n\n  "+startAgain))
	}
}

// pairing is a run of the pairing action.
type pairing struct {
	*clients
	id    string
	say   func(string)
	shown string // the last shown code or its replacement
}

// run shows the QR code until the account is connected, for at most limit. Where the API returns no accounts, it shows the
// code once.
func (p *pairing) run(ctx context.Context, limit time.Duration) diag.Diagnostic {
	account, problem := p.await(ctx, p.id, limit, "You can pair it at any time.", p.show)
	switch {
	case problem != nil:
	case p.isUnreported(account):
		p.say("This API does not report the status of an account, so the action ends here. Scan the code, and look in the Botbiz dashboard whether the account is connected.")
	default:
		p.say(fmt.Sprintf("The WhatsApp account %s is connected.", p.id))
	}
	return problem
}

// isUnreported reports whether the API returns no accounts: the id is all that await knows.
func (p *pairing) isUnreported(account botbiz.Account) bool {
	return account == botbiz.Account{ID: p.id}
}

// show draws the code if it has changed. A code that cannot be had is no reason to stop waiting: its URL is shown.
func (p *pairing) show(ctx context.Context, account botbiz.Account) (connected bool, err error) {
	code, connected, err := p.qrCode(ctx, account)
	noCode := errors.Is(err, qr.ErrNotReady) || errors.Is(err, qr.ErrNotPicture)
	if connected || ctx.Err() != nil || !noCode && botbiz.IsUnknownOutcome(err) {
		return connected, err
	}
	drawn := p.draw(ctx, code)
	switch p.shown {
	case drawn:
	case "":
		again := "Ctrl-C stops waiting. To start again:"
		if p.isUnreported(account) {
			again = "To show it again:"
		}
		// The command is here, because Terraform shows nothing of an action after Ctrl-C.
		p.say(fmt.Sprintf("To pair the WhatsApp account %s,\nopen WhatsApp on its phone and scan this QR code:\n\n  iPhone:  Settings > Linked "+
			"devices > Link a device\n  Android: More options > Linked devices > Link a device\n\n%s\n%s\n\n  %s\n", p.id, drawn, again, startAgain))
	default:
		p.say("The QR code has changed. Scan this one:\n\n" + drawn)
	}
	p.shown = drawn
	return false, err
}

// draw returns the QR code, or its picture, or its URL.
func (p *pairing) draw(ctx context.Context, code qr.Code) string {
	if code.Content != "" {
		if drawn, err := qr.Draw(code.Content); err == nil {
			return drawn
		}
	}
	if drawn, err := qr.DrawPicture(ctx, code.PNG); err == nil {
		return drawn
	}
	return fmt.Sprintf("The QR code cannot be drawn in the terminal, or is not available yet. Its URL is %s/whatsapp/accounts/%s/qr-code. Reading it requires the API key.", p.baseURL, p.id)
}
