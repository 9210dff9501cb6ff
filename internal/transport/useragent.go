package transport

import "net/http"

// userAgent names this program to the API.
type userAgent struct {
	next  http.RoundTripper
	value string
}

func (u *userAgent) RoundTrip(req *http.Request) (*http.Response, error) {
	if u.value == "" {
		return u.next.RoundTrip(req)
	}
	out := req.Clone(req.Context())
	out.Header.Set("User-Agent", u.value)
	return u.next.RoundTrip(out)
}
