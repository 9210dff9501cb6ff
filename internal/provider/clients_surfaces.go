package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
)

// configuredEphemeralResource is the base of ephemeral resources. List resources have that of resources.
type configuredEphemeralResource struct{ configured }

func (e *configuredEphemeralResource) Configure(_ context.Context, req ephemeral.ConfigureRequest, _ *ephemeral.ConfigureResponse) {
	e.take(req.ProviderData)
}

// configuredAction is the base of actions.
type configuredAction struct{ configured }

func (a *configuredAction) Configure(_ context.Context, req action.ConfigureRequest, _ *action.ConfigureResponse) {
	a.take(req.ProviderData)
}
