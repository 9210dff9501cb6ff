package provider

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
)

// listing turns the list of one kind into the results of a list resource.
type listing[T any] struct {
	all     iter.Seq2[T, error]
	matches func(T) bool
	explain func(error) diag.Diagnostic
	result  func(T, *list.ListResult)
}

// results reads pages until the limit is reached. An error is pushed as a result, which ends the listing.
func (l listing[T]) results(ctx context.Context, req list.ListRequest) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		pushed := int64(0)
		for item, err := range l.all {
			if err != nil {
				push(list.ListResult{Diagnostics: diag.Diagnostics{l.explain(err)}})
				return
			}
			if !l.matches(item) {
				continue
			}
			result := req.NewListResult(ctx)
			l.result(item, &result)
			pushed++
			// The limit is looked at here and not above, where the next page would have been read already.
			if !push(result) || pushed == req.Limit {
				return
			}
		}
	}
}
