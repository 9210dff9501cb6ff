package botbiz

import (
	"fmt"
	"strings"
	"unicode"
)

// Invisible names the first character of a text that cannot be seen: a control character, a mark such as U+200B, or white
// space other than a blank. It returns "" if there is none.
func Invisible(text string) string {
	i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
	if i < 0 {
		return ""
	}
	for _, r := range text[i:] {
		return fmt.Sprintf("the invisible character %U", r)
	}
	return ""
}
