package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// ModifyPlan counts what the plan sends, refuses to delete what is protected, and warns where a pairing is lost.
func (r *whatsAppAccountResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state whatsAppAccountModel
	create, destroy := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	if !create {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if !destroy {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	id := state.ID.ValueString()
	replace := !create && !destroy && phoneNumbers.differs(state.PhoneNumber, plan.PhoneNumber)
	switch {
	case create:
		r.clients.planCreate(plan.PhoneNumber, &resp.Diagnostics)
		if id := r.clients.pairedWith(plan.PhoneNumber); id != "" {
			resp.Diagnostics.Append(pairingWarning(id))
		}
		return
	case destroy || replace || !plan.Name.Equal(state.Name):
		r.clients.planWrite(id, &resp.Diagnostics)
	}
	connected := state.Status.ValueString() == botbiz.StatusConnected
	if connected {
		r.clients.keepPaired(state.PhoneNumber, id)
	}
	switch {
	case !destroy && !replace:
	case state.DeletionProtection.ValueBool():
		resp.Diagnostics.Append(protectedError(id))
	case connected:
		resp.Diagnostics.Append(pairingWarning(id))
	case destroy:
		r.clients.planDelete(id)
	}
}

func pairingWarning(id string) diag.Diagnostic {
	return caution(titlePairingLost, "The WhatsApp account %s is connected, and this plan deletes or replaces it. Its pairing is lost with it: somebody has to scan a QR code "+
		"again.\n\nIf only the block or its key was renamed, add a moved block from the old to the new address. To keep the account on Botbiz, let Terraform forget it "+
		"with a removed block or lifecycle { destroy = false }. To have Terraform refuse such plans, set deletion_protection = true.", id)
}

// protectedError says how to lift the protection, on every way that leads here.
func protectedError(id string) diag.Diagnostic {
	return failure(titleProtected, "The WhatsApp account %s has deletion_protection = true in the state, so Terraform neither deletes nor replaces it.\n\n"+
		"To delete it, set deletion_protection = false and apply that first. If its block was removed, put it back for that apply. "+
		"If Terraform wants to replace it because it is tainted, run `terraform untaint` on its address.\n\n"+
		"If it is a deposed object, which create_before_destroy leaves behind: remove create_before_destroy, run `terraform state rm` on the address, which forgets "+
		"both accounts, import the account that you want to keep, and delete the other in the dashboard.", id)
}
