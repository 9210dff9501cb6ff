package mockapi

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// How servers write the values of objects in their own way.

func masked(number string) string {
	shown := min(3, len(number)/2)
	return number[:shown] + strings.Repeat("*", len(number)-2*shown) + number[len(number)-shown:]
}

// rewritten returns a function that applies the first of some pairs of a regular expression and a replacement.
func rewritten(rules ...string) func(string) string {
	return func(text string) string {
		for rule := range slices.Chunk(rules, 2) {
			if pattern := regexp.MustCompile(rule[0]); pattern.MatchString(text) {
				return pattern.ReplaceAllString(text, rule[1])
			}
		}
		return text
	}
}

// whatsAppForm is without the plus sign, in Brazil without the ninth digit, in Mexico and Argentina with a 1 or 9.
var whatsAppForm = rewritten(
	`^\+55(\d\d)9(\d{8})$`, "55$1$2",
	`^\+52(\d{10})$`, "521$1",
	`^\+54(\d{10})$`, "549$1",
	`^\+`, "",
)

// groupsOfThree is for numbers of 7 to 15 digits.
var groupsOfThree = rewritten(
	`^(\+?\d{1,3})(\d{3})(\d{3})(\d{3})(\d{3})$`, "$1 $2 $3 $4 $5",
	`^(\+?\d{1,3})(\d{3})(\d{3})(\d{3})$`, "$1 $2 $3 $4",
	`^(\+?\d{1,3})(\d{3})(\d{3})$`, "$1 $2 $3",
)

// national takes countries outside of America to have a code of two digits, which is good enough.
var national = rewritten(`^\+1(\d{3})(\d{3})(\d{4})$`, "($1) $2-$3", `^\+(1|\d\d)`, "0")

func joinedBlanks(text string) string { return strings.Join(strings.Fields(text), " ") }

func reversed(events []string) []string {
	slices.Reverse(events)
	return events
}

func withSlash(raw string) string {
	return changed(raw, func(u *url.URL) { *u = *u.JoinPath("/") })
}

func normalized(raw string) string {
	return changed(raw, func(u *url.URL) {
		u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
		if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
			u.Host = strings.TrimSuffix(u.Host, ":"+port)
		}
		if u.Path == "" {
			u.Path = "/"
		}
	})
}

// unsafeInQuery are the characters that new URL().href escapes in a query.
var unsafeInQuery = regexp.MustCompile(`[^!$-&(-;=?-~]`)

func href(raw string) string {
	return changed(normalized(raw), func(u *url.URL) {
		if host, err := idna.Lookup.ToASCII(u.Hostname()); err == nil {
			u.Host = strings.Replace(u.Host, u.Hostname(), host, 1)
		}
		*u = *u.ResolveReference(u) // without . and ..
		u.RawQuery = unsafeInQuery.ReplaceAllStringFunc(u.RawQuery, url.PathEscape)
	})
}

func changed(raw string, change func(u *url.URL)) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	change(u)
	return u.String()
}
