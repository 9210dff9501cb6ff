package botbiz

import (
	"errors"
	"regexp"
	"strings"
)

var (
	// Numbers from web pages and documents can contain other kinds of spaces and dashes.
	separators = regexp.MustCompile(`[ .()\[\]\x{a0}\x{202f}\x{2009}\x{2010}-\x{2015}\x{2212}-]`)
	trunkZero  = regexp.MustCompile(`[(\[]\s*0\s*[)\]]`)
	e164       = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
)

// ErrPhoneNumber describes the format of a phone number.
var ErrPhoneNumber = errors.New("a phone number is written with its country code: a plus sign and 7 to 15 digits that do not begin with zero; " +
	"spaces, dots, dashes and brackets between them are fine")

// ErrTrunkZero describes the problem with the zero in +44 (0)20 ….
var ErrTrunkZero = errors.New("the zero in brackets is not dialled after a country code; leave it out")

// NormalizePhoneNumber converts a number, which can contain spaces, dots, dashes, and brackets, to E.164, for example
// +14155550100. It checks the format but not the numbering plan, because the example in the documentation, +1234567890,
// is in no numbering plan. The error is [ErrPhoneNumber], or [ErrTrunkZero] for a zero in brackets: it is dialed inside
// the country only, and is not part of the international number.
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

// SamePhoneNumber compares two numbers by their digits, because Botbiz may omit the plus sign or add spaces. Texts without
// digits are never equal.
func SamePhoneNumber(a, b string) bool { return digits(a) != "" && digits(a) == digits(b) }

// ReadPhoneNumber converts a number from a response to E.164 if it is a complete number, with or without a plus sign and a
// scheme such as "whatsapp:". It returns other values, such as a masked number, unchanged.
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
