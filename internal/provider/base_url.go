package provider

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// errCredentials marks an error about a value that holds or may hold a secret. Its diagnostic is not put on the attribute,
// because Terraform would show the line of the configuration.
var errCredentials = errors.New("it holds a user name or password")

// secretError is an [errCredentials] with a text of its own.
type secretError struct{ error }

func (secretError) Is(target error) bool { return target == errCredentials }
func (e secretError) Unwrap() error      { return e.error }

// parseBaseURL reads the address of the API. The key travels there, so it must be https, or this machine. Every error is an
// [errCredentials]: a key or a password may be anywhere in what is not a plain address.
func parseBaseURL(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil, u.Scheme != "https" && u.Scheme != "http", u.Hostname() == "":
		return nil, secretError{errors.New("it is not a URL with a scheme and a host, such as " + botbiz.DefaultBaseURL)}
	case u.User != nil:
		return nil, fmt.Errorf("%w; the API key goes into api_key", errCredentials)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, secretError{errors.New("it has a query or a fragment; give the address alone, such as " + botbiz.DefaultBaseURL)}
	case u.Scheme == "http" && !botbiz.IsLoopback(u):
		return nil, secretError{errors.New("it is http, which would send the API key in the clear; use https (http is for hosts that are this machine)")}
	}
	u.Host = strings.ToLower(u.Host) // net/http sends LOCALHOST through HTTP_PROXY, and localhost not
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return u, nil
}
