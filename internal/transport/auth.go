package transport

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

var errOtherOrigin = errors.New("refused to send the API key to another origin than that of the base URL")

// auth adds the headers that tell who calls, for one origin only. It keeps the key out
// of errors and out of Response.Request.
type auth struct {
	next           http.RoundTripper
	base           *url.URL
	key, userAgent string
	headers        map[string]string // of gateways on the way
}

func (a *auth) RoundTrip(req *http.Request) (*http.Response, error) {
	if !sameOrigin(a.base, req.URL) {
		return nil, &NotSentError{Err: errOtherOrigin}
	}
	out := req.Clone(req.Context())
	out.Host = "" // always the host of the URL
	for name, value := range a.headers {
		out.Header.Set(name, value)
	}
	if a.userAgent != "" {
		out.Header.Set("User-Agent", a.userAgent)
	}
	out.Header.Set("Authorization", "Bearer "+a.key)
	resp, err := a.next.RoundTrip(out)
	if err != nil {
		// net/http quotes what it cannot parse, and that may be an echo of the key.
		if a.key != "" && strings.Contains(err.Error(), a.key) {
			err = &redactedError{err}
		}
		return nil, err
	}
	resp.Request = req
	return resp, nil
}

func sameOrigin(a, b *url.URL) bool {
	return a != nil && b != nil &&
		strings.EqualFold(a.Scheme, b.Scheme) &&
		strings.EqualFold(a.Hostname(), b.Hostname()) &&
		port(a) == port(b)
}

func port(u *url.URL) string {
	switch p := u.Port(); {
	case p != "":
		return p
	case strings.EqualFold(u.Scheme, "https"):
		return "443"
	default:
		return "80"
	}
}

// redactedError hides the text of an error and keeps what it is.
type redactedError struct{ err error }

func (e *redactedError) Error() string {
	return "the request failed; the reason is not shown because it contains the API key"
}
func (e *redactedError) Unwrap() error { return e.err }
