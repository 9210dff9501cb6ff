package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
)

// What engines gained since Terraform 1.8. Older ones ask for none of it.
var (
	_ provider.ProviderWithFunctions          = (*botbizProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*botbizProvider)(nil)
	_ provider.ProviderWithListResources      = (*botbizProvider)(nil)
	_ provider.ProviderWithActions            = (*botbizProvider)(nil)
)

func (p *botbizProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newNormalizePhoneNumberFunction, newWebhookSignatureFunction, newVerifyWebhookSignatureFunction}
}

func (p *botbizProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{newWhatsAppAccountQRCode}
}

func (p *botbizProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{newWhatsAppAccountListResource, newWebhookEndpointListResource}
}

func (p *botbizProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{newWhatsAppMessageSendAction, newWhatsAppAccountPairAction}
}
