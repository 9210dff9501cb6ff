package contracttest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/contract/contracttest"
	"github.com/botbiz/terraform-provider-botbiz/internal/memnet"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
	"github.com/botbiz/terraform-provider-botbiz/internal/transport"
)

// client returns a client of a server.
func client(t *testing.T, server http.Handler) *botbiz.Client {
	t.Helper()
	base, err := url.Parse("http://127.0.0.1/v1")
	if err != nil {
		t.Fatal(err)
	}
	chain := transport.New(transport.Config{BaseURL: base, APIKey: "key", Base: memnet.Transport(t, server)})
	return botbiz.New(base, chain, "key")
}

// The client calls each operation of the document, and no others.
func TestRoutes_client(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	mock := mockapi.New(mockapi.Options{})
	c := client(t, contracttest.API(t, mock, mock.Deviates))
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
			_, err := c.Accounts.Rename(ctx, id, "+1234567890", "Sales")
			return err
		},
		func(ctx context.Context, id string) error { _, err := c.Accounts.Disconnect(ctx, id); return err },
	} {
		must(call(ctx, account.ID))
	}
	endpoint, err := c.Endpoints.Create(ctx, botbiz.NewEndpoint{URL: "https://example.com/", Events: []string{"a.b"}})
	must(err)
	for _, call := range []func(context.Context, string) error{
		func(ctx context.Context, id string) error { _, err := c.Endpoints.Get(ctx, id); return err },
		func(ctx context.Context, id string) error {
			change := botbiz.EndpointChange{URL: "https://example.com/a", Events: []string{"a"}, Secret: "s"}
			_, err := c.Endpoints.Update(ctx, id, change)
			return err
		},
		func(ctx context.Context, id string) error { _, err := c.Endpoints.Delete(ctx, id); return err },
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

// Where the API allows only PUT, the client sends whole objects, as the contract has them for a create.
func TestPut_client(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	mock := mockapi.New(mockapi.Options{Differences: []string{"put-not-patch"}})
	c := client(t, contracttest.API(t, mock, mock.Deviates))
	account := mock.AddAccount(mockapi.Account{PhoneNumber: "+1234567890", Name: "Customer Support"}).ID
	endpoint := mock.AddEndpoint(mockapi.Endpoint{URL: "https://example.com/", Events: []string{"a"}}).ID
	if _, err := c.Accounts.Rename(ctx, account, "+1234567890", "Sales"); err != nil {
		t.Error(err)
	}
	if _, err := c.Endpoints.Update(ctx, endpoint, botbiz.EndpointChange{URL: "https://example.com/a", Events: []string{"b"}}); err != nil {
		t.Error(err)
	}
	a, _ := mock.Account(account)
	if e, _ := mock.Endpoint(endpoint); a.Name != "Sales" || e.URL != "https://example.com/a" {
		t.Errorf("%+v %+v", a, e)
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
	c := client(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(text) }))
	account, err := c.Accounts.Get(t.Context(), example.(map[string]any)["id"].(string))
	if err != nil {
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
