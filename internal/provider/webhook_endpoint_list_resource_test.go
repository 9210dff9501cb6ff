package provider

import (
	"maps"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

func TestListWebhookEndpoints(t *testing.T) {
	t.Parallel()
	orders := "Orders"
	for name, differences := range map[string][]string{
		"as guessed":          nil,
		"lean":                {"lean-list"},
		"no description":      {"no-description"},
		"empty description":   {"empty-description"},
		"bare and other page": {"bare-array", "unknown-fields"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, mockapi.Options{Differences: differences})
			first := m.AddEndpoint(mockapi.Endpoint{URL: "https://example.com/a", Events: []string{"whatsapp.message.received"}, Enabled: true})
			m.AddEndpoint(mockapi.Endpoint{URL: "https://example.com/b", Events: []string{"b", "a"}, Description: &orders})
			results := m.inProcess(t).list(endpointResource, 100, true, nil)
			if len(results) != 2 || results[0].errors+results[1].errors != "" {
				t.Fatalf("results = %+v", results)
			}
			if results[0].name != "https://example.com/a" || results[1].name != "Orders (https://example.com/b)" || results[0].id != first.ID {
				t.Errorf("names = %q, %q", results[0].name, results[1].name)
			}
			// The result does not contain the secret.
			want := map[string]any{
				"id": first.ID, "url": "https://example.com/a", "events": "whatsapp.message.received", "enabled": true,
				"created_at": first.CreatedAt.Format("2006-01-02T15:04:05Z"),
			}
			if !maps.Equal(results[0].resource, want) {
				t.Errorf("resource = %v, want %v", results[0].resource, want)
			}
			reads := 0
			if name == "lean" {
				reads = 2
			}
			if got := m.Count("GET", mockapi.RouteEndpoint); got != reads {
				t.Errorf("%d single reads, want %d", got, reads)
			}
		})
	}
}
