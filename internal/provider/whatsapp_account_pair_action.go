package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	pairAction         = "botbiz_whatsapp_account_pair"
	defaultPairTimeout = 5 * time.Minute
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
		MarkdownDescription: "Draws the QR code of a WhatsApp account in the terminal, and ends when the account is connected. The QR code is drawn " +
			"for light text on a dark background.",
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
		// Terraform prints a prefix first, which would move the first line of a drawing.
		say: func(text string) { resp.SendProgress(action.InvokeProgressEvent{Message: "\n" + text}) },
	}
	if problem := pairing.run(ctx, limit); problem != nil {
		resp.Diagnostics.Append(diag.NewErrorDiagnostic(problem.Summary(), problem.Detail()+
			"\n\nTo start the pairing again, run this, with the name that the action has in your configuration:\n\n  "+startAgain))
	}
}
