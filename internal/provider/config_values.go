package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// parseKey trims an API key and refuses what cannot be in an HTTP header. The error does not quote it.
func parseKey(key string) (string, error) {
	key = strings.TrimSpace(key)
	switch {
	case key == "":
		return "", errors.New("the API key is empty")
	case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "", errors.New("the API key holds a line break, a blank or another character that no key has; copy it again from the dashboard")
	}
	return key, nil
}

func parseDuration(value string) (time.Duration, error) {
	d, err := time.ParseDuration(value)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("%q is not a duration above zero, such as 30s or 10m", value)
	}
	return d, nil
}

// The validators refuse at terraform validate what settings would refuse later.
type (
	keyValidator      struct{}
	baseURLValidator  struct{}
	durationValidator struct{}
)

func (keyValidator) Description(context.Context) string { return "must hold an API key" }
func (v keyValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (keyValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	_, err := parseKey(req.ConfigValue.ValueString())
	if err == nil || req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	// Not on the attribute: Terraform would show its line of the configuration, and the key might be written there.
	resp.Diagnostics.AddError("Invalid value", fmt.Sprintf("The argument %s: %v.", req.Path, err))
}

func (baseURLValidator) Description(context.Context) string { return "must be an https URL" }
func (v baseURLValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (baseURLValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	_, err := parseBaseURL(req.ConfigValue.ValueString())
	refuse(req, resp, err)
}

func (durationValidator) Description(context.Context) string { return "must be a duration above zero" }

func (v durationValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (durationValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	_, err := parseDuration(req.ConfigValue.ValueString())
	refuse(req, resp, err)
}

// refuse puts err, if there is one, on the attribute; null and unknown values are nobody's business yet.
func refuse(req validator.StringRequest, resp *validator.StringResponse, err error) {
	if err == nil || req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	detail := fmt.Sprintf("The argument %s: %v.", req.Path, err)
	if errors.Is(err, errCredentials) {
		resp.Diagnostics.AddError("Invalid value", detail) // see keyValidator
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", detail)
}
