package botbiz

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Invisible names the first character of a text that cannot be seen, with its code: a control character, a mark such as
// U+200B, or white space other than a blank. It returns "" if all can be seen.
func Invisible(text string) string {
	i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
	if i < 0 {
		return ""
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	switch r {
	case '\n', '\r':
		return fmt.Sprintf("a line break (%U)", r)
	case '\t':
		return fmt.Sprintf("a tab (%U)", r)
	}
	return fmt.Sprintf("the invisible character %U", r)
}
