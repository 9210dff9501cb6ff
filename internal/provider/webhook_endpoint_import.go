package provider

import (
	"context"
	"slices"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// findImport returns the id of the endpoint that an import id, an id or a URL, means.
func (r *webhookEndpointResource) findImport(ctx context.Context, given string) (string, error) {
	if checkWebhookURL(given) == nil {
		return importByKey(ctx, r.clients.endpoints, urlKey(given))
	}
	return importByID(ctx, r.clients.endpoints, given)
}

// urlKey is what people know an endpoint by.
func urlKey(url string) collection.Key[botbiz.Endpoint] {
	return collection.Key[botbiz.Endpoint]{
		Held: func(e botbiz.Endpoint) bool { return e.URL != nil },
		Same: func(e botbiz.Endpoint) bool { return e.URL != nil && botbiz.SameURL(*e.URL, url) },
	}
}

// endpointKey is what a create makes: URL and events are the nearest thing to a natural key. One with another URL is
// known not to be it, whatever its events.
func endpointKey(url string, events []string) collection.Key[botbiz.Endpoint] {
	address := urlKey(url)
	return collection.Key[botbiz.Endpoint]{
		Held: func(e botbiz.Endpoint) bool { return address.Held(e) && (e.Events != nil || !address.Same(e)) },
		Same: func(e botbiz.Endpoint) bool {
			has := slices.Clone(e.Events)
			slices.Sort(has)
			return address.Same(e) && slices.Equal(slices.Compact(has), events)
		},
	}
}
