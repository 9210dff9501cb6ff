package provider

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// errCredentials marks an error about a value that can contain a secret. Its diagnostic has no attribute, because Terraform
// would show that line of the configuration.
var errCredentials = errors.New("it contains a user name or a password")

var errOtherAPI = errors.New("it is the address of another Botbiz API (dash.botbiz.io, with the parameter apiToken); this provider is for " + botbiz.DefaultBaseURL)

// titled returns the title of an error about a setting.
func titled(err error, title string) string {
	if errors.Is(err, errOtherAPI) {
		return titleOtherAPI
	}
	return title
}

// secretError is an [errCredentials] with its own text.
type secretError struct{ error }

func (secretError) Is(target error) bool { return target == errCredentials }
func (e secretError) Unwrap() error      { return e.error }

// parseBaseURL parses the URL of the API. It must be https or loopback, because it receives the key. Every error is an
// [errCredentials], because an invalid URL can contain a key or a password.
func parseBaseURL(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch hidden := botbiz.Invisible(strings.TrimSpace(address)); {
	case hidden != "":
		return nil, secretError{errors.New("it contains " + hidden)}
	case err != nil, u.Scheme != "https" && u.Scheme != "http", u.Hostname() == "":
		return nil, secretError{errors.New("it is not a URL with a scheme and a host, for example " + botbiz.DefaultBaseURL)}
	case u.User != nil:
		return nil, fmt.Errorf("%w; the API key goes into api_key", errCredentials)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, secretError{errors.New("it has a query or a fragment; use only the address, for example " + botbiz.DefaultBaseURL)}
	case strings.EqualFold(u.Hostname(), "dash.botbiz.io"):
		return nil, secretError{errOtherAPI}
	case u.Scheme == "http" && !botbiz.IsLoopback(u):
		return nil, secretError{errors.New("http would send the API key unencrypted; use https (http is allowed for localhost and loopback addresses only)")}
	}
	u.Host = strings.ToLower(u.Host) // net/http sends LOCALHOST through HTTP_PROXY, but not localhost
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return u, nil
}
