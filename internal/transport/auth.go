package transport

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

var errOtherOrigin = errors.New("refused to send the API key to another origin than that of the base URL")

// auth adds the headers that tell who calls, for one origin only. It keeps the key out
// of Response.Request.
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
	if err == nil {
		resp.Request = req
	}
	return resp, err
}

func sameOrigin(a, b *url.URL) bool {
	return a != nil && b != nil &&
		strings.EqualFold(a.Scheme, b.Scheme) &&
		strings.EqualFold(a.Hostname(), b.Hostname()) &&
		port(a) == port(b)
}

// port returns the port of a URL, also if its scheme implies it.
func port(u *url.URL) string {
	return cmp.Or(u.Port(), map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)])
}
