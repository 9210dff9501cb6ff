package botbiz

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Printable returns text from outside as one line that a terminal and a configuration can show: white space is folded,
// what is not printable is dropped (control characters, marks that change the direction of writing), and ${ and %{ are
// parted, because they begin an expression where a configuration quotes them.
func Printable(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
	return template.Replace(text)
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

// printableJSON returns JSON as it was sent where it is one printable line, else the same JSON as such a line.
func printableJSON(sent []byte) ([]byte, error) {
	text := strings.ToValidUTF8(string(sent), "\ufffd")
	if len(text) > maxText || tooDeep(text) {
		return nil, errors.New("an object is too large, or nests too deep")
	}
	if strings.ContainsAny(text, "\t\r\n") { // between its parts; a string has no such character
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(text)); err != nil {
			return nil, err
		}
		text = compact.String()
	}
	var line []byte
	for _, r := range text {
		switch {
		case unicode.IsPrint(r):
			line = utf8.AppendRune(line, r)
		case r <= 0xffff: // in a string
			line = fmt.Appendf(line, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			line = fmt.Appendf(line, `\u%04x\u%04x`, high, low)
		}
	}
	return line, nil
}

// loneReturn goes back to the beginning of the line, over what is there.
var loneReturn = regexp.MustCompile(`\r+([^\r\n]|$)`)
