package provider

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// checkWebhookURL refuses what Botbiz cannot or should not deliver to.
func checkWebhookURL(value string) error {
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return errors.New("a webhook endpoint is an absolute URL, such as https://example.com/hooks")
	case u.User != nil:
		return fmt.Errorf("%w, which would end up in logs; verify the signature of deliveries instead", errCredentials)
	case u.Port() != "" && !validPort(u.Port()):
		return errors.New("the port is not between 1 and 65535")
	case u.Fragment != "":
		return errors.New("a fragment (the part from #) is never sent to a server")
	case u.Scheme == "http" && !botbiz.IsLoopback(u):
		return errors.New("http sends messages in the clear; use https (http is for hosts that are this machine)")
	}
	return nil
}

func validPort(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

var eventPattern = regexp.MustCompile(`^(\*|[A-Za-z0-9_-]+)(\.(\*|[A-Za-z0-9_-]+))*$`)

// eventValidator checks the syntax of event types; the set of them is open.
type eventValidator struct{}

func (eventValidator) Description(context.Context) string { return "must be an event type" }

func (v eventValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (eventValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if value := req.ConfigValue; !value.IsNull() && !value.IsUnknown() && !eventPattern.MatchString(value.ValueString()) {
		// On the set: the path of an element of one is no help to a reader.
		resp.Diagnostics.AddAttributeError(req.Path.ParentPath(), "Invalid value", fmt.Sprintf(
			"The event type %q: an event type is words joined by dots, such as %s.", req.ConfigValue.ValueString(), botbiz.EventMessageReceived))
	}
}

// besideVersion has a validator of signing_secret_wo say what it says beside signing_secret_wo_version: Terraform shows the
// line of the configuration that an error is about, and the secret might be written there.
type besideVersion struct{ validator.String }

func (v besideVersion) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	var said validator.StringResponse
	v.String.ValidateString(ctx, req, &said)
	for _, d := range said.Diagnostics {
		resp.Diagnostics.AddAttributeError(path.Root("signing_secret_wo_version"), d.Summary(), d.Detail())
	}
}
