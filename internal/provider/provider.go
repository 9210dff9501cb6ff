// Package provider implements the Terraform provider: schemas, plans, and states. Package botbiz is the API client, and
// package collection reads, finds, and creates objects.
package provider

import (
	"context"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The interfaces after provider.Provider need Terraform 1.8 or later. Older versions do not call them.
var (
	_ provider.Provider                       = (*botbizProvider)(nil)
	_ provider.ProviderWithFunctions          = (*botbizProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*botbizProvider)(nil)
	_ provider.ProviderWithListResources      = (*botbizProvider)(nil)
	_ provider.ProviderWithActions            = (*botbizProvider)(nil)
)

type botbizProvider struct {
	version string
	share   time.Duration     // how old a reading can be that configurations share
	base    http.RoundTripper // of tests, instead of a network
}

// New returns a factory for the provider with a version, for example "1.0.0".
func New(version string) func() provider.Provider { return NewSharing(version, 0) }

// NewSharing returns a factory for a provider whose configurations share readings of lists that are no older than share. 0
// means that each configuration starts with its own.
func NewSharing(version string, share time.Duration) func() provider.Provider {
	return func() provider.Provider { return &botbizProvider{version: version, share: share} }
}

func (p *botbizProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName, resp.Version = "botbiz", p.version
}

func (p *botbizProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages WhatsApp accounts and webhook endpoints of [Botbiz](https://botbiz.io).",
		Attributes: map[string]schema.Attribute{
			"api_key": schema.StringAttribute{
				MarkdownDescription: "API key from the Botbiz dashboard. Leading and trailing white space is ignored. Can also be set with `BOTBIZ_API_KEY`.",
				Optional:            true, Sensitive: true,
				Validators: []validator.String{keyCheck},
			},
			"api_key_file": schema.StringAttribute{
				MarkdownDescription: "Path of a file that contains the API key, for CI systems that provide secrets as files. Conflicts with `api_key`. Can " +
					"also be set with `BOTBIZ_API_KEY_FILE`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.ConflictsWith(path.MatchRoot("api_key"))},
			},
			"base_url": schema.StringAttribute{
				MarkdownDescription: "URL of the API. Must use `https`, or `http` for `localhost` and loopback addresses. Defaults to " +
					"`https://api.botbiz.io/v1`. Can also be set with `BOTBIZ_BASE_URL`.",
				Optional:   true,
				Validators: []validator.String{baseURLCheck},
			},
			"requests_per_minute": schema.NumberAttribute{
				MarkdownDescription: "Maximum number of requests that the provider starts in 60 seconds, for example to leave a part of the rate limit to " +
					"other programs with the same API key. By default, the provider detects the limit. Can also be set with " +
					"`BOTBIZ_REQUESTS_PER_MINUTE`.",
				Optional:   true,
				Validators: []validator.Number{rateCheck},
			},
			"max_wait": schema.StringAttribute{
				MarkdownDescription: "Maximum time that one operation waits for the rate limit, for example `5m`. A shorter time than a minute also limits the " +
					"wait for an API that is unavailable. Defaults to `10m`. Can also be set with `BOTBIZ_MAX_WAIT`.",
				Optional:   true,
				Validators: []validator.String{durationCheck},
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: "Maximum time of one HTTP request, for example `1m`. Defaults to `30s`. Can also be set with `BOTBIZ_REQUEST_TIMEOUT`.",
				Optional:            true,
				Validators:          []validator.String{durationCheck},
			},
			"headers": schema.MapAttribute{
				MarkdownDescription: "Additional headers of every request, for an access gateway on the way to the API. `Authorization`, `Host`, and headers " +
					"that the provider or the HTTP library sets cannot be used. Can also be set with `BOTBIZ_HEADERS` as a JSON object.",
				ElementType: types.StringType,
				Optional:    true, Sensitive: true,
				Validators: []validator.Map{headersCheck{}},
			},
			"ca_cert_file": schema.StringAttribute{
				MarkdownDescription: "Path of a PEM file with certificate authorities to trust in addition to those of the system. Can also be set with " +
					"`BOTBIZ_CA_CERT_FILE`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
		},
	}
}

func (p *botbizProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	settings, diags := config.settings(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if settings.unknown != nil && req.ClientCapabilities.DeferralAllowed {
		resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
	}
	if p.base != nil {
		settings.base = p.base
	}
	clients := newClients(settings, userAgent(p.version, req.TerraformVersion), p.share)
	resp.ResourceData, resp.DataSourceData, resp.EphemeralResourceData = clients, clients, clients
	resp.ListResourceData, resp.ActionData = clients, clients
}

func (p *botbizProvider) Resources(context.Context) (all []func() resource.Resource) {
	for _, n := range nouns() {
		all = append(all, n.resources()...)
	}
	return append(all, newWhatsAppAccountConnectionResource)
}

func (p *botbizProvider) DataSources(context.Context) (all []func() datasource.DataSource) {
	for _, n := range nouns() {
		all = append(all, n.dataSources()...)
	}
	return all
}

func (p *botbizProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newNormalizePhoneNumberFunction, newWebhookSignatureFunction, newVerifyWebhookSignatureFunction}
}

func (p *botbizProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{newWhatsAppAccountQRCode}
}

func (p *botbizProvider) ListResources(context.Context) (all []func() list.ListResource) {
	for _, n := range nouns() {
		all = append(all, n.listResources()...)
	}
	return all
}

func (p *botbizProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{newWhatsAppMessageSendAction, newWhatsAppAccountPairAction}
}
