package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// ModifyPlan counts the requests of the plan, rejects the deletion of protected accounts, and warns if a pairing is lost.
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
	if replace { // Terraform plans the create next, but does not show its warnings
		r.clients.planCreate(plan.PhoneNumber, &resp.Diagnostics)
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
	return caution(titlePairingLost, "The WhatsApp account %s is connected, and this plan deletes or replaces it. Unless Terraform only forgets the account, "+
		"this deletes its pairing: to connect it again, a person must scan a new QR code.\n\nIf you renamed the block or its for_each key, add a moved block from the old to the "+
		"new address. To remove the account from Terraform without deleting it, use a removed block or lifecycle { destroy = false "+
		"}. To prevent such plans, set deletion_protection = true.", id)
}

// protectedError describes how to delete a protected account, for every cause of the deletion.
func protectedError(id string) diag.Diagnostic {
	return failure(titleProtected, "The WhatsApp account %s has deletion_protection = true in the state, so the provider neither deletes nor replaces "+
		"it.\n\nTo delete it, set deletion_protection = false and apply that change first. If its block was removed, restore the "+
		"block for this. If Terraform replaces it because it is tainted, run `terraform untaint` with its address.\n\nIf it is a "+
		"deposed object of create_before_destroy: remove create_before_destroy, run `terraform state rm` with the address, which "+
		"removes both accounts from the state, import the account that you want to keep, and delete the other one in the Botbiz "+
		"dashboard.", id)
}
