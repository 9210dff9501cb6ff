package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/botbiz/terraform-provider-botbiz/internal/provider"
)

// object is a JSON object.
type object map[string]any

// writeSchemas writes the schemas in the format of "terraform providers schema -json".
func writeSchemas(ctx context.Context, path string) error {
	schemas, err := providerSchemas(ctx)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(object{
		"format_version": "1.0",
		// tfplugindocs expects the short name
		"provider_schemas": object{"botbiz": schemas},
	}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

// providerSchemas reads the schemas from a server of the provider.
func providerSchemas(ctx context.Context) (object, error) {
	server, err := providerserver.NewProtocol6WithError(provider.New("dev")())()
	if err != nil {
		return nil, err
	}
	all, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err == nil {
		err = problem(all.Diagnostics)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the schemas: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err == nil {
		err = problem(identities.Diagnostics)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the identities: %w", err)
	}
	actions := map[string]*tfprotov6.Schema{}
	for name, action := range all.ActionSchemas {
		actions[name] = action.Schema
	}
	return object{
		"provider":                   schemaJSON(all.Provider),
		"resource_schemas":           each(all.ResourceSchemas, schemaJSON),
		"data_source_schemas":        each(all.DataSourceSchemas, schemaJSON),
		"ephemeral_resource_schemas": each(all.EphemeralResourceSchemas, schemaJSON),
		"list_resource_schemas":      each(all.ListResourceSchemas, schemaJSON),
		"action_schemas":             each(actions, schemaJSON),
		"functions":                  each(all.Functions, functionJSON),
		"resource_identity_schemas":  each(identities.IdentitySchemas, identityJSON),
	}, nil
}

func problem(diags []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return errors.Join(errs...)
}

func each[T any](all map[string]T, write func(T) object) object {
	out := object{}
	for name, one := range all {
		out[name] = write(one)
	}
	return out
}

func schemaJSON(s *tfprotov6.Schema) object {
	block := object{"description": s.Block.Description, "description_kind": kind(s.Block.DescriptionKind)}
	block["attributes"] = attributesJSON(s.Block.Attributes)
	if len(s.Block.BlockTypes) > 0 {
		panic("the schema has nested blocks, which are not written yet") // the provider has attributes only
	}
	return object{"version": s.Version, "block": block}
}

func attributesJSON(attributes []*tfprotov6.SchemaAttribute) object {
	out := object{}
	for _, a := range attributes {
		attribute := object{
			"description": a.Description, "description_kind": kind(a.DescriptionKind),
			"required": a.Required, "optional": a.Optional, "computed": a.Computed,
			"sensitive": a.Sensitive, "write_only": a.WriteOnly, "deprecated": a.Deprecated,
		}
		if a.NestedType != nil {
			attribute["nested_type"] = object{"attributes": attributesJSON(a.NestedType.Attributes), "nesting_mode": nesting(a.NestedType.Nesting)}
		} else {
			attribute["type"] = a.Type
		}
		out[a.Name] = attribute
	}
	return out
}

func functionJSON(f *tfprotov6.Function) object {
	var parameters []object
	for _, p := range f.Parameters {
		parameters = append(parameters, parameterJSON(p))
	}
	out := object{"summary": f.Summary, "description": f.Description, "return_type": f.Return.Type, "parameters": parameters}
	if f.VariadicParameter != nil {
		out["variadic_parameter"] = parameterJSON(f.VariadicParameter)
	}
	return out
}

func parameterJSON(p *tfprotov6.FunctionParameter) object {
	return object{"name": p.Name, "description": p.Description, "is_nullable": p.AllowNullValue, "type": p.Type}
}

func identityJSON(s *tfprotov6.ResourceIdentitySchema) object {
	attributes := object{}
	for _, a := range s.IdentityAttributes {
		attributes[a.Name] = object{
			"type": a.Type, "description": a.Description,
			"required_for_import": a.RequiredForImport, "optional_for_import": a.OptionalForImport,
		}
	}
	return object{"version": s.Version, "attributes": attributes}
}

func kind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

func nesting(mode tfprotov6.SchemaObjectNestingMode) string {
	return map[tfprotov6.SchemaObjectNestingMode]string{
		tfprotov6.SchemaObjectNestingModeSingle: "single",
		tfprotov6.SchemaObjectNestingModeList:   "list",
		tfprotov6.SchemaObjectNestingModeSet:    "set",
		tfprotov6.SchemaObjectNestingModeMap:    "map",
	}[mode]
}
