package mockapi

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// How servers write the values of objects in their own way.

func withoutPlus(number string) string { return strings.TrimPrefix(number, "+") }

func groupsOfThree(number string) string {
	digits := withoutPlus(number)
	plus := number[:len(number)-len(digits)]
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + " " + digits[i:]
	}
	return plus + digits
}

// countryAndRest splits a number after a country code of one digit in America and of two elsewhere, which is good enough.
func countryAndRest(number string) (country, rest string) {
	n := min(len(number), 3)
	if strings.HasPrefix(number, "+1") {
		n = 2
	}
	return number[:n], number[n:]
}

func national(number string) string {
	country, rest := countryAndRest(number)
	if country == "+1" && len(rest) == 10 {
		return fmt.Sprintf("(%s) %s-%s", rest[:3], rest[3:6], rest[6:])
	}
	return "0" + rest
}

func masked(number string) string {
	const shown = 3
	if len(number) <= 2*shown {
		return number
	}
	return number[:shown] + strings.Repeat("*", len(number)-2*shown) + number[len(number)-shown:]
}

var whatsAppForms = []struct {
	number *regexp.Regexp
	form   string
}{
	{regexp.MustCompile(`^\+55(\d\d)9(\d{8})$`), "55$1$2"},
	{regexp.MustCompile(`^\+52(\d{10})$`), "521$1"},
	{regexp.MustCompile(`^\+54(\d{10})$`), "549$1"},
	{regexp.MustCompile(`^\+`), ""},
}

func whatsAppForm(number string) string {
	for _, rule := range whatsAppForms {
		if rule.number.MatchString(number) {
			return rule.number.ReplaceAllString(number, rule.form)
		}
	}
	return number
}

// pairedPhone returns another number for each number.
func pairedPhone(number string) string { return "+1999" + number[max(0, len(number)-7):] }

func cut(name string) string {
	characters := []rune(name)
	return string(characters[:min(len(characters), 60)])
}

func htmlEscaped(text string) string { return html.EscapeString(text) }

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

func href(raw string) string {
	return changed(normalized(raw), func(u *url.URL) {
		if host, err := idna.Lookup.ToASCII(u.Hostname()); err == nil {
			u.Host = strings.Replace(u.Host, u.Hostname(), host, 1)
		}
		*u = *u.ResolveReference(u) // without . and ..
		var query strings.Builder
		for _, b := range []byte(u.RawQuery) {
			if b <= ' ' || b >= 0x7f || strings.IndexByte("\"#<>'", b) >= 0 {
				fmt.Fprintf(&query, "%%%02X", b)
			} else {
				query.WriteByte(b)
			}
		}
		u.RawQuery = query.String()
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
