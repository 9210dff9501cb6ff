package provider

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

type providerModel struct {
	APIKey            types.String `tfsdk:"api_key"`
	APIKeyFile        types.String `tfsdk:"api_key_file"`
	BaseURL           types.String `tfsdk:"base_url"`
	RequestsPerMinute types.Number `tfsdk:"requests_per_minute"`
	MaxWait           types.String `tfsdk:"max_wait"`
	RequestTimeout    types.String `tfsdk:"request_timeout"`
	Headers           types.Map    `tfsdk:"headers"`
	CACertFile        types.String `tfsdk:"ca_cert_file"`
}

// settings are the effective provider settings.
type settings struct {
	unknown           []string // unknown arguments, without which the API cannot be called
	apiKey            string
	keySource         string // the argument or environment variable of the key
	baseURL           *url.URL
	requestsPerMinute int
	maxWait           time.Duration
	requestTimeout    time.Duration
	headers           map[string]string
	base              http.RoundTripper // nil: the one that trusts the authorities of the system
}

// settings reads the configuration, and the environment for missing arguments.
func (m providerModel) settings(ctx context.Context) (settings, diag.Diagnostics) {
	s := settings{maxWait: 10 * time.Minute, requestTimeout: 30 * time.Second}
	var diags diag.Diagnostics
	// The other arguments are optional: if one is unknown, this plan uses the environment or the default.
	for name, values := range map[string][]attr.Value{
		"api_key": {m.APIKey}, "api_key_file": {m.APIKeyFile}, "base_url": {m.BaseURL}, "ca_cert_file": {m.CACertFile},
		"headers": append(slices.Collect(maps.Values(m.Headers.Elements())), m.Headers),
	} {
		if slices.ContainsFunc(values, attr.Value.IsUnknown) {
			s.unknown = append(s.unknown, name)
		}
	}
	if s.unknown != nil {
		slices.Sort(s.unknown)
		return s, nil
	}
	s.apiKey, s.keySource = m.key(ctx, &diags)

	source, address := setting(m.BaseURL.ValueString(), "base_url", "BOTBIZ_BASE_URL")
	base, err := parseBaseURL(cmp.Or(address, botbiz.DefaultBaseURL))
	s.baseURL = base
	source.refuse(&diags, err)

	s.headers = m.additionalHeaders(&diags)
	if source, file := setting(m.CACertFile.ValueString(), "ca_cert_file", "BOTBIZ_CA_CERT_FILE"); file != "" {
		s.base, err = trusting(ctx, file)
		source.refuse(&diags, err)
	}

	source, rate := setting("", "requests_per_minute", "BOTBIZ_REQUESTS_PER_MINUTE")
	if number := m.RequestsPerMinute; !number.IsNull() && !number.IsUnknown() {
		source, rate = argument{name: "requests_per_minute"}, numberText(number).ValueString()
	}
	if rate != "" {
		s.requestsPerMinute, err = parseRate(rate)
		source.refuse(&diags, err)
	}

	for _, d := range []struct {
		value     string
		name, env string
		to        *time.Duration
	}{
		{m.MaxWait.ValueString(), "max_wait", "BOTBIZ_MAX_WAIT", &s.maxWait},
		{m.RequestTimeout.ValueString(), "request_timeout", "BOTBIZ_REQUEST_TIMEOUT", &s.requestTimeout},
	} {
		if source, value := setting(d.value, d.name, d.env); value != "" {
			parsed, err := parseDuration(value)
			*d.to = parsed
			source.refuse(&diags, err)
		}
	}
	return s, diags
}

// key returns the API key from the configuration, or else from the environment, and its source.
func (m providerModel) key(ctx context.Context, diags *diag.Diagnostics) (key, source string) {
	envKey, envFile := os.Getenv("BOTBIZ_API_KEY"), strings.TrimSpace(os.Getenv("BOTBIZ_API_KEY_FILE"))
	file := m.APIKeyFile.ValueString()
	var err error
	var from argument
	switch {
	case !m.APIKey.IsNull():
		from = argument{name: "api_key"}
		key, err = parseKey(m.APIKey.ValueString())
	case file != "":
		from = argument{name: "api_key_file"}
		key, err = readKeyFile(ctx, file)
	case envKey != "" && envFile != "":
		diags.Append(failure(titleTwoKeys, "Both BOTBIZ_API_KEY and BOTBIZ_API_KEY_FILE are set. Unset one of them."))
	case envKey != "":
		from = argument{env: "BOTBIZ_API_KEY"}
		key, err = parseKey(envKey)
	case envFile != "":
		from = argument{env: "BOTBIZ_API_KEY_FILE"}
		key, err = readKeyFile(ctx, envFile)
	default:
		diags.Append(diag.WithPath(path.Root("api_key"), failure(titleNoKey,
			"The provider needs an API key from the Botbiz dashboard. Set the environment variable BOTBIZ_API_KEY or BOTBIZ_API_KEY_FILE, "+
				"or the argument api_key or api_key_file of the provider block.")))
	}
	from.refuse(diags, err)
	return key, cmp.Or(from.name, from.env)
}

// argument is the source of a value, for errors.
type argument struct{ name, env string }

// setting returns the value from the configuration, or else from the environment.
func setting(configured, name, env string) (argument, string) {
	if configured != "" {
		return argument{name: name}, configured
	}
	return argument{env: env}, strings.TrimSpace(os.Getenv(env))
}

func (a argument) refuse(diags *diag.Diagnostics, err error) {
	if err == nil {
		return
	}
	what := "argument " + a.name
	if a.name == "" {
		what = "environment variable " + a.env
	}
	d := failure(titled(err, titleInvalidProvider), "The %s cannot be used: %s.", what, trimDot(err.Error()))
	if a.name == "" || a.name == "api_key" || errors.Is(err, errCredentials) { // see check.secret
		diags.Append(d)
		return
	}
	diags.Append(diag.WithPath(path.Root(a.name), d))
}
