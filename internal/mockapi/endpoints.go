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
func (s *Server) addEndpoint(given Endpoint) *endpoint {
	e := &endpoint{given}
	e.Events = slices.Clone(given.Events)
	if e.ID == "" {
		e.ID = newID("whe")
	}
	if e.Secret == "" {
		e.Secret = "whsec_" + randomHex(16)
	}
	if e.CreatedAt.IsZero() {
		e.CreatedAt = s.now()
	}
	s.tenantNamed(e.Tenant).endpoints.add(e.ID, e)
	return e
}

func (s *Server) showEndpoint(e *endpoint) object {
	o := object{
		{"id", e.ID},
		{"url", s.writeURL(e.URL)},
		{"events", s.writeEvents(e.Events)},
		{"description", e.Description},
		{"enabled", e.Enabled},
		{"created_at", s.writeTime(e.CreatedAt)},
	}
	switch {
	case e.Description != nil && s.differences[DiffTrimmedDescriptions]:
		o = o.set("description", strings.TrimSpace(*e.Description))
	case e.Description == nil && s.differences[DiffEmptyDescription]:
		o = o.set("description", "")
	case e.Description == nil && s.differences[DiffNoDescription]:
		o = o.without("description")
	}
	return s.differ(o)
}

// change applies the parameters of a request to the endpoint, or changes nothing.
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
	o := s.showEndpoint(e)
	if !s.differences[DiffNoSecretInCreate] {
		o = append(o, member{"secret", e.Secret})
	}
	return s.created(o)
}

func (s *Server) listEndpoints(c *call) answer {
	return answerList(s, c, s.tenantNamed(c.tenant).endpoints, func(e *endpoint) object {
		if s.lags(c, e.CreatedAt) {
			return nil
		}
		return s.listed(s.showEndpoint(e), "id", "url")
	})
}

func (s *Server) getEndpoint(c *call) answer {
	e, ok := s.tenantNamed(c.tenant).endpoints.get(c.id)
	if !ok || s.lags(c, e.CreatedAt) {
		return s.notFound("endpoint", c.id)
	}
	return success(http.StatusOK, s.showEndpoint(e))
}

func (s *Server) patchEndpoint(c *call) answer {
	e, ok := s.tenantNamed(c.tenant).endpoints.get(c.id)
	if !ok {
		return s.notFound("endpoint", c.id)
	}
	p, refused := parse(c.body)
	if refused != nil {
		return *refused
	}
	if refused := e.change(p); refused != nil {
		return *refused
	}
	return s.patched(s.showEndpoint(e))
}

func (s *Server) deleteEndpoint(c *call) answer {
	e, ok := s.tenantNamed(c.tenant).endpoints.get(c.id)
	if !ok {
		return s.notFound("endpoint", c.id)
	}
	s.tenantNamed(c.tenant).endpoints.remove(e.ID)
	return s.deleted(e.ID)
}
