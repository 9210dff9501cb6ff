package provider

import (
	"errors"
	"net/url"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// checkWebhookURL refuses what Botbiz cannot or should not deliver to.
func checkWebhookURL(value string) error {
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return errors.New("a webhook endpoint is an absolute URL, such as https://example.com/hooks")
	case u.User != nil:
		return errors.New("a user name or password in a URL ends up in logs; verify the signature of deliveries instead")
	case u.Fragment != "":
		return errors.New("a fragment (the part from #) is never sent to a server")
	case u.Scheme == "http" && !botbiz.IsLoopback(u):
		return errors.New("http sends messages in the clear; use https (http is for hosts that are this machine)")
	}
	return nil
}
