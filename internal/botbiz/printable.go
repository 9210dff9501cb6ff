package botbiz

import (
	"regexp"
	"strings"
	"unicode"
)

// Printable converts text from outside to one line that a terminal and a configuration can show: it joins white space,
// removes unprintable characters (control characters, marks that change the direction of writing), and separates ${ and
// %{, because they start an expression in a configuration.
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

// withoutControls removes the control characters from a text that can be in a configuration, except tabs and line breaks.
// Terraform shows a text with several lines unchanged, so an escape sequence in it would reach the terminal. Everything
// else stays, because the text is compared with the configuration. Terraform quotes a text with one line itself.
func withoutControls(text string) string {
	text = loneReturn.ReplaceAllString(text, "$1")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) {
			return -1
		}
		return r
	}, text)
}

// loneReturn moves the cursor to the start of the line, where it overwrites text.
var loneReturn = regexp.MustCompile(`\r+([^\r\n]|$)`)
