package mockapi

import (
	"cmp"
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

// addEndpoint stores an endpoint and sets missing fields.
func (s *Server) addEndpoint(e *Endpoint) *stored {
	if e.ID == "" {
		e.ID = s.newObjectID("whe")
	}
	e.Secret = cmp.Or(e.Secret, "whsec_"+randomHex(16))
	e.CreatedAt = cmp.Or(e.CreatedAt, s.now())
	return s.add(kindEndpoint, e.Tenant, e.ID, e.CreatedAt, e)
}

func (e *Endpoint) show(*Server, *call) object {
	o := object{
		"id": e.ID, "url": e.URL, "events": slices.Clone(e.Events), "description": nil, "enabled": e.Enabled,
		"created_at": timestamp(e.CreatedAt),
	}
	if e.Description != nil {
		o["description"] = *e.Description
	}
	return o
}

func (s *Server) createEndpoint(c *call) answer {
	p, e := parse(c.body), &Endpoint{Tenant: c.tenant, Enabled: true}
	p.need("url", "events")
	if p.null("secret") {
		delete(p.members, "secret") // null also generates a secret
	}
	if e.change(p); p.refused != nil {
		return *p.refused
	}
	added := s.addEndpoint(e)
	o := added.show(s, c)
	o["secret"] = e.Secret
	return success(http.StatusCreated, c.edited(added, o))
}

func (e *Endpoint) change(p *parameters) {
	next := *e
	next.Events = slices.Clone(e.Events)
	p.notNull("url", "events", "enabled", "secret")
	p.text("url", &next.URL)
	p.text("secret", &next.Secret)
	p.read("events", "a list of event types", &next.Events)
	p.read("description", "a string or null", &next.Description)
	p.read("enabled", "true or false", &next.Enabled)
	u, err := url.Parse(next.URL)
	absolute := err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
	p.check(absolute || !p.has("url"), "Invalid parameter: url must be an absolute http or https URL")
	blank := func(event string) bool { return strings.TrimSpace(event) == "" }
	named := len(next.Events) > 0 && !slices.ContainsFunc(next.Events, blank)
	p.check(named || !p.has("events"), "Invalid parameter: events must name at least one event type")
	if p.refused == nil {
		*e = next
	}
}
