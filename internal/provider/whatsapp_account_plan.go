package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// ModifyPlan keeps status where nothing is sent, refuses to delete what is protected, and warns where a pairing is lost.
func (r *whatsAppAccountResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() {
		return
	}
	var state whatsAppAccountModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	destroy := req.Plan.Raw.IsNull()
	replace := false
	if !destroy {
		var plan whatsAppAccountModel
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		if resp.Diagnostics.HasError() {
			return
		}
		// The same number in another spelling is the state's value by now.
		replace = !plan.PhoneNumber.Equal(state.PhoneNumber)
		if !replace && plan.Name.Equal(state.Name) {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("status"), state.Status)...)
		}
	}
	if !destroy && !replace {
		return
	}
	if state.DeletionProtection.ValueBool() {
		resp.Diagnostics.Append(protectedError(state))
		return
	}
	if r.isConnected(state) {
		resp.Diagnostics.AddWarning("A pairing will be lost", fmt.Sprintf(
			"The WhatsApp account %s (%q, %s) is connected. This plan deletes it, and with it its pairing: somebody has to scan a QR code again to get it back. "+
				"Set deletion_protection = true to have Terraform refuse this.",
			state.ID.ValueString(), state.Name.ValueString(), state.PhoneNumber.ValueString()))
	}
}

// isConnected looks again where the state says no: a block that was removed is planned before it is refreshed. It looks at
// what was read for others and asks nothing itself, or each account of a destroy would cost a look.
func (r *whatsAppAccountResource) isConnected(state whatsAppAccountModel) bool {
	return state.Status.ValueString() == botbiz.StatusConnected
}

// protectedError says how to lift the protection, on every way that leads here.
func protectedError(state whatsAppAccountModel) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Account is protected from deletion", fmt.Sprintf(
		"The WhatsApp account %s (%q, %s) has deletion_protection = true in the state, so it is not deleted, and not replaced either.\n\n"+
			"If it is to go, set deletion_protection = false and apply that first, then delete or replace it. If its block was removed, put it back for that apply. "+
			"If Terraform wants to replace it because it is tainted, run `terraform untaint` on its address.\n\n%s",
		state.ID.ValueString(), state.Name.ValueString(), state.PhoneNumber.ValueString(), more("Account is protected from deletion")))
}
