package botbiz

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Terraform parses a text that is a JSON object or list to show it, and prints strings with line breaks in it unchanged. So
// a control character can reach the terminal as an escape in a printable text.

// isJSON reports whether Terraform parses a text.
func isJSON(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "{") && json.Valid([]byte(text)) || strings.HasPrefix(text, "[") && json.Valid([]byte(text))
}

// hidesControls reports whether a text is JSON with control characters in its strings.
func hidesControls(text string) bool { return isJSON(text) && harmlessEscapes(text) != text }

// printableJSON returns harmless JSON unchanged, and other JSON on one line with U+FFFD instead of harmful characters.
func printableJSON(sent []byte) ([]byte, error) {
	text := strings.ToValidUTF8(string(sent), "\ufffd")
	if len(text) > maxText || tooDeep(text) {
		return nil, errors.New("an object is too large, or nests too deep")
	}
	if strings.ContainsAny(text, "\t\r\n") { // between tokens; strings contain no such character
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(text)); err != nil {
			return nil, err
		}
		text = compact.String()
	}
	var line strings.Builder
	for _, r := range harmlessEscapes(text) {
		switch {
		case unicode.IsPrint(r):
			line.WriteRune(r)
		case joins(r): // in a string
			fmt.Fprintf(&line, `\u%04x`, r)
		default:
			line.WriteString(`\ufffd`)
		}
	}
	return []byte(line.String()), nil
}

// escaped is an escape in JSON, or a line break of two escapes.
var escaped = regexp.MustCompile(`\\r\\n|\\(?:u[0-9A-Fa-f]{4}|.)`)

// harmlessEscapes replaces the escapes of control characters and of marks that change the direction of writing with U+FFFD.
func harmlessEscapes(text string) string {
	return escaped.ReplaceAllStringFunc(text, func(escape string) string {
		switch escape {
		case `\b`, `\f`, `\r`:
			return `\ufffd`
		}
		digits, numbered := strings.CutPrefix(escape, `\u`)
		if !numbered {
			return escape
		}
		code, _ := strconv.ParseInt(digits, 16, 32)
		if r := rune(code); unicode.IsPrint(r) || unicode.Is(unicode.Cs, r) || joins(r) || r == '\t' || r == '\n' {
			return escape
		}
		return `\ufffd`
	})
}

// joins reports whether a rune joins two others, as in many emoji. It is not printable, but harmless.
func joins(r rune) bool { return r == '\u200c' || r == '\u200d' }
