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

// need refuses a request that lacks one of these parameters or has null for it.
func (p *parameters) need(names ...string) {
	for _, name := range names {
		p.check(!p.null(name), missingParameter+name)
	}
}

// notNull refuses null for these parameters.
func (p *parameters) notNull(names ...string) {
	for _, name := range names {
		p.check(!p.has(name) || !p.null(name), missingParameter+name)
	}
}

// text reads a string that must not be blank, if it was sent.
func (p *parameters) text(name string, into *string) {
	p.read(name, "a string", into)
	p.check(!p.has(name) || strings.TrimSpace(*into) != "", missingParameter+name)
}

// read decodes a parameter, if it was sent. kind is its type, for the error.
func (p *parameters) read(name, kind string, into any) {
	if p.has(name) {
		p.check(json.Unmarshal(p.members[name], into) == nil, "Invalid parameter: "+name+" must be "+kind)
	}
}
