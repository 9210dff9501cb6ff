package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// finder finds the one object that a data source is about.
type finder[T collection.Object] struct {
	*clients
	of      *collection.Collection[T]
	kind    string // "WhatsApp account"
	whole   func(T) bool
	attempt func(doing, id string) attempt
}

// byID reads the object with that id.
func (f finder[T]) byID(ctx context.Context, id string) (T, diag.Diagnostic) {
	item, found, err := f.of.Read(ctx, id, collection.Prior[T]{Whole: f.whole})
	switch {
	case err != nil:
		return item, f.explain(err, f.attempt("reading", id))
	case !found:
		return item, f.notFound("id", id)
	}
	return item, nil
}

// byKey reads the one object with a natural key, which is the value of an attribute.
func (f finder[T]) byKey(ctx context.Context, attribute, value string, key collection.Key[T]) (T, diag.Diagnostic) {
	var none T
	items, err := f.of.Find(ctx, key, f.whole)
	switch {
	case err != nil:
		return none, f.explain(err, f.attempt("looking for", fmt.Sprintf("with the %s %q", attribute, value)))
	case len(items) > 1:
		return none, diag.NewAttributeErrorDiagnostic(path.Root(attribute), titleSeveral, fmt.Sprintf(
			"Several %ss have the %s %q: %s. Choose one by its id.\n\n%s", f.kind, attribute, value, strings.Join(ids(items), ", "), more(titleSeveral)))
	}
	if len(items) == 0 {
		return none, f.notFound(attribute, value)
	}
	return items[0], nil
}

func (f finder[T]) notFound(attribute, value string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), titleNotFound, fmt.Sprintf(
		"There is no %s with the %s %q: it does not exist, or it belongs to another Botbiz account than the API key. Check the %s, and the key.\n\n%s",
		f.kind, attribute, value, attribute, more(titleNotFound)))
}

// ids are the ids of objects, in order.
func ids[T botbiz.Object](items []T) []string {
	var all []string
	for _, item := range items {
		all = append(all, item.ObjectID())
	}
	slices.Sort(all)
	return all
}
