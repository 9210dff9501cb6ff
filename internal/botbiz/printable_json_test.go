package botbiz

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
)

// FuzzPrintableJSON: the JSON is one printable line, and nothing that a string in it says can steer a terminal.
func FuzzPrintableJSON(f *testing.F) {
	for _, sent := range []string{
		`{"id":"u"}`, "{\n\"a\":\t\"b\\n\\u001b[2K\"}", `["\\u001b","\\\u001b","\r\n","\rx","\ud83d\ude00","\ud83d"]`, "[\"\u202e\x7f\u009b\u200d\U000e0001\"]", "[\"\xff\"]", `"`, ``, `[[[[]]]]`, `{"\u0007":1}`,
	} {
		f.Add([]byte(sent))
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		if !json.Valid(sent) {
			t.Skip("the decoder refuses it before")
		}
		line, err := printableJSON(sent)
		if err != nil {
			return
		}
		if !json.Valid(line) || strings.ContainsFunc(string(line), func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Fatalf("%q became %q", sent, line)
		}
		decoder := json.NewDecoder(strings.NewReader(string(line)))
		for {
			token, err := decoder.Token()
			if err != nil {
				return
			}
			if text, ok := token.(string); ok && withoutControls(text) != text {
				t.Errorf("%q says %q", sent, text)
			}
		}
	})
}
