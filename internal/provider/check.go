package provider

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// check validates configuration values. Values from the API are not validated.
type check struct {
	title       string
	description string
	refuse      func(string) error // describes the error without the value, which may be sensitive
	secret      bool               // the error has no attribute, because Terraform would show its line with the value
}

// The checks of arguments. Those of the provider block report errors of settings already in terraform validate.
var (
	idCheck          = check{title: titleInvalidValue, description: "must be an ID", refuse: checkID}
	textCheck        = check{title: titleInvalidValue, description: "must not be blank, and must not begin or end with white space", refuse: checkText}
	secretCheck      = check{title: titleInvalidValue, description: textCheck.description, refuse: checkText, secret: true}
	contentCheck     = check{title: titleInvalidValue, description: "must not be empty", refuse: checkContent}
	eventCheck       = check{title: titleInvalidValue, description: "must be an event type", refuse: checkEvent}
	durationCheck    = check{title: titleInvalidValue, description: "must be a duration above zero", refuse: checked(parseDuration)}
	wholeCheck       = check{title: titleInvalidValue, description: "must be a whole number", refuse: checkWhole}
	rateCheck        = check{title: titleInvalidValue, description: "must be a whole number above zero", refuse: checked(parseRate)}
	keyCheck         = check{title: titleInvalidValue, description: "must hold an API key", refuse: checked(parseKey), secret: true}
	baseURLCheck     = check{title: titleInvalidValue, description: "must be an https URL", refuse: checked(parseBaseURL)}
	phoneNumberCheck = check{title: titleInvalidNumber, description: "must be a phone number with its country code", refuse: checked(botbiz.NormalizePhoneNumber)}
	webhookURLCheck  = check{title: titleInvalidURL, description: "must be an https URL", refuse: checkWebhookURL}
)

func (c check) Description(context.Context) string         { return c.description }
func (c check) MarkdownDescription(context.Context) string { return c.description }

func (c check) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !req.ConfigValue.IsNull() {
		resp.Diagnostics.Append(c.argument(req.Path, req.ConfigValue)...)
	}
}

// ValidateNumber checks a number as text, because the framework refuses a fraction as an error of the provider.
func (c check) ValidateNumber(_ context.Context, req validator.NumberRequest, resp *validator.NumberResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() {
		resp.Diagnostics.Append(c.argument(req.Path, numberText(req.ConfigValue))...)
	}
}

func numberText(number types.Number) types.String {
	return types.StringValue(number.ValueBigFloat().Text('f', -1))
}

// argument checks the value of an argument, which can be known only when it is used.
func (c check) argument(at path.Path, value types.String) diag.Diagnostics {
	if value.IsUnknown() {
		return nil
	}
	err := c.refuse(value.ValueString())
	if err == nil {
		return nil
	}
	if step, _ := at.Steps().LastStep(); step != nil {
		if _, element := step.(path.PathStepElementKeyValue); element {
			at = at.ParentPath() // the path of an element of a set contains its value
		}
	}
	d := failure(titled(err, c.title), "The argument %s cannot be used: %s.", at, trimDot(err.Error()))
	if c.secret || errors.Is(err, errCredentials) {
		return diag.Diagnostics{d}
	}
	return diag.Diagnostics{diag.WithPath(at, d)}
}

// changed checks a planned value that the state does not have. What Botbiz has is valid.
func (c check) changed(at path.Path, planned, held types.String) diag.Diagnostics {
	if planned.IsNull() || planned.Equal(held) { // null: Crossplane plans an object that it only observes, without arguments
		return nil
	}
	return c.argument(at, planned)
}

// reworded is a validator of the framework with the words of this provider.
type (
	oneOf struct {
		validator.String
		key string
	}
	atLeastOne struct{ validator.Set }
)

func (o oneOf) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	var found validator.StringResponse
	if o.String.ValidateString(ctx, req, &found); found.Diagnostics.HasError() {
		resp.Diagnostics.Append(failure(titleInvalidValue, "Set exactly one of the arguments id and %s.", o.key))
	}
}

func (s atLeastOne) ValidateSet(ctx context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	var found validator.SetResponse
	if s.Set.ValidateSet(ctx, req, &found); found.Diagnostics.HasError() {
		resp.Diagnostics.Append(diag.WithPath(req.Path, failure(titleInvalidValue,
			"The argument %s is empty. It needs at least one value. To stop deliveries, set enabled = false.", req.Path)))
	}
}

// checked returns a check that runs a parser.
func checked[T any](parse func(string) (T, error)) func(string) error {
	return func(value string) error {
		_, err := parse(value)
		return err
	}
}

// checkID rejects invalid ids before they become part of a URL.
func checkID(value string) error {
	switch _, err := botbiz.NormalizePhoneNumber(value); {
	case botbiz.Invisible(value) != "":
		return fmt.Errorf("it contains %s; an ID looks like wha_12345", botbiz.Invisible(value))
	case err == nil, !botbiz.IsID(value), strings.Trim(value, ".") == "":
		return errors.New("it is not an ID, for example wha_12345")
	}
	return nil
}

// checkText rejects blank text, and leading and trailing white space, which servers remove. Other characters that cannot
// be seen are part of emoji and of languages.
func checkText(value string) error {
	control := strings.IndexFunc(value, unicode.IsControl)
	switch trimmed := strings.TrimSpace(value); {
	case trimmed == "":
		return errors.New("it is blank")
	case trimmed != value:
		return errors.New("it begins or ends with white space; remove it, for example with trimspace()")
	case strings.Trim(value, zeroWidth) != value:
		return fmt.Errorf("it begins or ends with %s; remove it", botbiz.Invisible(value))
	case control >= 0:
		return fmt.Errorf("it contains %s; remove it", botbiz.Invisible(value[control:]))
	}
	return nil
}

// zeroWidth are a space, a joiner, and a byte order mark without width.
const zeroWidth = "\u200b\u2060\ufeff"

func checkContent(value string) error {
	if value == "" {
		return errors.New("it is empty")
	}
	return nil
}

// checkEvent checks the characters of an event type. Unknown types are valid.
func checkEvent(value string) error {
	const like = "; an event type looks like " + botbiz.EventMessageReceived
	switch {
	case value == "":
		return errors.New("it is empty" + like)
	case botbiz.Invisible(value) != "":
		return errors.New("it contains " + botbiz.Invisible(value) + like)
	case strings.Contains(value, " "):
		return errors.New("it contains a blank" + like)
	}
	return nil
}

func checkWhole(value string) error {
	if strings.Contains(value, ".") {
		return errors.New("it is not a whole number")
	}
	return nil
}

// parseRate reads a number of requests per minute.
func parseRate(value string) (int, error) {
	n, err := strconv.ParseInt(value, 10, 32)
	if err != nil || n < 1 {
		return 0, errors.New("it is not a whole number above zero")
	}
	return int(n), nil
}

func parseDuration(value string) (time.Duration, error) {
	d, err := time.ParseDuration(value)
	if err != nil || d <= 0 {
		return 0, errors.New("it is not a duration above zero, for example 30s or 10m")
	}
	return d, nil
}

// durationArgument returns the value of an optional argument.
func durationArgument(at path.Path, value types.String, byDefault time.Duration, diags *diag.Diagnostics) time.Duration {
	if value.IsNull() {
		return byDefault
	}
	diags.Append(durationCheck.argument(at, value)...)
	d, _ := parseDuration(value.ValueString())
	return d
}

// checkWebhookURL rejects URLs that Botbiz cannot or should not deliver to.
func checkWebhookURL(value string) error {
	const like = ", for example https://example.com/hooks"
	u, err := url.Parse(value)
	odd := strings.IndexAny(value, ` "<>\`)
	switch {
	case err == nil && u.User != nil:
		return fmt.Errorf("%w, which can appear in logs; verify the signature of deliveries instead", errCredentials)
	case value == "":
		return errors.New("it is empty; write the complete URL" + like)
	case botbiz.Invisible(value) != "":
		return fmt.Errorf("it contains %s, which a URL cannot contain", botbiz.Invisible(value))
	case odd >= 0:
		return fmt.Errorf("it contains %q, which a URL cannot contain; write %s", value[odd:odd+1], url.PathEscape(value[odd:odd+1]))
	case errors.As(err, new(url.EscapeError)):
		return errors.New("a percent sign is not followed by two hexadecimal digits; write %25 for the sign itself")
	case err != nil:
		return errors.New("it is not a URL" + like)
	case u.Scheme == "":
		return errors.New("it has no scheme; write https:// at its beginning")
	case u.Scheme != "https" && u.Scheme != "http":
		return errors.New("it must use https; write https:// at its beginning")
	case u.Hostname() == "":
		return errors.New("it has no host" + like)
	case u.Port() != "" && !validPort(u.Port()):
		return errors.New("the port is not between 1 and 65535")
	case u.Fragment != "":
		return errors.New("a fragment (the part after #) is not sent to a receiver")
	case u.Scheme == "http" && !botbiz.IsLoopback(u):
		return errors.New("http sends messages unencrypted; use https (http is allowed for localhost and loopback addresses only)")
	}
	return nil
}

func validPort(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}
