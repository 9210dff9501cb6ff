package provider

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// An ID of digits alone is an ID wherever no number can be meant.
func TestIDs_digitsOnly(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	m.SetDifferences("unknown-fields")
	old := time.Now().Add(-time.Hour)
	m.AddAccount(mockapi.Account{ID: "12345", PhoneNumber: "+14155550100", Name: "Support", Status: mockapi.StatusConnected, CreatedAt: old})
	m.AddEndpoint(mockapi.Endpoint{ID: "12345", URL: "https://example.com", Events: []string{"a"}, CreatedAt: old})
	e := newEngine(t, m)
	for _, kind := range []string{accountResource, endpointResource} {
		if _, err := e.data(kind, block{"id": "12345"}); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	_, err := e.object(connectionResource).apply(block{"account_id": "12345"})
	must(t, err)
	must(t, e.object(endpointResource).importBy("12345"))
	must(t, e.object(accountResource).importBy("12345"))
	impossible(t, e.object(accountResource).importBy("14155550100"), titleNothingToImport, "phone number with plus sign", "in YAML in quotes")

	// An import by identity names an ID.
	w := e.walk()
	id := tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}, map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, "12345")})
	resp, err := w.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: accountResource, Identity: &tfprotov6.ResourceIdentityData{IdentityData: encode(t, id)},
	})
	must(t, err)
	must(t, e.note(resp.Diagnostics))
}

// On a server that lags, a data source looks again for what this process created, as a refresh does.
func TestDataSources_rightAfterCreate(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		onFakeClock(t, s.kind, func(t *testing.T) {
			m := newMockInMemory(t, mockapi.Options{})
			s.seed(m, 1, time.Now().Add(-time.Hour))
			o := newEngine(t, m).object(s.kind)
			_, err := o.apply(s.lives[0])
			must(t, err)
			m.AddFault(mockapi.Fault{Kind: "lag", Method: "GET", Count: 3, Delay: time.Hour})
			if _, err := o.engine.data(s.kind, block{"id": o.text("id")}); err != nil {
				t.Errorf("%s: %v", s.kind, err)
			}
		})
	}
}
