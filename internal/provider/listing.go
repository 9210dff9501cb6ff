package provider

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// listing turns the list of one kind into the results of a list resource.
type listing[T botbiz.Object] struct {
	all     iter.Seq2[T, error]
	whole   func(T) bool // whether what is listed is all that is needed of an object
	get     func(id string) (T, bool, error)
	matches func(T) bool
	explain func(err error, id string) diag.Diagnostic // of an object, or of the list where id is empty
	result  func(T, *list.ListResult)
}

// results reads pages until the limit is reached. An error is pushed as a result, which ends the listing.
func (l listing[T]) results(ctx context.Context, req list.ListRequest) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		fail := func(err error, id string) {
			push(list.ListResult{Diagnostics: diag.Diagnostics{l.explain(err, id)}})
		}
		pushed := int64(0)
		single := true // reading objects singly brings what the list leaves out
		for item, err := range l.all {
			if err != nil {
				fail(err, "")
				return
			}
			if single && !l.whole(item) {
				full, found, err := l.get(item.ObjectID())
				switch {
				case botbiz.IsNoRoute(err):
					single = false // what is listed must do
				case err != nil:
					fail(err, item.ObjectID())
					return
				case !found: // deleted since
					continue
				default:
					item, single = full, l.whole(full)
				}
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
