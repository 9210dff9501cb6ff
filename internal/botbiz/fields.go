package botbiz

import "encoding/json"

// The types of most fields are inferred. A field of another type than expected counts as absent and does not make the
// object unreadable.

// text is a field that holds a string, or a number, which stays as it is written.
type text struct{ value *string }

// UnmarshalJSON reads any JSON value.
func (t *text) UnmarshalJSON(data []byte) error {
	*t = text{}
	switch c := data[0]; {
	case c == '"':
		return json.Unmarshal(data, &t.value)
	case c == '-' || c >= '0' && c <= '9':
		number := string(data)
		t.value = &number
	}
	return nil
}

// String returns the text, or nothing.
func (t text) String() string {
	if t.value == nil {
		return ""
	}
	return *t.value
}

// flag is a field that holds a boolean.
type flag struct{ value *bool }

// UnmarshalJSON reads any JSON value.
func (f *flag) UnmarshalJSON(data []byte) error {
	*f = flag{}
	if c := data[0]; c == 't' || c == 'f' {
		return json.Unmarshal(data, &f.value)
	}
	return nil
}

// texts is a field that holds a list of strings.
type texts []string

// UnmarshalJSON reads any JSON value.
func (t *texts) UnmarshalJSON(data []byte) error {
	var list []string
	if json.Unmarshal(data, &list) != nil {
		list = nil
	}
	*t = list
	return nil
}
