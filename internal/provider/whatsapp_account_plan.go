package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
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
	if !destroy { // values that Botbiz has are valid, so that every account can be imported
		resp.Diagnostics.Append(phoneNumberCheck.changed(path.Root("phone_number"), plan.PhoneNumber, state.PhoneNumber)...)
		resp.Diagnostics.Append(textCheck.changed(path.Root("name"), plan.Name, state.Name)...)
	}
	memo, planning := recall(ctx, req.Private), r.clients.planning
	replace := !create && !destroy && isNumber(state.PhoneNumber) && !plan.PhoneNumber.Equal(state.PhoneNumber)
	switch {
	case !replace:
	case memo.Shown != "" && sameNumber(memo.Shown, plan.PhoneNumber.ValueString()): // the configured notation counts
		replace = false
	case memo.Shown != "" && planning.isImport(state.id()): // it counts too, but whether it is another account, a person has to say
		replace = false
		if plan.DeletionProtection.ValueBool() {
			resp.Diagnostics.Append(protectedError(state.id(), "Botbiz shows another phone number for the account than the configuration. "+
				"Correct phone_number. If it is the same account, import it with deletion_protection = false, and set it to true afterwards."))
			return
		}
		resp.Diagnostics.Append(otherNumber(state.id(), numberOfImport))
	}
	switch {
	case create:
		planning.create(r.clients.limit(), plan.PhoneNumber, &resp.Diagnostics)
		r.planReplacement(memo, plan, &resp.Diagnostics)
		return
	case destroy || replace || !plan.Name.Equal(state.Name):
		planning.write(r.clients.limit(), state.id(), &resp.Diagnostics)
	}
	if replace { // Terraform plans the create next, but does not show its warnings
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("phone_number"))
		planning.create(r.clients.limit(), plan.PhoneNumber, &resp.Diagnostics)
	}
	held := state.held()
	held.protected = held.protected || replace && plan.DeletionProtection.ValueBool()
	planning.hold(held)
	switch {
	case !destroy && !replace:
	case held.protected:
		resp.Diagnostics.Append(protectedError(held.id, ""))
	case r.isPaired(ctx, held):
		resp.Diagnostics.Append(r.clients.pairingWarning(held.id)...)
	}
}

// planReplacement handles the create of an account that takes the place of one in the state: Terraform plans a forced
// replacement as a create with the private state of the old account, and a tainted account as a create without it.
func (r *whatsAppAccountResource) planReplacement(memo memo, plan whatsAppAccountModel, diags *diag.Diagnostics) {
	switch held := r.clients.planning.holder(memo.ID, plan.PhoneNumber.ValueString()); {
	case held.id == "":
	case held.protected:
		diags.Append(protectedError(held.id, ""))
	case held.paired:
		diags.Append(r.clients.pairingWarning(held.id)...)
	}
}

// isPaired reports whether a phone may be paired with an account that goes. A removed block is planned before it is read,
// so this looks at the reading.
func (r *whatsAppAccountResource) isPaired(ctx context.Context, held holds) bool {
	if held.paired || r.clients.unknown != nil {
		return held.paired
	}
	account, found, err := accounts.in(r.clients).Read(ctx, held.id, collection.Reader[botbiz.Account]{Managed: true, Whole: hasStatus})
	return err == nil && found && maybePaired(text(account.Status))
}

// held is what the plan notes about an account in the state.
func (m *whatsAppAccountModel) held() holds {
	return holds{
		id: m.id(), number: m.PhoneNumber.ValueString(), protected: m.DeletionProtection.ValueBool(), paired: maybePaired(m.Status.ValueString()),
	}
}

// pairingWarning warns once that a pairing is lost. Terraform folds warnings with the same title.
func (c *clients) pairingWarning(id string) diag.Diagnostics {
	if !c.planning.once("pairing of " + id) {
		return nil
	}
	return diag.Diagnostics{about(id, caution(titlePairingLost, "A phone is, or may be, paired with the WhatsApp account %s. If this plan deletes or replaces the account, its pairing is lost: to "+
		"connect it again, a person must scan a new QR code.\n\nIf you renamed the block or its for_each key, add a moved block from the old to the "+
		"new address. If another block of this configuration has the same phone number, remove one of the two. To remove the account from Terraform "+
		"without deleting it, use "+removedBlock+". To prevent such plans, set deletion_protection = true.", id))}
}

// protectedError describes how to delete a protected account, for every cause of the deletion.
func protectedError(id, cause string) diag.Diagnostic {
	if cause == "" {
		cause = "To delete or replace it, set deletion_protection = false and apply that change first. If its block was removed, restore the block for this.\n\n" +
			"If Terraform replaces it because it is tainted, run `terraform untaint` with its address. If -replace or replace_triggered_by is the cause, remove -replace, " +
			"undo the change of the trigger, or set deletion_protection = false with replace_triggered_by removed for one apply. If another block has the same phone number, remove one of the two."
	}
	return failure(titleProtected, "The WhatsApp account %s has deletion_protection = true, so the provider neither deletes nor replaces it.\n\n%s", id, cause)
}
