// Package config configures upjet for the provider, as the generator and the controllers of a Crossplane provider do.
package config

import (
	"context"
	"encoding/json"
	"fmt"

	upjet "github.com/crossplane/upjet/v2/pkg/config"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Module is the path of the module that contains the generated code.
const Module = "github.com/botbiz/terraform-provider-botbiz/tools/crossplane"

// Provider returns the configuration. The metadata is what upjet's scraper reads from the documentation. The controllers
// do without it.
func Provider(p provider.Provider, metadata []byte) (*upjet.Provider, error) {
	schema, err := schemaJSON(p)
	if err != nil {
		return nil, err
	}
	config := upjet.NewProvider(schema, "botbiz", Module, metadata,
		upjet.WithRootGroup("botbiz.m.crossplane.io"),
		upjet.WithBasePackages(upjet.BasePackages{}),
		upjet.WithIncludeList(nil), // of resources that need the Terraform command
		upjet.WithTerraformPluginFrameworkIncludeList([]string{"botbiz_whatsapp_account$", "botbiz_webhook_endpoint$"}),
		upjet.WithTerraformPluginFrameworkProvider(p),
		upjet.WithDefaultResourceOptions(func(r *upjet.Resource) {
			r.ExternalName = upjet.IdentifierFromProvider
			r.ShortGroup = ""
			r.Version = "v1alpha1"
		}))
	config.ConfigureResources()
	return config, nil
}

// schemaJSON returns the resources in the format of "terraform providers schema -json".
func schemaJSON(p provider.Provider) ([]byte, error) {
	schemas, err := providerserver.NewProtocol6(p)().GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	type object = map[string]any
	resources := object{}
	for name, schema := range schemas.ResourceSchemas {
		attributes := object{}
		for _, a := range schema.Block.Attributes {
			if a.NestedType != nil {
				continue // only the resource that waits for a person has one, and it is not generated
			}
			attributes[a.Name] = object{
				"type": a.Type, "description": a.Description, "sensitive": a.Sensitive,
				"required": a.Required, "optional": a.Optional, "computed": a.Computed,
			}
		}
		resources[name] = object{"version": schema.Version, "block": object{"attributes": attributes}}
	}
	if len(resources) == 0 {
		return nil, fmt.Errorf("the provider has no resources: %v", schemas.Diagnostics)
	}
	return json.Marshal(object{"format_version": "1.0", "provider_schemas": object{"botbiz": object{"resource_schemas": resources}}})
}
