package mockapi

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// object is a JSON object.
type object map[string]any

// stamp is a time in a response.
type stamp struct {
	time.Time
	layout string
}

// MarshalJSON writes the time in its layout.
func (t stamp) MarshalJSON() ([]byte, error) { return json.Marshal(t.Format(t.layout)) }

// timestamp returns a time in the format of the contract: whole seconds, rounded down.
func timestamp(t time.Time) stamp { return stamp{t.UTC(), "2006-01-02T15:04:05Z07:00"} }

// parameters are the members of a request body, and the response to the first one that is invalid.
type parameters struct {
	members map[string]json.RawMessage
	refused *answer
}

// parse parses a request body.
func parse(body []byte) *parameters {
	p := &parameters{}
	p.check(json.Unmarshal(body, &p.members) == nil && p.members != nil, "The request body must be a JSON object.")
	return p
}

// check refuses the request if ok is false.
func (p *parameters) check(ok bool, message string) {
	if !ok && p.refused == nil {
		a := invalid(message)
		p.refused = &a
	}
}

// has reports whether a parameter was sent, also as null.
func (p *parameters) has(name string) bool { _, ok := p.members[name]; return ok }

// null reports whether a parameter is missing or null.
func (p *parameters) null(name string) bool {
	return !p.has(name) || string(bytes.TrimSpace(p.members[name])) == "null"
}

// text returns a string, or "" if there is no such string.
func (p *parameters) text(name string) (v string) {
	_ = json.Unmarshal(p.members[name], &v)
	return v
}

// required returns a string that must be present and not blank.
func (p *parameters) required(name string) (v string) {
	if !p.null(name) {
		p.read(name, "a string", &v)
	}
	p.check(strings.TrimSpace(v) != "", missingParameter+name)
	return v
}

// read decodes one parameter. kind is its type, for the error.
func (p *parameters) read(name, kind string, into any) {
	p.check(json.Unmarshal(p.members[name], into) == nil && !p.null(name), "Invalid parameter: "+name+" must be "+kind)
}
