package contracttest_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/contract/contracttest"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
	"github.com/botbiz/terraform-provider-botbiz/internal/transport"
)

// The client calls each operation of the document, and no others.
func TestRoutes_client(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	mock := mockapi.New(mockapi.Options{})
	server := httptest.NewServer(contracttest.API(t, mock, mock.Deviates))
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL + "/v1")
	if err != nil {
		t.Fatal(err)
	}
	c := botbiz.New(base, transport.New(transport.Config{BaseURL: base, APIKey: "key"}), "key")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}

	account, err := c.Accounts.Connect(ctx, "+1234567890", "Customer Support")
	must(err)
	for _, call := range []func(context.Context, string) error{
		func(ctx context.Context, id string) error { _, err := c.Accounts.Get(ctx, id); return err },
		func(ctx context.Context, id string) error { _, err := c.Accounts.QRCode(ctx, id); return err },
		func(ctx context.Context, id string) error {
			_, _, err := c.Accounts.Rename(ctx, id, "Sales")
			return err
		},
		c.Accounts.Disconnect,
	} {
		must(call(ctx, account.ID))
	}
	endpoint, err := c.Endpoints.Create(ctx, botbiz.NewEndpoint{URL: "https://example.com/", Events: []string{"a.b"}})
	must(err)
	for _, call := range []func(context.Context, string) error{
		func(ctx context.Context, id string) error { _, err := c.Endpoints.Get(ctx, id); return err },
		func(ctx context.Context, id string) error {
			change := botbiz.EndpointChange{"url": "https://example.com/a", "events": []string{"a"}, "description": nil, "enabled": false, "secret": "s"}
			_, _, err := c.Endpoints.Update(ctx, id, change)
			return err
		},
		c.Endpoints.Delete,
	} {
		must(call(ctx, endpoint.ID))
	}
	_, err = c.Messages.Send(ctx, "+1234567890", "text", "Hi")
	must(err)
	_, err = c.Accounts.Pager().Next(ctx)
	must(err)
	_, err = c.Endpoints.Pager().Next(ctx)
	must(err)
	for _, err := range c.Users.Pager().All(ctx) {
		must(err)
	}

	var called []string
	for _, r := range mock.Requests() {
		called = append(called, r.Method+" "+r.Route)
	}
	slices.Sort(called)
	if called, want := slices.Compact(called), contracttest.Routes(); !slices.Equal(called, want) {
		t.Errorf("the client calls\n%s\nthe contract has\n%s", strings.Join(called, "\n"), strings.Join(want, "\n"))
	}
}

// The client reads each member of the documented account.
func TestExamples_client(t *testing.T) {
	t.Parallel()
	example := contracttest.Document().Components.Schemas["Account"].Value.Example
	text, err := json.Marshal(example)
	if err != nil {
		t.Fatal(err)
	}
	var account botbiz.Account
	if err := json.Unmarshal(text, &account); err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]*string{
		"id": &account.ID, "phone_number": account.PhoneNumber, "name": account.Name, "status": account.Status,
		"qr_code_url": account.QRCodeURL, "created_at": account.CreatedAt,
	} {
		if want := example.(map[string]any)[name]; got == nil || *got != want {
			t.Errorf("%s is read as %v, want %v", name, got, want)
		}
	}
}
