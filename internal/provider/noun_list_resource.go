package provider

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

func (n noun[T]) listResources() []func() list.ListResource {
	if n.resource == "" {
		return nil
	}
	return []func() list.ListResource{func() list.ListResource { return &listResource[T]{noun: n} }}
}

// listResource lists the objects that match the filters.
type listResource[T collection.Object] struct {
	configuredResource
	noun noun[T]
}

func (l *listResource[T]) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = l.noun.resource
}

func (l *listResource[T]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: l.noun.listed, Attributes: map[string]schema.Attribute{}}
	for _, f := range l.noun.filters {
		resp.Schema.Attributes[f.name] = schema.StringAttribute{MarkdownDescription: f.about, Optional: true}
	}
}

// List reads pages until the limit is reached. An error is the last result.
func (l *listResource[T]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	filters := l.noun.chosen(ctx, req.Config, &diags)
	if diags.HasError() || !l.ready(&diags) {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = l.results(ctx, req, filters)
}

func (l *listResource[T]) results(ctx context.Context, req list.ListRequest, filters []chosen[T]) iter.Seq[list.ListResult] {
	n := l.noun
	whole := func(item T) bool { return decideAll(filters, item) && (!req.IncludeResource || n.whole(item)) }
	return func(push func(list.ListResult) bool) {
		pushed := int64(0)
		for item, err := range n.in(l.clients).All(ctx, whole) {
			if err != nil {
				push(list.ListResult{Diagnostics: diag.Diagnostics{l.clients.explain(err, n.listAttempt())}})
				return
			}
			if !matchAll(filters, item) {
				continue
			}
			result := req.NewListResult(ctx)
			result.DisplayName = botbiz.Printable(n.display(item))
			result.Diagnostics.Append(setIdentity(ctx, result.Identity, item.ObjectID())...)
			if req.IncludeResource {
				held := n.resourced()
				held.observe(item)
				result.Diagnostics.Append(result.Resource.Set(ctx, held)...)
			}
			pushed++
			// Checked here, because the next iteration would read the next page first.
			if !push(result) || pushed == req.Limit {
				return
			}
		}
	}
}
