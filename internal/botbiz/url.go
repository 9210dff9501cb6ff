package botbiz

import (
	"net"
	"net/url"
	"strings"
)

// SameURL compares two URLs as RFC 3986, section 6.2, has it: the case of scheme and host, a default port and an empty
// path make no difference. Texts that are no URLs are the same only to the letter.
func SameURL(a, b string) bool {
	return a == b || canonicalURL(a) == canonicalURL(b)
}

func canonicalURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	u.Scheme = strings.ToLower(u.Scheme)
	host, port := strings.ToLower(u.Hostname()), u.Port()
	if port == "" || u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		u.Host = host
		if strings.Contains(host, ":") {
			u.Host = "[" + host + "]"
		}
	} else {
		u.Host = net.JoinHostPort(host, port)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

// IsLoopback tells whether a URL's host is this machine: localhost, 127.0.0.0/8 or ::1.
func IsLoopback(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
