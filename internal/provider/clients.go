package provider

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
	"github.com/botbiz/terraform-provider-botbiz/internal/transport"
)

// clients is what Configure hands to everything else. It lives as long as the configuration, unlike resources, which
// are built anew for every call, so the rate gate and the snapshots live here.
type clients struct {
	unknown   []string // provider arguments that are not known yet; then nothing else is set
	baseURL   string
	timeout   time.Duration // of one HTTP attempt
	api       *botbiz.Client
	accounts  *collection.Collection[botbiz.Account]
	endpoints *collection.Collection[botbiz.Endpoint]
}

func newClients(s settings, userAgent string) *clients {
	if s.unknown != nil {
		return &clients{unknown: s.unknown}
	}
	api := botbiz.New(s.baseURL, transport.New(transport.Config{
		BaseURL:           s.baseURL,
		APIKey:            s.apiKey,
		UserAgent:         userAgent,
		RequestTimeout:    s.requestTimeout,
		MaxWait:           s.maxWait,
		RequestsPerMinute: s.requestsPerMinute,
		Debug:             tflog.Debug,
		Info:              tflog.Info,
	}), s.apiKey)
	return &clients{
		baseURL: s.baseURL.String(),
		timeout: s.requestTimeout,
		api:     api,
		accounts: collection.New(collection.API[botbiz.Account]{
			Kind: "WhatsApp account", Pager: api.Accounts.Pager, Get: api.Accounts.Get, Delete: api.Accounts.Disconnect,
			ServerTime: api.ServerTime, RequestTimeout: s.requestTimeout,
		}, collection.NewStore[botbiz.Account]()),
		endpoints: collection.New(collection.API[botbiz.Endpoint]{
			Kind: "webhook endpoint", Pager: api.Endpoints.Pager, Get: api.Endpoints.Get, Delete: api.Endpoints.Delete,
			ServerTime: api.ServerTime, RequestTimeout: s.requestTimeout,
		}, collection.NewStore[botbiz.Endpoint]()),
	}
}

// userAgent names the provider, the engine, and what TF_APPEND_USER_AGENT adds.
func userAgent(version, engine string) string {
	agent := fmt.Sprintf("terraform-provider-botbiz/%s terraform/%s", version, engine)
	more := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, os.Getenv("TF_APPEND_USER_AGENT"))
	return strings.TrimSpace(agent + " " + strings.TrimSpace(more))
}

// configured is the base of everything that calls the API.
type configured struct{ clients *clients }

// take keeps what Configure of the provider returned; before that, Terraform passes nil.
func (c *configured) take(data any) {
	c.clients, _ = data.(*clients)
}

// ready reports whether the API can be called, and says why not.
func (c *configured) ready(diags *diag.Diagnostics) bool {
	switch {
	case c.clients == nil:
		diags.AddError("Provider not configured", "The provider was asked to call Botbiz before it was configured. Please report this.")
	case c.clients.unknown != nil:
		diags.AddError("Provider configuration not known yet", fmt.Sprintf(
			"The provider's %s comes from something that is created in the same apply, so objects that exist already cannot be read yet. "+
				"Apply that first, for example with -target, or set the value from a variable or the environment.", strings.Join(c.clients.unknown, ", ")))
	default:
		return true
	}
	return false
}

// configuredResource is the base of resources.
type configuredResource struct{ configured }

func (r *configuredResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.take(req.ProviderData)
}

// configuredDataSource is the base of data sources.
type configuredDataSource struct{ configured }

func (d *configuredDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.take(req.ProviderData)
}

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
