package botbiz

import (
	"html"
	"strings"
)

// SameText reports whether two texts differ only in what servers normalize when they store or return a text: line ends,
// outer and repeated white space, and HTML escapes.
func SameText(a, b string) bool { return a == b || plainText(a) == plainText(b) }

func plainText(text string) string {
	for range 3 { // some servers escape a text when they store it, and again when they return it
		text = html.UnescapeString(text)
	}
	return strings.Join(strings.Fields(text), " ")
}
