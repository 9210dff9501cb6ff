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
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

type whatsAppAccountResource struct{ nounResource[botbiz.Account] }

func (r *whatsAppAccountResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a WhatsApp account: a phone number that is connected to Botbiz.",
		Attributes: map[string]schema.Attribute{
			"phone_number": schema.StringAttribute{
				MarkdownDescription: accountPhoneNumber + " Can contain spaces, dots, dashes, and brackets. A different notation of the same number is not a change. A different " +
					"number forces replacement, which deletes the pairing.",
				Required:      true,
				PlanModifiers: []planmodifier.String{keepSpelling{same: sameNumber}},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: accountName + " Updated in place.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{keepSpelling{same: botbiz.SameText, imported: true}},
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
	if resp.Diagnostics.HasError() {
		return
	}
	number, name := botbiz.ReadPhoneNumber(plan.PhoneNumber.ValueString()), plan.Name.ValueString()
	key := numberKey(number)
	key.Rest = func(a botbiz.Account) bool { return botbiz.SameText(text(a.Name), name) }
	account, _, ok := accounts.create(ctx, r.configured, &plan, collection.Creation[botbiz.Account]{
		Post: func(ctx context.Context) (botbiz.Account, error) {
			return r.clients.api.Accounts.Connect(ctx, number, name)
		},
		Key: key,
	}, &resp.Diagnostics)
	if !ok {
		return
	}
	if shown := text(account.PhoneNumber); shown != "" && !sameNumber(shown, number) {
		resp.Diagnostics.Append(otherNumber(account.ID, keptNumber))
	}
	accounts.created(ctx, r.clients, &plan, account, resp)
}

func (r *whatsAppAccountResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state whatsAppAccountModel
	var known types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("phone_number"), &known)...)
	account, found := accounts.read(ctx, r.configured, req, resp, &state)
	if !found {
		return
	}
	if known.IsNull() {
		memo := recall(ctx, resp.Private)
		memo.Shown = text(account.PhoneNumber)
		resp.Diagnostics.Append(memo.note(ctx, resp.Private)...)
	}
	if shown := text(account.PhoneNumber); isNumber(state.PhoneNumber) && shown != "" && !botbiz.SamePhoneNumber(shown, state.PhoneNumber.ValueString()) {
		resp.Diagnostics.Append(otherNumber(account.ID, keptNumber))
	}
	r.clients.planning.hold(state.held())
}

// What Terraform does where the API shows another number.
const (
	keptNumber     = "Terraform keeps its number and plans no change because of this."
	numberOfImport = "After an import, the number of the configuration counts: the plan shows it as an update in place, which sends no request and replaces nothing."
)

// otherNumber warns that the API shows another number than the one that the account was connected with.
func otherNumber(id, next string) diag.Diagnostic {
	return diag.WithPath(path.Root("phone_number"), caution(titleOtherNumber, "Botbiz shows another phone number for the WhatsApp account %s than the one in Terraform. Botbiz may write the number in "+
		"another way, or a phone with another number was paired. %s\n\nIf the number in the configuration "+
		"is wrong, correct it: another number replaces the account, which deletes its pairing.", id, next))
}

func (r *whatsAppAccountResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state whatsAppAccountModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	id, name := state.ID.ValueString(), plan.Name.ValueString()
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !plan.Name.Equal(state.Name) {
		number := botbiz.ReadPhoneNumber(plan.PhoneNumber.ValueString())
		if !accounts.update(ctx, r.configured, &plan, &state, resp.Private, &resp.Diagnostics, func(ctx context.Context) (botbiz.Reply[botbiz.Account], error) {
			return r.clients.api.Accounts.Rename(ctx, id, number, name)
		}) {
			return
		}
	}
	memo := recall(ctx, resp.Private)
	memo.Shown = ""
	resp.Diagnostics.Append(memo.note(ctx, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *whatsAppAccountResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state whatsAppAccountModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if state.DeletionProtection.ValueBool() {
		resp.Diagnostics.Append(protectedError(state.ID.ValueString(), ""))
		return
	}
	accounts.delete(ctx, r.configured, &state, req.Private, &resp.Diagnostics)
}
