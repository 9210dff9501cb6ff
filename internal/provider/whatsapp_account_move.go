package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

var _ resource.ResourceWithMoveState = (*whatsAppAccountResource)(nil)

var accountTarget = target{resource: accountResource, collection: "/whatsapp/accounts", model: movedAccount}

func (r *whatsAppAccountResource) MoveState(context.Context) []resource.StateMover {
	return accountTarget.movers()
}

func movedAccount(o foreignObject) any {
	var model whatsAppAccountModel
	model.observe(botbiz.Account{
		ID: o.id, PhoneNumber: o.text("phone_number"), Name: o.text("name"), Status: o.text("status"),
		QRCodeURL: o.text("qr_code_url"), CreatedAt: o.text("created_at"),
	})
	return model
}
