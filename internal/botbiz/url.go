package botbiz

import (
	"encoding/hex"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// SameURL compares two URLs according to RFC 3986, section 6.2: it ignores the case of scheme and host, a default port, an
// empty path, dot segments, unnecessary percent-encoding, and the notation of an IP address. Invalid URLs must be equal.
func SameURL(a, b string) bool {
	return a == b || canonicalURL(a) == canonicalURL(b)
}

func canonicalURL(text string) string {
	u, err := url.Parse(encoded.ReplaceAllStringFunc(text, canonicalEncoding))
	if err != nil || u.Host == "" {
		return text
	}
	u = u.ResolveReference(u) // without dot segments
	u.Scheme = strings.ToLower(u.Scheme)
	host, port := strings.ToLower(u.Hostname()), u.Port()
	if address, err := netip.ParseAddr(host); err == nil {
		host = address.String()
	}
	if u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		port = ""
	}
	u.Host = strings.TrimSuffix(net.JoinHostPort(host, port), ":")
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

var (
	encoded    = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
	unreserved = regexp.MustCompile(`^[A-Za-z0-9._~-]$`)
)

// canonicalEncoding removes unnecessary percent-encoding and writes the rest in upper case.
func canonicalEncoding(triplet string) string {
	if char, err := hex.DecodeString(triplet[1:]); err == nil && unreserved.Match(char) {
		return string(char)
	}
	return strings.ToUpper(triplet)
}

// IsLoopback reports whether the host of a URL is this machine: localhost, 127.0.0.0/8, or ::1.
func IsLoopback(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
