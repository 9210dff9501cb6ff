package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
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

var (
	_ resource.ResourceWithConfigure      = (*whatsAppAccountConnectionResource)(nil)
	_ resource.ResourceWithValidateConfig = (*whatsAppAccountConnectionResource)(nil)
)

type whatsAppAccountConnectionResource struct{ configuredResource }

// whatsAppAccountConnectionModel is the resource.
type whatsAppAccountConnectionModel struct {
	ID        types.String   `tfsdk:"id"`
	AccountID types.String   `tfsdk:"account_id"`
	Status    types.String   `tfsdk:"status"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

func newWhatsAppAccountConnectionResource() resource.Resource {
	return &whatsAppAccountConnectionResource{}
}

func (r *whatsAppAccountConnectionResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = connectionResource
}

func (r *whatsAppAccountConnectionResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	limits, _ := timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, CreateDescription: "How long to wait for the pairing, for example `30m`. Defaults to `10m`.",
	}).(schema.SingleNestedAttribute)
	limits.MarkdownDescription = "Time limits."
	resp.Schema = schema.Schema{
		MarkdownDescription: "Waits until a WhatsApp account is connected, which takes a person with the phone. It is nothing on the server: what depends on a connected " +
			"account depends on this. A wait that times out leaves the account as it is, and the next apply waits again. Destroying it does nothing.",
		Attributes: map[string]schema.Attribute{
			"account_id": schema.StringAttribute{
				MarkdownDescription: "Id of the account to wait for. Another id waits anew.",
				Required:            true,
				Validators:          []validator.String{idValidator{}},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"timeouts": limits,
			"id":       schema.StringAttribute{MarkdownDescription: accountID, Computed: true, PlanModifiers: keep},
			"status":   schema.StringAttribute{MarkdownDescription: "Status of the account: `connected`.", Computed: true, PlanModifiers: keep},
		},
	}
}

// ValidateConfig refuses a wait that would end before it begins.
func (r *whatsAppAccountConnectionResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var limit types.String
	at := path.Root("timeouts").AtName("create")
	if diags := req.Config.GetAttribute(ctx, at, &limit); diags.HasError() || limit.IsNull() || limit.IsUnknown() {
		return
	}
	// What is no duration at all, the attribute's own validator refuses.
	if d, err := time.ParseDuration(limit.ValueString()); err == nil && d <= 0 {
		resp.Diagnostics.AddAttributeError(at, "Invalid value", fmt.Sprintf("The time limit %q is not above zero; give one such as 10m.", limit.ValueString()))
	}
}

func (r *whatsAppAccountConnectionResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan whatsAppAccountConnectionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	limit, diags := plan.Timeouts.Create(ctx, defaultConnectionWait)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	account, problem := r.clients.awaitConnection(ctx, plan.AccountID.ValueString(), limit)
	if problem != nil {
		resp.Diagnostics.Append(problem)
		return
	}
	plan.ID, plan.Status = types.StringValue(account.ID), types.StringPointerValue(account.Status)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read drops the connection once there is none, so that the next apply waits again.
func (r *whatsAppAccountConnectionResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state whatsAppAccountConnectionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	id := state.AccountID.ValueString()
	account, found, err := r.clients.accounts.Read(ctx, id, collection.Prior[botbiz.Account]{
		Reader: connectionResource,
		Whole:  func(a botbiz.Account) bool { return a.Status != nil },
	})
	switch {
	case err != nil:
		resp.Diagnostics.Append(r.clients.explain(err, accountAttempt("reading", id)))
	case !found:
		resp.Diagnostics.Append(goneWarning("WhatsApp account", id, "of a connection"))
		resp.State.RemoveResource(ctx)
	case account.Status != nil && *account.Status != botbiz.StatusConnected:
		resp.Diagnostics.AddWarning("WhatsApp account is not connected any more", fmt.Sprintf(
			"The WhatsApp account %s has the status %q. The next apply waits until it is connected again.", id, *account.Status))
		resp.State.RemoveResource(ctx)
	}
}

// Update changes nothing but the time limit, which is known to Terraform alone.
func (r *whatsAppAccountConnectionResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan whatsAppAccountConnectionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete does nothing: there is nothing on the server.
func (r *whatsAppAccountConnectionResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}
