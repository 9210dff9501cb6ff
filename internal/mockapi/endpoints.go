package mockapi

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Endpoint is a webhook endpoint as the server stores it, with its secret.
type Endpoint struct {
	ID          string    `json:"id"`
	Tenant      string    `json:"tenant,omitempty"`
	URL         string    `json:"url"`
	Events      []string  `json:"events"`
	Description *string   `json:"description"` // nil: no description
	Enabled     bool      `json:"enabled"`
	Secret      string    `json:"secret"`
	CreatedAt   time.Time `json:"created_at"`
}

type endpoint struct{ Endpoint }

// addEndpoint stores an endpoint and sets missing fields.
func (s *Server) addEndpoint(given Endpoint) *stored {
	e := &endpoint{given}
	e.Events = slices.Clone(given.Events)
	if e.ID == "" {
		e.ID = s.newObjectID("whe")
	}
	if e.Secret == "" {
		e.Secret = "whsec_" + randomHex(16)
	}
	if e.CreatedAt.IsZero() {
		e.CreatedAt = s.now()
	}
	return s.tenantNamed(e.Tenant).objects[kindEndpoint].add(e)
}

func (e *endpoint) identity() (string, time.Time) { return e.ID, e.CreatedAt }

func (e *endpoint) show(*Server, *call) object {
	var description any
	if e.Description != nil {
		description = *e.Description
	}
	return object{
		{"id", e.ID},
		{"url", e.URL},
		{"events", slices.Clone(e.Events)},
		{"description", description},
		{"enabled", e.Enabled},
		{"created_at", timestamp(e.CreatedAt)},
	}
}

func (e *endpoint) change(p parameters) *answer {
	next := e.Endpoint
	if p.has("url") {
		raw, refused := p.required("url")
		if refused != nil {
			return refused
		}
		u, err := url.Parse(raw)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			a := invalid("Invalid parameter: url must be an absolute http or https URL")
			return &a
		}
		next.URL = raw
	}
	if p.has("events") {
		next.Events = nil // otherwise Unmarshal writes into the old array
		if refused := p.read("events", "a list of event types", &next.Events); refused != nil {
			return refused
		}
		blank := func(event string) bool { return strings.TrimSpace(event) == "" }
		if len(next.Events) == 0 || slices.ContainsFunc(next.Events, blank) {
			a := invalid("Invalid parameter: events must name at least one event type")
			return &a
		}
	}
	if p.null("description") {
		if p.has("description") {
			next.Description = nil
		}
	} else {
		next.Description = new(string)
		if refused := p.read("description", "a string or null", next.Description); refused != nil {
			return refused
		}
	}
	if p.has("enabled") {
		if refused := p.read("enabled", "true or false", &next.Enabled); refused != nil {
			return refused
		}
	}
	if p.has("secret") {
		secret, refused := p.required("secret")
		if refused != nil {
			return refused
		}
		next.Secret = secret
	}
	e.Endpoint = next
	return nil
}

func (e *endpoint) clear(p parameters) {
	if !p.has("url") {
		e.URL = ""
	}
	if !p.has("events") {
		e.Events = nil
	}
	if !p.has("description") {
		e.Description = nil
	}
	if !p.has("enabled") {
		e.Enabled = true
	}
}

func (s *Server) createEndpoint(c *call) answer {
	p, refused := parse(c.body)
	if refused != nil {
		return *refused
	}
	for _, name := range []string{"url", "events"} {
		if p.null(name) {
			return missing(name)
		}
	}
	if p.null("secret") {
		delete(p, "secret") // null also generates a secret
	}
	draft := endpoint{Endpoint{Tenant: c.tenant, Enabled: true}}
	if refused := draft.change(p); refused != nil {
		return *refused
	}
	e := s.addEndpoint(draft.Endpoint)
	return success(http.StatusCreated, c.edited(e, append(e.show(s, c), member{"secret", e.entity.(*endpoint).Secret})))
}
