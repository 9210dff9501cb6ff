package provider

import (
	"context"

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
		MarkdownDescription: "A WhatsApp account that is connected to Botbiz. It is `pending` until a phone scans its QR code; creating it does not wait for that.",
		Attributes: map[string]schema.Attribute{
			"phone_number": schema.StringAttribute{
				MarkdownDescription: accountPhoneNumber + " May be written with spaces, dots, dashes or brackets; another spelling of the same number is no change. " +
					"Another number replaces the account, and its pairing is lost.",
				Required: true, CustomType: spelledType{notation: phoneNumberNotation},
				PlanModifiers: []planmodifier.String{keepSpelling{notation: phoneNumberNotation, replace: true}},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: accountName + " Changed in place.",
				Required:            true,
				Validators:          []validator.String{unpaddedValidator{}},
			},
			"deletion_protection": schema.BoolAttribute{
				MarkdownDescription: "Whether Terraform refuses to delete or replace the account. To lift it, set it to `false` and apply, before anything else. " +
					"Known to Terraform alone. Defaults to `false`.",
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			},
			"id":          schema.StringAttribute{MarkdownDescription: accountID, Computed: true, PlanModifiers: keep},
			"status":      schema.StringAttribute{MarkdownDescription: accountStatus, Computed: true},
			"qr_code_url": schema.StringAttribute{MarkdownDescription: accountQRCodeURL, Computed: true, PlanModifiers: keep},
			"created_at":  schema.StringAttribute{MarkdownDescription: accountCreatedAt, Computed: true, PlanModifiers: keep},
		},
	}
}

func (r *whatsAppAccountResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan whatsAppAccountModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
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
		resp.Diagnostics.Append(r.explainCreate(ctx, err, number))
		return
	}
	if adopted && (account.Status == nil || account.QRCodeURL == nil) {
		// It comes from a list that leaves fields out. That the rest cannot be read must not make the create fail.
		if read, found, rerr := r.clients.accounts.Get(ctx, account.ID); rerr == nil && found {
			account = read
		}
	}
	plan.complete(account)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, account.ID)...)
}

func (r *whatsAppAccountResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state whatsAppAccountModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	id := state.ID.ValueString()
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	prior := collection.Prior[botbiz.Account]{CreatedAt: state.CreatedAt.ValueString(), Whole: state.heldBy}
	account, found, err := r.clients.accounts.Read(ctx, id, prior)
	switch {
	case err != nil:
		resp.Diagnostics.Append(r.clients.explain(err, accountAttempt("reading", id)))
	case !found:
		resp.Diagnostics.Append(goneWarning("WhatsApp account", id, state.PhoneNumber.ValueString()))
		resp.State.RemoveResource(ctx)
	default:
		state.observe(account)
		if state.DeletionProtection.IsNull() {
			state.DeletionProtection = types.BoolValue(false)
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

func (r *whatsAppAccountResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state whatsAppAccountModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	id := state.ID.ValueString()
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	answer := botbiz.Account{Status: state.Status.ValueStringPointer()}
	if !plan.Name.Equal(state.Name) {
		err := r.clients.accounts.Write(func() error {
			renamed, whole, err := r.clients.api.Accounts.Rename(ctx, id, plan.Name.ValueString())
			if err == nil && !whole {
				// The rename is done; that its result cannot be read back must not make it fail.
				if read, found, rerr := r.clients.accounts.Get(ctx, id); rerr == nil && found {
					renamed = read
				}
			}
			if renamed.Status != nil {
				answer = renamed
			}
			return err
		})
		if err != nil {
			resp.Diagnostics.Append(r.clients.explain(err, accountAttempt("renaming", id)))
			return
		}
	}
	plan.complete(answer)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *whatsAppAccountResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state whatsAppAccountModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	id := state.ID.ValueString()
	if state.DeletionProtection.ValueBool() {
		resp.Diagnostics.Append(protectedError(state))
		return
	}
	if err := r.clients.accounts.Delete(ctx, id); err != nil {
		resp.Diagnostics.Append(r.clients.explain(err, accountAttempt("deleting", id)))
	}
}

func (r *whatsAppAccountResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	given := importID(ctx, req, resp)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	id, err := r.findImport(ctx, given)
	if err != nil {
		resp.Diagnostics.Append(r.explainImport(err, given))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
}

// numberKey is the natural key of an account.
func numberKey(number string) collection.Key[botbiz.Account] {
	return collection.Key[botbiz.Account]{
		Held: func(a botbiz.Account) bool { return a.PhoneNumber != nil },
		Same: func(a botbiz.Account) bool {
			return a.PhoneNumber != nil && botbiz.SamePhoneNumber(*a.PhoneNumber, number)
		},
	}
}

func accountAttempt(doing, id string) attempt {
	return attempt{doing: doing, object: "the WhatsApp account " + id, fields: []string{"phone_number", "name"}, resource: accountResource}
}
