package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// genericProvider stands in for restapi or restful: it has that one resource type, in the shape that the real one has, and
// its creates find the one object that the server has.
type genericProvider struct {
	name   string // restapi or restful
	server *mock
}

func (p *genericProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = p.name
}

func (p *genericProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (p *genericProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (p *genericProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }
func (p *genericProvider) Resources(context.Context) []func() resource.Resource {
	if p.name == "restful" {
		return []func() resource.Resource{func() resource.Resource { return &restfulStandIn{standIn{p.server}} }}
	}
	return []func() resource.Resource{func() resource.Resource { return &restapiStandIn{standIn{p.server}} }}
}

// standIn is what both resource types have in common. They change nothing on the server.
type standIn struct{ server *mock }

func (standIn) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (standIn) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (standIn) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// object is the one object in a collection, and its signing secret, if it has one.
func (s standIn) object(ctx context.Context, collection string) (map[string]any, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.server.url+collection, http.NoBody)
	if err != nil {
		return nil, "", err
	}
	req.Header.Set("Authorization", "Bearer "+canaryKey)
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	var page struct{ Data []map[string]any }
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil || len(page.Data) != 1 {
		return nil, "", fmt.Errorf("%d objects, want one (%w)", len(page.Data), err)
	}
	secret := ""
	if endpoints := s.server.Endpoints(); len(endpoints) > 0 {
		secret = endpoints[0].Secret
	}
	return page.Data[0], secret, nil
}

// unused are attributes that the real types have and nobody sets here.
func unused(names ...string) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	for _, name := range names {
		all[name] = schema.StringAttribute{Optional: true}
	}
	return all
}

type restapiStandIn struct{ standIn }

func (*restapiStandIn) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = restapiObject
}

func (*restapiStandIn) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Attributes = unused("create_method", "create_path", "debug", "destroy_data", "id_attribute", "ignore_all_server_changes", "object_id", "query_string", "read_path", "update_data")
	resp.Schema.Attributes["path"] = schema.StringAttribute{Required: true}
	resp.Schema.Attributes["id"] = schema.StringAttribute{Computed: true}
	resp.Schema.Attributes["data"] = schema.StringAttribute{Computed: true, Sensitive: true}
	resp.Schema.Attributes["api_data"] = schema.MapAttribute{Computed: true, ElementType: types.StringType}
	resp.Schema.Attributes["api_response"] = schema.StringAttribute{Computed: true, Sensitive: true}
	resp.Schema.Attributes["create_response"] = schema.StringAttribute{Computed: true, Sensitive: true}
}

func (r *restapiStandIn) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var collection string
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("path"), &collection)...)
	object, secret, err := r.object(ctx, collection)
	if err != nil {
		resp.Diagnostics.AddError("stand-in", err.Error())
		return
	}
	flat := map[string]string{}
	for name, value := range object {
		flat[name] = fmt.Sprint(value)
	}
	read, _ := json.Marshal(object)
	if secret != "" {
		object["secret"] = secret
	}
	created, _ := json.Marshal(object)
	resp.State.Raw = req.Plan.Raw
	for name, value := range map[string]any{
		"id": object["id"], "data": "{}", "api_data": flat, "api_response": string(read), "create_response": string(created),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

type restfulStandIn struct{ standIn }

func (*restfulStandIn) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = restfulResource
}

func (*restfulStandIn) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Version = 2
	resp.Schema.Attributes = unused("create_method", "read_path", "update_method", "delete_method")
	resp.Schema.Attributes["path"] = schema.StringAttribute{Required: true}
	resp.Schema.Attributes["id"] = schema.StringAttribute{Computed: true}
	resp.Schema.Attributes["body"] = schema.DynamicAttribute{Computed: true}
	resp.Schema.Attributes["output"] = schema.DynamicAttribute{Computed: true}
	resp.Schema.Attributes["sensitive_output"] = schema.DynamicAttribute{Computed: true, Sensitive: true}
}

// The real type has an identity, which OpenTofu keeps for the object that is moved.
func (*restfulStandIn) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identitySchema("the collection")
}

func (r *restfulStandIn) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var collection string
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("path"), &collection)...)
	object, secret, err := r.object(ctx, collection)
	if err != nil {
		resp.Diagnostics.AddError("stand-in", err.Error())
		return
	}
	body := map[string]any{"given": true}
	if secret != "" {
		body["secret"] = secret
	}
	resp.State.Raw = req.Plan.Raw
	for name, value := range map[string]any{
		"id": fmt.Sprintf("%s/%s", collection, object["id"]), "body": types.DynamicValue(openType(body)),
		"output": types.DynamicValue(openType(object)), "sensitive_output": types.DynamicNull(),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, collection)...)
}

func (*restfulStandIn) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var collection string
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("path"), &collection)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, collection)...)
}

// openType is a JSON value as a value of its own type; null members are left out.
func openType(value any) attr.Value {
	switch value := value.(type) {
	case bool:
		return types.BoolValue(value)
	case []any:
		var kinds []attr.Type
		var values []attr.Value
		for _, element := range value {
			values = append(values, openType(element))
			kinds = append(kinds, values[len(values)-1].Type(context.Background()))
		}
		return types.TupleValueMust(kinds, values)
	case map[string]any:
		kinds, values := map[string]attr.Type{}, map[string]attr.Value{}
		for name, member := range value {
			if member != nil {
				values[name] = openType(member)
				kinds[name] = values[name].Type(context.Background())
			}
		}
		return types.ObjectValueMust(kinds, values)
	}
	return types.StringValue(fmt.Sprint(value))
}
