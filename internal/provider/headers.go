package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// reserved are the headers that the client sets, and those that change how net/http sends a request: it repeats a write
// with an Idempotency-Key by itself. A dash at the end stands for all that begin like this.
var reserved = []string{
	"Accept", "Accept-Encoding", "Authorization", "Connection", "Content-", "Expect", "Host", "Idempotency-Key", "Keep-Alive", "Proxy-",
	"Te", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "X-Idempotency-Key",
}

var headerName = regexp.MustCompile("^[0-9A-Za-z!#$%&'*+.^_`|~-]+$")

// additionalHeaders returns the headers for gateways from the configuration, or else from the environment.
func (m providerModel) additionalHeaders(diags *diag.Diagnostics) map[string]string {
	from, given := argument{name: "headers"}, elements(m.Headers)
	if m.Headers.IsNull() {
		source, text := setting("", "headers", "BOTBIZ_HEADERS")
		if text == "" {
			return nil
		}
		from = source
		if json.Unmarshal([]byte(text), &given) != nil {
			from.refuse(diags, errors.New(`it is not a JSON object of texts, for example {"X-Access-Token":"…"}`))
			return nil
		}
	}
	headers, err := parseHeaders(given)
	from.refuse(diags, err)
	return headers
}

// elements returns the headers of an argument. A header that is null is left out, one that is unknown has any value.
func elements(argument types.Map) map[string]string {
	given := map[string]string{}
	for name, element := range argument.Elements() {
		switch value, _ := element.(types.String); {
		case value.IsUnknown():
			given[name] = "unknown"
		case !value.IsNull():
			given[name] = value.ValueString()
		}
	}
	return given
}

// parseHeaders returns headers with canonical names and trimmed values. Every error is an [errCredentials], because Terraform
// would show the line with the values. It names no header of the user's, in case one is a value.
func parseHeaders(given map[string]string) (map[string]string, error) {
	headers := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		value, canonical := strings.TrimSpace(given[name]), http.CanonicalHeaderKey(name)
		own := slices.IndexFunc(reserved, func(r string) bool {
			return canonical == r || strings.HasSuffix(r, "-") && strings.HasPrefix(canonical, r)
		})
		_, twice := headers[canonical]
		switch {
		case !headerName.MatchString(name):
			return nil, secretError{errors.New("the name of a header is empty or has a character that it cannot have")}
		case own >= 0 && strings.HasSuffix(reserved[own], "-"):
			return nil, secretError{fmt.Errorf("headers that begin with %s cannot be set, because they belong to the provider or the HTTP library", reserved[own])}
		case own >= 0:
			return nil, secretError{fmt.Errorf("the header %s cannot be set, because it belongs to the provider or the HTTP library", reserved[own])}
		case twice:
			return nil, secretError{errors.New("two names of headers differ in upper and lower case only")}
		case value == "":
			return nil, secretError{errors.New("the value of a header is empty")}
		case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }):
			return nil, secretError{errors.New("the value of a header contains a line break or another character that it cannot have")}
		}
		headers[canonical] = value
	}
	return headers, nil
}

// headersCheck validates the argument headers like [check].
type headersCheck struct{}

func (headersCheck) Description(context.Context) string {
	return "must be headers that a gateway needs"
}

func (headersCheck) MarkdownDescription(context.Context) string {
	return "must be headers that a gateway needs"
}

func (headersCheck) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	if _, err := parseHeaders(elements(req.ConfigValue)); err != nil {
		resp.Diagnostics.Append(failure(titleInvalidValue, "The argument headers cannot be used: %s.", err))
	}
}
