package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

var (
	_ resource.ResourceWithConfigure   = (*whatsAppAccountResource)(nil)
	_ resource.ResourceWithIdentity    = (*whatsAppAccountResource)(nil)
	_ resource.ResourceWithImportState = (*whatsAppAccountResource)(nil)
	_ resource.ResourceWithMoveState   = (*whatsAppAccountResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*whatsAppAccountResource)(nil)
)

type whatsAppAccountResource struct{ configuredResource }

func newWhatsAppAccountResource() resource.Resource { return &whatsAppAccountResource{} }

func (r *whatsAppAccountResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = accountResource
}

func (r *whatsAppAccountResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identitySchema(accountID)
}

func (r *whatsAppAccountResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a WhatsApp account: a phone number that is connected to Botbiz.",
		Attributes: map[string]schema.Attribute{
			"phone_number": schema.StringAttribute{
				MarkdownDescription: accountPhoneNumber + " Can contain spaces, dots, dashes, and brackets. A different notation of the same number is not a change. A different " +
					"number forces replacement, which deletes the pairing.",
				Required:      true,
				Validators:    []validator.String{phoneNumberCheck},
				PlanModifiers: []planmodifier.String{keepSpelling{notation: phoneNumbers, replace: true}},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: accountName + " Updated in place.",
				Required:            true,
				Validators:          []validator.String{textCheck},
			},
			"deletion_protection": schema.BoolAttribute{
				MarkdownDescription: "Whether the provider refuses to delete or replace the account. To delete or replace it, set this to `false` and apply " +
					"that change first. Botbiz does not store this argument. Defaults to `false`.",
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			},
			"id":          schema.StringAttribute{MarkdownDescription: accountID, Computed: true, PlanModifiers: keep},
			"status":      schema.StringAttribute{MarkdownDescription: accountStatus, Computed: true, PlanModifiers: keep},
			"qr_code_url": schema.StringAttribute{MarkdownDescription: accountQRCodeURL, Computed: true, PlanModifiers: keep},
			"created_at":  schema.StringAttribute{MarkdownDescription: accountCreatedAt, Computed: true, PlanModifiers: keep},
		},
	}
}

func (r *whatsAppAccountResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan whatsAppAccountModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.writes(&resp.Diagnostics) {
		return
	}
	number, name := botbiz.ReadPhoneNumber(plan.PhoneNumber.ValueString()), plan.Name.ValueString()
	account, adopted, err := r.clients.accounts.Create(ctx, collection.Creation[botbiz.Account]{
		Post: func(ctx context.Context) (botbiz.Account, error) {
			return r.clients.api.Accounts.Connect(ctx, number, name)
		},
		Key: numberKey(number),
	})
	if err != nil {
		resp.Diagnostics.Append(r.clients.explain(err, accounts.attempt("creating", "").hiding(plan.values()...)))
		return
	}
	if adopted && !accounts.whole(account) {
		// The object comes from a list with missing fields. An error of this read must not fail the create.
		if read, found, rerr := r.clients.accounts.Get(ctx, account.ID); rerr == nil && found {
			account = read
		}
	}
	if phoneNumbers.differs(types.StringPointerValue(account.PhoneNumber), plan.PhoneNumber) {
		resp.Diagnostics.Append(diag.WithPath(path.Root("phone_number"), caution(titleOtherNumber,
			"Botbiz created the WhatsApp account %s with another phone number than the one in the configuration. The next plan replaces "+
				"the account, which deletes its pairing. Compare the number in the Botbiz dashboard with the configuration before you pair "+
				"it.", account.ID)))
	}
	plan.complete(account)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, account.ID)...)
}

func (r *whatsAppAccountResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state whatsAppAccountModel
	account, found := accounts.read(ctx, r.configured, req, resp, &state)
	if !found || !isConnected(account) {
		return
	}
	r.clients.keepPaired(state.PhoneNumber, account.ID)
	// Terraform 1.9.3 to 1.11 plan to delete an account whose block was removed before they read it.
	if r.clients.planning.deletes(account.ID) {
		resp.Diagnostics.Append(pairingWarning(account.ID))
	}
}

func (r *whatsAppAccountResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state whatsAppAccountModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	id, name := state.ID.ValueString(), plan.Name.ValueString()
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
	if resp.Diagnostics.HasError() || !r.writes(&resp.Diagnostics) {
		return
	}
	if !plan.Name.Equal(state.Name) {
		err := r.clients.accounts.Write(ctx, id, func() error {
			_, _, err := r.clients.api.Accounts.Rename(ctx, id, name)
			return err
		})
		if err != nil {
			resp.Diagnostics.Append(r.clients.explain(err, accounts.attempt("renaming", id).hiding(plan.values()...)))
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *whatsAppAccountResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state whatsAppAccountModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.writes(&resp.Diagnostics) {
		return
	}
	if state.DeletionProtection.ValueBool() {
		resp.Diagnostics.Append(protectedError(state.ID.ValueString()))
		return
	}
	accounts.delete(ctx, r.clients, &state, &resp.Diagnostics)
}

func (r *whatsAppAccountResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	accounts.importState(ctx, r.configured, req, resp)
}

func (r *whatsAppAccountResource) MoveState(context.Context) []resource.StateMover {
	return accounts.movers()
}
