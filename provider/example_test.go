package provider_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/botbiz/terraform-provider-botbiz/provider"
)

// A program that embeds the provider serves it in its own process.
func ExampleNew() {
	server, err := providerserver.NewProtocol6WithError(provider.New("1.0.0")())()
	if err != nil {
		fmt.Println(err)
		return
	}
	schemas, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(schemas.ResourceSchemas)) {
		fmt.Println(name)
	}
	// Output:
	// botbiz_webhook_endpoint
	// botbiz_whatsapp_account
	// botbiz_whatsapp_account_connection
}

// Each call of the constructor returns a provider of its own: a program may configure several.
func TestNew_separate(t *testing.T) {
	t.Parallel()
	create := provider.New("1.0.0")
	if create() == create() {
		t.Error("the constructor returns the same provider twice")
	}
}
