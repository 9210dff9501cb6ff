package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

var _ resource.ResourceWithMoveState = (*webhookEndpointResource)(nil)

var endpointTarget = target{resource: endpointResource, collection: "/webhooks/endpoints", model: movedEndpoint}

func (r *webhookEndpointResource) MoveState(context.Context) []resource.StateMover {
	return endpointTarget.movers()
}

// movedEndpoint keeps the signing secret where the old state has it: it is stored nowhere else.
func movedEndpoint(o foreignObject) any {
	var model webhookEndpointModel
	model.observe(botbiz.Endpoint{
		ID: o.id, URL: o.text("url"), Events: o.texts("events"), Description: o.text("description"), Enabled: o.bool("enabled"),
		CreatedAt: o.text("created_at"),
	})
	model.SigningSecret = types.StringPointerValue(o.text("secret"))
	return model
}
