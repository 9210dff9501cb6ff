package botbiz

import (
	"encoding/json"
	"strings"
	"unicode"
)

// The types of most fields are inferred. A field of another type counts as missing and does not make the object invalid.
// A field that is too long or nested too deeply also counts as missing: Terraform parses JSON in texts to show it, and
// hangs on deep nesting.
const (
	maxID      = 200
	maxText    = 64 << 10 // bytes of a text that can be in a configuration
	maxWord    = 4 << 10  // bytes of a text that the API generates
	maxEvents  = 1000
	maxNesting = 20
)

// id is the id of an object: 1 to 200 printable ASCII characters without spaces and without / ? # %, so that it is one
// element of a path and cannot forge a line of output. Other values count as missing, and an object without an id is not
// a valid response. Numbers are ids as written.
type id string

// UnmarshalJSON accepts any JSON value.
func (i *id) UnmarshalJSON(data []byte) error {
	read := asText(data)
	*i = ""
	if read != nil && IsID(*read) {
		*i = id(*read)
	}
	return nil
}

// IsID reports whether text can be the id of an object.
func IsID(text string) bool {
	return text != "" && len(text) <= maxID &&
		!strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("/?#%", r) })
}

// line is a field that can be in a configuration, on one line: the provider accepts no control characters there. Terraform
// escapes a value of one line, and shows one of several lines as it is.
type line struct{ text }

// UnmarshalJSON accepts any JSON value.
func (l *line) UnmarshalJSON(data []byte) error {
	if err := l.text.UnmarshalJSON(data); err != nil || l.value == nil {
		return err
	}
	folded := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, *l.value)
	l.value = &folded
	return nil
}

// text is a field that can be in a configuration, so it stays unchanged except for control characters. A number stays as
// written.
type text struct{ value *string }

// UnmarshalJSON accepts any JSON value.
func (t *text) UnmarshalJSON(data []byte) error {
	*t = text{}
	if read := asText(data); read != nil && len(*read) <= maxText && !tooDeep(*read) && !hidesControls(*read) {
		clean := withoutControls(*read)
		t.value = &clean
	}
	return nil
}

// String returns the text, or an empty string.
func (t text) String() string {
	if t.value == nil {
		return ""
	}
	return *t.value
}

// word is a field that the API generates. It is one printable line, and not JSON.
type word struct{ value *string }

// UnmarshalJSON accepts any JSON value.
func (w *word) UnmarshalJSON(data []byte) error {
	*w = word{}
	if read := asText(data); read != nil && len(*read) <= maxWord && !isJSON(*read) {
		line := Printable(*read)
		w.value = &line
	}
	return nil
}

// asText returns a JSON string, a number as written, or nil.
func asText(data []byte) *string {
	var read *string
	switch c := data[0]; {
	case c == '"':
		_ = json.Unmarshal(data, &read) // the decoder checked it
	case c == '-' || c >= '0' && c <= '9':
		number := string(data)
		read = &number
	}
	return read
}

// tooDeep reports whether a text has more nested brackets than Terraform can show.
func tooDeep(text string) bool {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth > maxNesting {
			return true
		}
	}
	return false
}

// flag is a boolean field.
type flag struct{ value *bool }

// UnmarshalJSON accepts any JSON value.
func (f *flag) UnmarshalJSON(data []byte) error {
	*f = flag{}
	if c := data[0]; c == 't' || c == 'f' {
		return json.Unmarshal(data, &f.value)
	}
	return nil
}

// texts is a field with a list of strings.
type texts []string

// UnmarshalJSON accepts any JSON value.
func (t *texts) UnmarshalJSON(data []byte) error {
	var list []string
	strange := json.Unmarshal(data, &list) != nil || len(list) > maxEvents
	for i, item := range list {
		strange = strange || len(item) > maxWord || tooDeep(item) || hidesControls(item)
		list[i] = withoutControls(item)
	}
	if *t = list; strange {
		*t = nil
	}
	return nil
}
