package provider

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// filter selects the results of a list resource.
type filter[T any] interface {
	matches(T) bool
	decides(T) bool // whether an object has the fields for the decision, which a list may omit
}

// everything is the filter of a list resource that has no arguments.
type everything[T any] struct{}

func (everything[T]) matches(T) bool { return true }
func (everything[T]) decides(T) bool { return true }

// results implements List of a list resource. It reads pages until the limit is reached. An error is the last result.
func (n noun[T]) results(ctx context.Context, c configured, req list.ListRequest, diags diag.Diagnostics, chosen filter[T], resource func() model[T]) iter.Seq[list.ListResult] {
	if diags.HasError() || !c.ready(&diags) {
		return list.ListResultsStreamDiagnostics(diags)
	}
	whole := func(item T) bool { return chosen.decides(item) && (!req.IncludeResource || n.whole(item)) }
	return func(push func(list.ListResult) bool) {
		pushed := int64(0)
		for item, err := range n.in(c.clients).All(ctx, whole) {
			if err != nil {
				push(list.ListResult{Diagnostics: diag.Diagnostics{c.clients.explain(err, n.listAttempt())}})
				return
			}
			if !chosen.matches(item) {
				continue
			}
			result := req.NewListResult(ctx)
			result.DisplayName = botbiz.Printable(n.display(item))
			result.Diagnostics.Append(setIdentity(ctx, result.Identity, item.ObjectID())...)
			if req.IncludeResource {
				held := resource()
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
