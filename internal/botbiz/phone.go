package botbiz

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

var (
	// Numbers from web pages and documents can contain other kinds of spaces and dashes, and marks of the direction of
	// writing, which cannot be seen.
	separators = regexp.MustCompile(`[ .()\[\]\t\x{a0}\x{ad}\x{2000}-\x{2015}\x{202a}-\x{202f}\x{2060}\x{2066}-\x{2069}\x{2212}\x{3000}\x{feff}-]`)
	trunkZero  = regexp.MustCompile(`[(\[]\s*0\s*[)\]]`)
	e164       = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	plusless   = regexp.MustCompile(`^[0-9]{7,15}$`)
	// halfWidth converts the characters of East Asian keyboards.
	halfWidth = strings.NewReplacer("＋", "+", "０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7",
		"８", "8", "９", "9", "－", "-", "（", "(", "）", ")")
)

// ErrPhoneNumber describes the format of a phone number.
var ErrPhoneNumber = errors.New("a phone number is written with its country code: a plus sign and 7 to 15 digits that do not begin with zero; " +
	"spaces, dots, dashes and brackets between them are fine")

// ErrNoPlus describes the problem with a number such as 14155550100.
var ErrNoPlus = errors.New(`the plus sign before the country code is missing; in YAML, quote the number, for example "+14155550100"`)

// ErrTrunkZero describes the problem with the zero in +44 (0)20 ….
var ErrTrunkZero = errors.New("the zero in brackets is not dialled after a country code; leave it out")

// NormalizePhoneNumber converts a number to E.164, for example +14155550100. It ignores spaces, dots, dashes, brackets,
// tabs, and marks that cannot be seen, and accepts full-width digits. It checks the format but not the numbering plan,
// because the example in the documentation, +1234567890, is in no numbering plan. The error is an [ErrPhoneNumber], or
// [ErrNoPlus], or [ErrTrunkZero] for a zero in brackets: it is dialed inside the country only, and is not part of the
// international number.
func NormalizePhoneNumber(number string) (string, error) {
	number = halfWidth.Replace(number)
	if trunkZero.MatchString(number) {
		return "", ErrTrunkZero
	}
	number = separators.ReplaceAllString(number, "")
	switch hidden := Invisible(number); {
	case e164.MatchString(number):
		return number, nil
	case plusless.MatchString(number):
		return "", ErrNoPlus
	case hidden != "":
		return "", fmt.Errorf("it contains %s; %w", hidden, ErrPhoneNumber)
	}
	return "", ErrPhoneNumber
}

// SamePhoneNumber compares two numbers by their digits, because Botbiz may omit the plus sign or add spaces. Texts without
// digits are never equal.
func SamePhoneNumber(a, b string) bool { return digits(a) != "" && digits(a) == digits(b) }

// ReadPhoneNumber converts a number from a response to E.164 if it is a complete number, with or without a plus sign and a
// scheme such as "whatsapp:". It returns other values, such as a masked number, unchanged.
func ReadPhoneNumber(written string) string {
	number := written[strings.IndexByte(written, ':')+1:]
	for _, complete := range []string{number, "+" + number} {
		if read, err := NormalizePhoneNumber(complete); err == nil {
			return read
		}
	}
	return written
}

func digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, halfWidth.Replace(number))
}
