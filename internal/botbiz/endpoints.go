package botbiz

import (
	"context"
	"encoding/json"
	"iter"
)

// Endpoint is a webhook endpoint (inferred). A field that an answer does not hold is nil.
type Endpoint struct {
	ID          string // whe_…
	URL         *string
	Events      []string
	Description *string
	Enabled     *bool
	CreatedAt   *string // RFC 3339
	Secret      *string // in the answer to a create only
}

// UnmarshalJSON reads any JSON object. A field of another type counts as absent.
func (e *Endpoint) UnmarshalJSON(data []byte) error {
	var wire struct {
		ID          id    `json:"id"`
		URL         text  `json:"url"`
		Events      texts `json:"events"`
		Description text  `json:"description"`
		Enabled     flag  `json:"enabled"`
		CreatedAt   word  `json:"created_at"`
		Secret      text  `json:"secret"`
	}
	err := json.Unmarshal(data, &wire)
	*e = Endpoint{
		ID: string(wire.ID), URL: wire.URL.value, Events: wire.Events, Description: wire.Description.value,
		Enabled: wire.Enabled.value, CreatedAt: wire.CreatedAt.value, Secret: wire.Secret.value,
	}
	return err
}

// ObjectID returns the id.
func (e Endpoint) ObjectID() string { return e.ID }

// CreatedTime returns created_at as the server wrote it, or nil.
func (e Endpoint) CreatedTime() *string { return e.CreatedAt }

// NewEndpoint is what an endpoint is created from. Empty optional fields are not sent.
type NewEndpoint struct {
	URL         string   `json:"url"`
	Events      []string `json:"events"`
	Description *string  `json:"description,omitempty"`
	Enabled     *bool    `json:"enabled,omitempty"`
	Secret      string   `json:"secret,omitempty"` // the server makes one where this is empty
}

// EndpointChange holds the fields to change, by their JSON names: url, events, description (nil removes it), enabled,
// secret.
type EndpointChange map[string]any

// Endpoints is the service of webhook endpoints. All its routes are inferred.
type Endpoints struct{ client *Client }

// Create creates an endpoint. The answer holds the signing secret this one time.
func (e Endpoints) Create(ctx context.Context, n NewEndpoint) (Endpoint, error) {
	var endpoint Endpoint
	err := e.client.object(ctx, request{method: "POST", path: e.path(), body: n, secret: n.Secret}, "", &endpoint)
	if endpoint.Secret != nil {
		e.client.Conceal(*endpoint.Secret)
	}
	return endpoint, err
}

// Get returns one endpoint, without its secret.
func (e Endpoints) Get(ctx context.Context, id string) (Endpoint, error) {
	var endpoint Endpoint
	err := e.client.object(ctx, request{method: "GET", path: e.path(id)}, id, &endpoint)
	return endpoint, err
}

// List yields all endpoints.
func (e Endpoints) List(ctx context.Context) iter.Seq2[Endpoint, error] { return e.Pager().All(ctx) }

// Pager reads the list of endpoints page by page.
func (e Endpoints) Pager() *Pager[Endpoint] { return newPager[Endpoint](e.client, e.path()...) }

// Update changes the given fields. It reports false where the answer does not hold the endpoint.
func (e Endpoints) Update(ctx context.Context, id string, change EndpointChange) (Endpoint, bool, error) {
	var endpoint Endpoint
	secret, _ := change["secret"].(string)
	r := request{method: "PATCH", path: e.path(id), body: change, secret: secret}
	whole, err := e.client.patched(ctx, r, id, &endpoint)
	return endpoint, whole, err
}

// Delete deletes the endpoint.
func (e Endpoints) Delete(ctx context.Context, id string) error {
	return e.client.deleted(ctx, request{method: "DELETE", path: e.path(id)})
}

func (e Endpoints) path(more ...string) []string {
	return append([]string{"webhooks", "endpoints"}, more...)
}
