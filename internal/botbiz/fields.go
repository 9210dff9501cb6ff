package botbiz

import "encoding/json"

// fields are the members of a JSON object. They are read one by one, because the types of most are inferred: a field of
// another type than expected counts as absent and does not make the object unreadable.
type fields map[string]json.RawMessage

// text returns a string, or a number as it is written, or nil.
func (f fields) text(name string) *string {
	var text *string
	if json.Unmarshal(f[name], &text) == nil {
		return text
	}
	var number json.Number
	if json.Unmarshal(f[name], &number) != nil {
		return nil
	}
	digits := number.String()
	return &digits
}

// id returns the id, or nothing.
func (f fields) id() string {
	if id := f.text("id"); id != nil {
		return *id
	}
	return ""
}

// flag returns a boolean, or nil.
func (f fields) flag(name string) *bool {
	var flag *bool
	if json.Unmarshal(f[name], &flag) != nil {
		return nil
	}
	return flag
}

// texts returns a list of strings, or nil.
func (f fields) texts(name string) []string {
	var texts []string
	if json.Unmarshal(f[name], &texts) != nil {
		return nil
	}
	return texts
}
