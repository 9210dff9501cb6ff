package botbiz

import (
	"regexp"
	"slices"
	"strings"
)

// LikePhoneNumber reports whether a number that Botbiz shows can be a known one in another notation: without its country
// code, masked, or in the form of WhatsApp, which differs from the dialed one in Brazil, Mexico, and Argentina. The order
// does not matter. Two different numbers can be alike, so look for the [SamePhoneNumber] first.
func LikePhoneNumber(shown, known string) bool {
	a, b := digits(shown), digits(known)
	masked := mask.MatchString(shown) || mask.MatchString(known)
	switch {
	case a != "" && a == b:
		return true
	case !masked && a[max(0, len(a)-minNational):] != b[max(0, len(b)-minNational):]:
		return false // decides most comparisons of a search in little time
	}
	return fits(shown, known) || fits(known, shown)
}

const (
	minNational = 7  // digits of a number without its country code
	minVisible  = 4  // digits of a masked number
	maxNotation = 64 // bytes
)

var (
	scheme = regexp.MustCompile(`^[a-z]+:`)
	mask   = regexp.MustCompile(`[*xX_•●#]+|\.{2,}|…+`)
	masks  = regexp.MustCompile(`_+`)
)

// fits reports whether a notation can be that of a complete number.
func fits(notation, complete string) bool {
	if len(notation) > maxNotation {
		return false
	}
	notation = trunkZero.ReplaceAllString(halfWidth.Replace(scheme.ReplaceAllString(notation, "")), "")
	pattern := separators.ReplaceAllString(mask.ReplaceAllString(notation, "_"), "")
	pattern, international := strings.CutPrefix(pattern, "+")
	if !international {
		pattern = strings.TrimLeft(pattern, "0")
	}
	visible := digits(pattern)
	masked := strings.Contains(pattern, "_")
	if visible == "" || strings.Trim(pattern, "0123456789_") != "" || masked && len(visible) < minVisible {
		return false
	}
	pattern = masks.ReplaceAllString(pattern, "[0-9]+")
	if !international && (masked || len(visible) >= minNational) {
		pattern = "[0-9]{0,4}" + pattern
	}
	return slices.ContainsFunc(forms(complete), regexp.MustCompile("^"+pattern+"$").MatchString)
}

// forms returns the digits of a complete number, and its other form in a country where WhatsApp has one.
func forms(number string) []string {
	number = strings.TrimPrefix(separators.ReplaceAllString(scheme.ReplaceAllString(number, ""), ""), "+")
	if digits(number) != number {
		return nil
	}
	all := []string{number}
	for _, f := range otherForms {
		if parts := f.short.FindStringSubmatch(number); parts != nil {
			all = append(all, parts[1]+f.digit+parts[2])
		}
		if parts := f.long.FindStringSubmatch(number); parts != nil {
			all = append(all, parts[1]+parts[2])
		}
	}
	return all
}

type form struct {
	digit       string // that only one of the forms has
	short, long *regexp.Regexp
}

func newForm(head, digit, tail string) form {
	return form{digit, regexp.MustCompile("^" + head + tail + "$"), regexp.MustCompile("^" + head + digit + tail + "$")}
}

var otherForms = []form{
	newForm("(55[0-9]{2})", "9", "([6-9][0-9]{7})"), // Brazil: mobile numbers got a ninth digit
	newForm("(52)", "1", "([0-9]{10})"),             // Mexico
	newForm("(54)", "9", "([0-9]{10})"),             // Argentina
}
