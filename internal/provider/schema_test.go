package provider

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestSchemas validates every schema, and checks that every attribute has a description and that every schema has a model
// with the same attributes.
func TestSchemas(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p := New("test")()
	var own provider.SchemaResponse
	p.Schema(ctx, provider.SchemaRequest{}, &own)
	if diags := own.Schema.ValidateImplementation(ctx); diags.HasError() {
		t.Error(diags)
	}
	for _, build := range p.Resources(ctx) {
		var resp resource.SchemaResponse
		build().Schema(ctx, resource.SchemaRequest{}, &resp)
		if diags := resp.Schema.ValidateImplementation(ctx); diags.HasError() {
			t.Error(diags)
		}
		if r, ok := build().(resource.ResourceWithIdentity); ok {
			var resp resource.IdentitySchemaResponse
			r.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &resp)
			if diags := resp.IdentitySchema.ValidateImplementation(ctx); diags.HasError() {
				t.Error(diags)
			}
		}
	}
	for _, build := range p.DataSources(ctx) {
		var resp datasource.SchemaResponse
		build().Schema(ctx, datasource.SchemaRequest{}, &resp)
		if diags := resp.Schema.ValidateImplementation(ctx); diags.HasError() {
			t.Error(diags)
		}
	}

	server, err := providerserver.NewProtocol6WithError(p)()
	must(t, err)
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	for _, d := range schemas.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	blocks := map[string]*tfprotov6.SchemaBlock{"provider": schemas.Provider.Block}
	for name, schema := range schemas.ResourceSchemas {
		blocks["resource "+name] = schema.Block
	}
	for name, schema := range schemas.DataSourceSchemas {
		blocks["data "+name] = schema.Block
	}
	for name, schema := range schemas.EphemeralResourceSchemas {
		blocks["ephemeral "+name] = schema.Block
	}
	for name, schema := range schemas.ListResourceSchemas {
		blocks["list "+name] = schema.Block
	}
	for name, schema := range schemas.ActionSchemas {
		blocks["action "+name] = schema.Schema.Block
	}
	for name, b := range blocks {
		if b.Description == "" {
			t.Errorf("%s is not described", name)
		}
		described(t, name, b.Attributes)
	}

	for name, model := range map[string]any{
		"provider":                       providerModel{},
		"resource " + accountResource:    whatsAppAccountModel{},
		"resource " + connectionResource: whatsAppAccountConnectionModel{},
		"resource " + endpointResource:   webhookEndpointModel{},
		"data " + accountResource:        whatsAppAccountFields{},
		"data botbiz_whatsapp_accounts": struct {
			Status       types.String            `tfsdk:"status"`
			NameContains types.String            `tfsdk:"name_contains"`
			Accounts     []whatsAppAccountFields `tfsdk:"accounts"`
		}{},
		"data " + endpointResource: webhookEndpointFields{},
		"data botbiz_webhook_endpoints": struct {
			Endpoints []webhookEndpointFields `tfsdk:"endpoints"`
		}{},
		"data botbiz_users": struct {
			Users []userModel `tfsdk:"users"`
		}{},
	} {
		schema := blocks[name]
		if schema == nil {
			t.Fatalf("there is no %s", name)
		}
		delete(blocks, name)
		matches(t, name, schema.ValueType(), reflect.TypeOf(model))
	}
	for name := range blocks {
		if kind, _, _ := strings.Cut(name, " "); slices.Contains([]string{"resource", "data", "provider"}, kind) {
			t.Errorf("%s has no model here", name)
		}
	}
}

func described(t *testing.T, name string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, a := range attributes {
		at := name + "." + a.Name
		if text := a.Description; text == "" || !strings.HasSuffix(text, ".") || text != strings.TrimSpace(text) {
			t.Errorf("%s is described by %q, which is no sentence", at, text)
		}
		if secret := slices.Contains([]string{"api_key", "headers", "signing_secret", "signing_secret_wo"}, a.Name); secret && !a.Sensitive {
			t.Errorf("%s is not sensitive", at)
		}
		if a.NestedType != nil {
			described(t, at, a.NestedType.Attributes)
		}
	}
}

// matches compares a type of the protocol with a struct by its tags, embedded structs and lists of structs included.
func matches(t *testing.T, name string, want tftypes.Type, model reflect.Type) {
	t.Helper()
	switch want := want.(type) {
	case tftypes.List:
		if model.Kind() == reflect.Slice {
			matches(t, name+"[]", want.ElementType, model.Elem())
		}
	case tftypes.Object:
		fields := tagged(model)
		for attribute, kind := range want.AttributeTypes {
			if field, ok := fields[attribute]; !ok {
				t.Errorf("%s: %s has no field for %s", name, model, attribute)
			} else if field.Kind() == reflect.Slice {
				matches(t, name+"."+attribute, kind, field)
			}
			delete(fields, attribute)
		}
		for field := range fields {
			t.Errorf("%s: %s has a field %s that is no attribute", name, model, field)
		}
	}
}

func tagged(model reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range model.NumField() {
		field := model.Field(i)
		if tag := field.Tag.Get("tfsdk"); tag != "" {
			fields[tag] = field.Type
		} else if field.Anonymous {
			for tag, kind := range tagged(field.Type) {
				fields[tag] = kind
			}
		}
	}
	return fields
}
