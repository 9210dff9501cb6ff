package botbiz

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
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

// fields are the members of a JSON object by their exact names. encoding/json would take "ID" for "id". Each method returns
// nil, or an empty value, for a member that is missing or has another type.
type fields map[string]json.RawMessage

// readFields returns the members of one object: of body itself, or of the one member that is an object with an id, such as
// {"data":{…}}, {"account":{…}}, or {"data":{"account":{…}}}, or of the only element of an array. ok is false if body is not an
// object.
func readFields(body []byte) (f fields, ok bool) {
	var all []fields
	if json.Unmarshal(body, &all) == nil && len(all) == 1 && all[0].id() != "" {
		return all[0], true
	}
	if json.Unmarshal(body, &f) != nil || f == nil {
		return nil, false
	}
	if f.id() != "" {
		return f, true
	}
	for range 2 {
		var inner []fields
		for _, member := range f {
			var object fields
			if json.Unmarshal(member, &object) == nil && object != nil {
				inner = append(inner, object)
			}
		}
		if at := slices.IndexFunc(inner, func(o fields) bool { return o.id() != "" }); at >= 0 {
			return inner[at], true
		}
		if len(inner) != 1 {
			break
		}
		f = inner[0]
	}
	return f, true
}

// deleted reports whether the object is only a mark that it was deleted.
func (f fields) deleted() bool {
	at, status := f.word("deleted_at"), f.word("status")
	is := func(name string) bool { flag := f.flag(name); return flag != nil && *flag }
	return is("deleted") || is("is_deleted") || at != nil && *at != "" || status != nil && strings.EqualFold(*status, "deleted")
}

// id returns the id of the object: 1 to 200 printable ASCII characters without spaces and without / ? # %, so that it is one
// element of a path and cannot forge a line of output. An object without an id is not a valid response. Numbers are ids as
// written.
func (f fields) id() string {
	if read := asText(f["id"]); read != nil && IsID(*read) {
		return *read
	}
	return ""
}

// IsID reports whether text can be the id of an object.
func IsID(text string) bool {
	return text != "" && len(text) <= maxID &&
		!strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("/?#%", r) })
}

var uuid = regexp.MustCompile(`(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// CanonicalID returns the form of an id to compare: the digits of a UUID have no case.
func CanonicalID(id string) string {
	return uuid.ReplaceAllStringFunc(id, strings.ToLower)
}

// line returns a field that can be in a configuration, on one line: the provider accepts no control characters there.
// Terraform escapes a value of one line, and shows one of several lines as it is.
func (f fields) line(name string) *string {
	read := f.text(name)
	if read == nil {
		return nil
	}
	folded := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, *read)
	return &folded
}

// text returns a field that can be in a configuration, so it stays unchanged except for control characters. A number stays
// as written.
func (f fields) text(name string) *string {
	read := asText(f[name])
	if read == nil || len(*read) > maxText || tooDeep(*read) || hidesControls(*read) {
		return nil
	}
	clean := withoutControls(*read)
	return &clean
}

// word returns a field that the API generates. It is one printable line, and not JSON.
func (f fields) word(name string) *string {
	read := asText(f[name])
	if read == nil || len(*read) > maxWord || isJSON(*read) {
		return nil
	}
	line := Printable(*read)
	return &line
}

// flag returns a boolean field, also one that is written as text or as 0 or 1.
func (f fields) flag(name string) *bool {
	written := string(f[name])
	if read := asText(f[name]); read != nil {
		written = *read
	}
	if is, err := strconv.ParseBool(written); err == nil {
		return &is
	}
	return nil
}

// texts returns a field with a list of strings.
func (f fields) texts(name string) []string {
	var list []string
	if json.Unmarshal(f[name], &list) != nil || len(list) > maxEvents {
		return nil
	}
	for i, item := range list {
		if len(item) > maxWord || tooDeep(item) || hidesControls(item) {
			return nil
		}
		list[i] = withoutControls(item)
	}
	return list
}

// asText returns a JSON string, a number as written, or nil.
func asText(data []byte) *string {
	var read *string
	switch {
	case len(data) == 0:
	case data[0] == '"':
		_ = json.Unmarshal(data, &read) // the decoder checked it
	case data[0] == '-' || data[0] >= '0' && data[0] <= '9':
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

// told returns a text, or an empty string if it is missing.
func told(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
