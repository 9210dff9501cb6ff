package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

const (
	connectionResource    = "botbiz_whatsapp_account_connection"
	defaultConnectionWait = 10 * time.Minute
)

// pairFirst is the advice after a timeout.
const pairFirst = "Pair the account and apply again. From Terraform 1.14 on, the action botbiz_whatsapp_account_pair draws the QR code in the " +
	"terminal. For instructions and other ways, see https://registry.terraform.io/providers/botbiz/botbiz/latest/docs/guides/pairing\n\n" +
	"To wait longer, set timeouts = { create = \"30m\" }."

var _ resource.ResourceWithConfigure = (*whatsAppAccountConnectionResource)(nil)

type whatsAppAccountConnectionResource struct{ configuredResource }

// whatsAppAccountConnectionModel is the resource.
type whatsAppAccountConnectionModel struct {
	ID        types.String `tfsdk:"id"`
	AccountID types.String `tfsdk:"account_id"`
	Status    types.String `tfsdk:"status"`
	Timeouts  types.Object `tfsdk:"timeouts"`
}

func newWhatsAppAccountConnectionResource() resource.Resource {
	return &whatsAppAccountConnectionResource{}
}

func (r *whatsAppAccountConnectionResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = connectionResource
}

func (r *whatsAppAccountConnectionResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Waits until a WhatsApp account is connected. Resources that need a connected account depend on this resource. It " +
			"exists only in the state: creating it reads the status of the account, and deleting it does not change the account.",
		Attributes: map[string]schema.Attribute{
			"account_id": schema.StringAttribute{
				MarkdownDescription: "ID of the account. A different ID forces replacement.",
				Required:            true,
				Validators:          []validator.String{idCheck},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"timeouts": schema.SingleNestedAttribute{
				MarkdownDescription: "Timeouts.",
				Optional:            true,
				Attributes: map[string]schema.Attribute{
					"create": schema.StringAttribute{
						MarkdownDescription: "Maximum time to wait for the pairing, for example `30m`. Defaults to `10m`.",
						Optional:            true,
						Validators:          []validator.String{durationCheck},
					},
				},
			},
			"id":     schema.StringAttribute{MarkdownDescription: accountID, Computed: true, PlanModifiers: keep},
			"status": schema.StringAttribute{MarkdownDescription: "Status of the account, `connected`.", Computed: true, PlanModifiers: keep},
		},
	}
}

func (r *whatsAppAccountConnectionResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan whatsAppAccountConnectionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	at := path.Root("timeouts").AtName("create")
	var given types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, at, &given)...)
	limit := durationArgument(at, given, defaultConnectionWait, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	account, problem := r.clients.await(ctx, plan.AccountID.ValueString(), limit, pairFirst, nil)
	if problem != nil {
		resp.Diagnostics.Append(problem)
		return
	}
	plan.ID, plan.Status = types.StringValue(account.ID), types.StringPointerValue(account.Status)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read removes the connection if the account is not connected, so that the next apply waits again.
func (r *whatsAppAccountConnectionResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state whatsAppAccountConnectionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := state.AccountID.ValueString()
	if id == "" {
		resp.State.RemoveResource(ctx) // Crossplane reads an object before it creates it
		return
	}
	if !r.ready(&resp.Diagnostics) {
		return
	}
	account, found, err := accounts.in(r.clients).Read(ctx, id, collection.Reader[botbiz.Account]{Managed: true, Whole: hasStatus})
	switch {
	case hasNoRoute(err): // reading the account warns
	case err != nil:
		resp.Diagnostics.Append(r.clients.explain(err, accounts.attempt(reading, id)))
	case !found:
		resp.Diagnostics.Append(about(id, caution(titleAccountGone, "The WhatsApp account %s, for whose connection Terraform waited, does not exist on Botbiz. The connection leaves the state. "+
			"An apply waits again once account_id is the ID of an account that exists.", id)))
		resp.State.RemoveResource(ctx)
	case account.Status != nil && !isConnected(*account.Status):
		resp.Diagnostics.Append(caution(titleDisconnected,
			"The WhatsApp account %s has the status %q. The next apply waits until it is connected again.", id, *account.Status))
		resp.State.RemoveResource(ctx)
	}
}

// Update only changes the timeout, which Botbiz does not store.
func (r *whatsAppAccountConnectionResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan whatsAppAccountConnectionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// ImportState refuses an import: there is nothing to import.
func (r *whatsAppAccountConnectionResource) ImportState(_ context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.Append(failure(titleInvalidImport, "%q cannot be imported as a %s, because a connection exists only in the state. Remove the import block. The next apply adds "+
		"the connection: it changes nothing on Botbiz, and ends at once if the account is connected.", req.ID, connectionResource))
}

// Delete does nothing, because Botbiz has no such object.
func (r *whatsAppAccountConnectionResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}
