package botbiz

import (
	"errors"
	"regexp"
	"strings"
)

var (
	// Numbers are pasted from web pages and letters too, hence more than one blank and dash.
	separators = regexp.MustCompile(`[ .()\[\]\x{a0}\x{202f}\x{2009}\x{2010}-\x{2015}\x{2212}-]`)
	trunkZero  = regexp.MustCompile(`[(\[]\s*0\s*[)\]]`)
	e164       = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
)

// ErrPhoneNumber says what a phone number looks like.
var ErrPhoneNumber = errors.New("a phone number is written with its country code: a plus sign and 7 to 15 digits that do not begin with zero; " +
	"spaces, dots, dashes and brackets between them are fine")

// ErrTrunkZero says what to do with the zero of +44 (0)20 ….
var ErrTrunkZero = errors.New("the zero in brackets is not dialled after a country code; leave it out")

// NormalizePhoneNumber returns a number, written with spaces, dots, dashes or brackets if one likes, in E.164, for
// example +14155550100. It checks the shape and no numbering plan, because the documentation's own example,
// +1234567890, is in none. The error is [ErrPhoneNumber], or [ErrTrunkZero] for a zero in brackets, which is dialled
// inside a country only: with it the number would be another one.
func NormalizePhoneNumber(number string) (string, error) {
	if trunkZero.MatchString(number) {
		return "", ErrTrunkZero
	}
	number = separators.ReplaceAllString(number, "")
	if !e164.MatchString(number) {
		return "", ErrPhoneNumber
	}
	return number, nil
}

// SamePhoneNumber compares two numbers by their digits: a server may omit the plus sign or add spaces. Texts without a
// digit are no numbers and the same as none.
func SamePhoneNumber(a, b string) bool { return digits(a) != "" && digits(a) == digits(b) }

// ReadPhoneNumber returns a number that a server wrote in E.164 where it is a whole number, with or without a plus sign and
// a scheme such as "whatsapp:". It returns everything else, such as a masked number, as it was written.
func ReadPhoneNumber(written string) string {
	number := written[strings.IndexByte(written, ':')+1:]
	if number, err := NormalizePhoneNumber("+" + strings.TrimLeft(number, "+ ")); err == nil {
		return number
	}
	return written
}

func digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
}
