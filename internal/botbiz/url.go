package botbiz

import (
	"encoding/hex"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/idna"
)

// maxHost limits the bytes of a host that is converted, because the time for that is quadratic. A name has at most 253
// characters.
const maxHost = 1024

// SameURL compares two URLs according to RFC 3986, section 6.2: it ignores the case of scheme and host, a default port, an
// empty path, dot segments, unnecessary percent-encoding, and the notation of an IP address. An internationalized host is
// the same as its ASCII form, and a character that a URL cannot contain the same as its percent-encoding, as in
// new URL(text).href of the URL standard. Invalid URLs must be equal.
func SameURL(a, b string) bool {
	return a == b || canonicalURL(a) == canonicalURL(b)
}

func canonicalURL(text string) string {
	escaped := encoded.ReplaceAllStringFunc(text, canonicalEncoding)
	// Before parsing, because net/url loses the difference between / and %2F in a path with such a character.
	u, err := url.Parse(odd.ReplaceAllStringFunc(escaped, url.PathEscape))
	if err != nil || u.Host == "" {
		return text
	}
	u = u.ResolveReference(u) // without dot segments
	u.Scheme = strings.ToLower(u.Scheme)
	host, port := strings.ToLower(u.Hostname()), u.Port()
	if address, err := netip.ParseAddr(host); err == nil {
		host = address.String()
	} else if len(host) <= maxHost {
		if ascii, err := idna.Lookup.ToASCII(host); err == nil {
			host = ascii
		}
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
	odd        = regexp.MustCompile(`[^!-~]|["'<>\\^\x60{|}]`) // what a URL cannot contain, and ', which the URL standard encodes in queries
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
