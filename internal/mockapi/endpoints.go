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
		"id":          e.ID,
		"url":         e.URL,
		"events":      slices.Clone(e.Events),
		"description": description,
		"enabled":     e.Enabled,
		"created_at":  timestamp(e.CreatedAt),
	}
}

func (e *endpoint) change(p *parameters) {
	next := e.Endpoint
	if p.has("url") {
		next.URL = p.required("url")
		u, err := url.Parse(next.URL)
		p.check(err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "", "Invalid parameter: url must be an absolute http or https URL")
	}
	if p.has("events") {
		next.Events = nil // otherwise Unmarshal writes into the old array
		p.read("events", "a list of event types", &next.Events)
		blank := func(event string) bool { return strings.TrimSpace(event) == "" }
		p.check(len(next.Events) > 0 && !slices.ContainsFunc(next.Events, blank), "Invalid parameter: events must name at least one event type")
	}
	if p.has("description") {
		next.Description = nil
	}
	if !p.null("description") {
		next.Description = new(string)
		p.read("description", "a string or null", next.Description)
	}
	if p.has("enabled") {
		p.read("enabled", "true or false", &next.Enabled)
	}
	if p.has("secret") {
		next.Secret = p.required("secret")
	}
	if p.refused == nil {
		e.Endpoint = next
	}
}

func (e *endpoint) clear(p *parameters) {
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
	p := parse(c.body)
	for _, name := range []string{"url", "events"} {
		p.check(!p.null(name), missingParameter+name)
	}
	if p.null("secret") {
		delete(p.members, "secret") // null also generates a secret
	}
	draft := endpoint{Endpoint{Tenant: c.tenant, Enabled: true}}
	if draft.change(p); p.refused != nil {
		return *p.refused
	}
	e := s.addEndpoint(draft.Endpoint)
	o := e.show(s, c)
	o["secret"] = e.entity.(*endpoint).Secret
	return success(http.StatusCreated, c.edited(e, o))
}
