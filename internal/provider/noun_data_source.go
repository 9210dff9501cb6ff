package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

func (n noun[T]) dataSources() []func() datasource.DataSource {
	all := []func() datasource.DataSource{func() datasource.DataSource { return &pluralDataSource[T]{noun: n} }}
	if n.resource != "" {
		all = append(all, func() datasource.DataSource { return &singleDataSource[T]{noun: n} })
	}
	return all
}

// singleDataSource reads one object by its id or its natural key.
type singleDataSource[T collection.Object] struct {
	configuredDataSource
	noun noun[T]
}

func (d *singleDataSource[T]) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = d.noun.resource
}

func (d *singleDataSource[T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	n, attributes := d.noun, d.noun.attributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: attributes["id"].GetMarkdownDescription() + " Exactly one of `id` and `" + n.key + "` must be set.",
		Optional:            true, Computed: true,
		Validators: []validator.String{idCheck, oneOf{stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot(n.key)), n.key}},
	}
	attributes[n.key] = schema.StringAttribute{
		MarkdownDescription: attributes[n.key].GetMarkdownDescription(),
		Optional:            true, Computed: true,
		Validators: []validator.String{n.keyCheck},
	}
	resp.Schema = schema.Schema{MarkdownDescription: n.one, Attributes: attributes}
}

func (d *singleDataSource[T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	n, config := d.noun, d.noun.object()
	var id, key types.String
	resp.Diagnostics.Append(req.Config.Get(ctx, config)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(n.key), &key)...)
	if resp.Diagnostics.HasError() || !d.ready(&resp.Diagnostics) {
		return
	}
	item, problem := n.find(ctx, d.clients, id, key)
	if problem != nil {
		resp.Diagnostics.Append(problem)
		return
	}
	config.observe(item)
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

// find returns the one object with that id or natural key.
func (n noun[T]) find(ctx context.Context, c *clients, id, key types.String) (item T, problem diag.Diagnostic) {
	attribute, what, a := n.key, n.name+" with this "+n.key, n.attempt(lookingUp, "by its "+n.key)
	var found bool
	var several []string
	var err error
	if id.IsNull() {
		item, found, several, err = n.lookUp(ctx, c, key.ValueString(), n.whole)
	} else {
		attribute, what, a = "id", n.name+" "+id.ValueString(), n.attempt(lookingUp, id.ValueString())
		item, found, err = n.in(c).Read(ctx, id.ValueString(), collection.Reader[T]{Whole: n.whole})
	}
	switch {
	case err != nil:
		problem = c.explain(err, a)
	case several != nil:
		problem = diag.WithPath(path.Root(n.key), failure(titleSeveral, "%s Select one of them by its ID.", n.severalMatch(several)))
	case !found:
		problem = diag.WithPath(path.Root(attribute), failure(titleNotFound,
			"The %s does not exist, or it belongs to another Botbiz account than the API key. Check the %s, and the key.", what, attribute))
	}
	return item, problem
}

// pluralDataSource reads all objects that match the filters, oldest first.
type pluralDataSource[T collection.Object] struct {
	configuredDataSource
	noun noun[T]
}

func (d *pluralDataSource[T]) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = d.noun.plural
}

func (d *pluralDataSource[T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	n := d.noun
	resp.Schema = schema.Schema{MarkdownDescription: n.all, Attributes: map[string]schema.Attribute{
		n.items: schema.ListNestedAttribute{
			MarkdownDescription: n.itemsAre, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: n.attributes()},
		},
	}}
	for _, f := range n.filters {
		resp.Schema.Attributes[f.name] = schema.StringAttribute{MarkdownDescription: f.about, Optional: true}
	}
}

func (d *pluralDataSource[T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	n := d.noun
	resp.State.Raw = req.Config.Raw
	filters := n.chosen(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !d.ready(&resp.Diagnostics) {
		return
	}
	items, err := n.in(d.clients).List(ctx, n.whole)
	if err != nil {
		resp.Diagnostics.Append(d.clients.explain(err, n.listAttempt()))
		return
	}
	slices.SortStableFunc(items, oldestFirst)
	models := []model[T]{}
	for _, item := range items {
		if matchAll(filters, item) {
			object := n.object()
			object.observe(item)
			models = append(models, object)
		}
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(n.items), models)...)
}

// chosen reads the arguments of the filters.
func (n noun[T]) chosen(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (all []chosen[T]) {
	for _, f := range n.filters {
		c := chosen[T]{filter: f}
		diags.Append(config.GetAttribute(ctx, path.Root(f.name), &c.wanted)...)
		all = append(all, c)
	}
	return all
}
