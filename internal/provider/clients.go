package provider

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/transport"
)

// clients is the result of Configure for all resources. It exists as long as the configuration, unlike resources, which
// the framework creates for every call.
type clients struct {
	unknown     []string // unknown provider arguments; then only planning is set
	baseURL     string
	keySource   string        // where the API key comes from, for errors
	timeout     time.Duration // of one HTTP request
	share       time.Duration // how old a shared reading can be; 0: one walk
	fingerprint string        // of base URL and API key
	gate        *transport.Gate
	api         *botbiz.Client
	collections map[string]any // the *collection.Collection of each kind, by its name; see noun.in
	planning    *planning
}

func newClients(s settings, userAgent string, share time.Duration) *clients {
	if s.unknown != nil {
		return &clients{unknown: s.unknown, planning: newPlanning()}
	}
	known := knownFor(s.baseURL.String(), s.apiKey)
	return connect(s, known, transport.Config{UserAgent: userAgent, Base: s.base, Debug: tflog.Debug, Info: tflog.Info}, share)
}

// connect creates the client and the collections with the shared state of the API key, for a new walk of Terraform.
func connect(s settings, known *known, config transport.Config, share time.Duration) *clients {
	config.BaseURL, config.APIKey, config.Gate = s.baseURL, s.apiKey, known.gate
	config.RequestTimeout, config.MaxWait, config.RequestsPerMinute = s.requestTimeout, s.maxWait, s.requestsPerMinute
	config.Headers = s.headers
	c := &clients{
		baseURL: s.baseURL.String(), keySource: s.keySource, timeout: s.requestTimeout, share: share, fingerprint: known.fingerprint(),
		gate: known.gate, collections: map[string]any{}, planning: newPlanning(),
	}
	config.Describe = func(u *url.URL, h http.Header) map[string]any { return c.api.Describe(u, h) }
	c.api = botbiz.New(s.baseURL, transport.New(config), append(slices.Collect(maps.Values(s.headers)), s.apiKey)...)
	for _, n := range nouns() {
		n.join(c, known)
	}
	return c
}

// limit returns the maximum number of requests per minute, if it is known.
func (c *clients) limit() int {
	if c.gate == nil {
		return documentedLimit
	}
	return cmp.Or(c.gate.Limit(), documentedLimit)
}

// userAgent contains the versions of provider and Terraform, and TF_APPEND_USER_AGENT.
func userAgent(version, terraform string) string {
	agent := fmt.Sprintf("terraform-provider-botbiz/%s terraform/%s", version, terraform)
	more := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, os.Getenv("TF_APPEND_USER_AGENT"))
	return strings.TrimSpace(agent + " " + strings.TrimSpace(more))
}

// configured is the base of all types that call the API.
type configured struct{ clients *clients }

// take stores the result of the provider's Configure. Before that, Terraform passes nil.
func (c *configured) take(data any) {
	c.clients, _ = data.(*clients)
}

// ready reports whether the API can be called, with an error if not.
func (c *configured) ready(diags *diag.Diagnostics) bool {
	switch {
	case c.clients == nil:
		diags.Append(failure(titleNotConfigured, "Terraform called the provider before it configured the provider. This is a bug. Please report it."))
	case c.clients.unknown != nil:
		diags.Append(failure(titleUnknownProvider, "The provider argument %s depends on a resource that this apply creates, so existing objects cannot be read yet. Apply that "+
			"resource first, for example with -target, or set the argument from a variable or the environment.", strings.Join(c.clients.unknown, ", ")))
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

// configuredEphemeralResource is the base of ephemeral resources. List resources use the base of resources.
type configuredEphemeralResource struct{ configured }

func (e *configuredEphemeralResource) Configure(_ context.Context, req ephemeral.ConfigureRequest, _ *ephemeral.ConfigureResponse) {
	e.take(req.ProviderData)
}

// configuredAction is the base of actions.
type configuredAction struct{ configured }

func (a *configuredAction) Configure(_ context.Context, req action.ConfigureRequest, _ *action.ConfigureResponse) {
	a.take(req.ProviderData)
}
