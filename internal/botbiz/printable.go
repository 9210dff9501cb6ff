package botbiz

import (
	"regexp"
	"strings"
	"unicode"
)

// Printable returns text from outside as one line that a terminal and a configuration can show: white space is folded,
// what is not printable is dropped (control characters, marks that change the direction of writing), and ${ and %{ are
// parted, because they begin an expression where a configuration quotes them.
func Printable(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return template.Replace(strings.Join(strings.Fields(text), " "))
}

var template = strings.NewReplacer("${", "$ {", "%{", "% {")

// withoutControls drops the control characters of a text that a configuration may hold too, except tabs and line breaks.
// Terraform shows a text of several lines as it is, so an escape sequence in it would reach the terminal. Everything else
// stays, because the text is compared with the configuration; Terraform itself quotes a text of one line.
func withoutControls(text string) string {
	text = loneReturn.ReplaceAllString(text, "$1")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) {
			return -1
		}
		return r
	}, text)
}

// loneReturn goes back to the beginning of the line, over what is there.
var loneReturn = regexp.MustCompile(`\r+([^\r\n]|$)`)
