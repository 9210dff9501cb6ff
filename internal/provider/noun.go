package provider

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// kind contains the texts for a kind of object.
type kind struct {
	resource string   // resource type: "botbiz_whatsapp_account"
	name     string   // "WhatsApp account"
	gone     string   // title of the warning that an object no longer exists
	taken    string   // title of the error that an object already exists
	key      string   // attribute with the natural key
	path     string   // of the objects, below the base URL
	fields   []string // that Botbiz may name when it rejects a request; "field:attribute" where the names differ
	importID string   // description of an import ID
	imported string   // what an import does not return, or nothing
}

func (k kind) attempt(doing, id string) attempt {
	return attempt{kind: k, doing: doing, object: strings.TrimSpace("the " + k.name + " " + id)}
}

// noun describes one kind of object. Resource, data sources and list resource share what it does.
type noun[T collection.Object] struct {
	kind
	in      func(*clients) *collection.Collection[T]
	whole   func(T) bool                       // whether a listed object has all fields that a list may omit
	keyed   func(key string) collection.Key[T] // the natural key with that value
	display func(T) string                     // name of an object for messages
	moved   func(foreignObject) any            // the resource for an object of another provider
	// importKey returns the natural key in an import ID, or nothing if it is an ID.
	importKey func(given string) (key string, err error)
}

// model is the Terraform model of an object: a resource, a data source, or an element of a list.
type model[T any] interface {
	observe(T)     // sets the values of the API
	heldBy(T) bool // whether a listed object has all fields of the model
	identity() (id, createdAt string)
	values() []string // errors must not quote them
}

// read implements Read of a resource. It updates the state, or removes the resource from it with a warning.
func (n noun[T]) read(ctx context.Context, c configured, req resource.ReadRequest, resp *resource.ReadResponse, state model[T]) (item T, found bool) {
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	id, createdAt := state.identity()
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
	if resp.Diagnostics.HasError() || !c.ready(&resp.Diagnostics) {
		return item, false
	}
	item, found, err := n.in(c.clients).Read(ctx, id, collection.Prior[T]{Reader: n.resource, CreatedAt: cmp.Or(createdAt, "not known"), Whole: state.heldBy})
	switch {
	case err != nil:
		resp.Diagnostics.Append(c.clients.explain(err, n.attempt("reading", id).hiding(state.values()...)))
	case !found:
		resp.Diagnostics.Append(n.goneWarning(id))
		resp.State.RemoveResource(ctx)
	default:
		state.observe(item)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
	return item, found && err == nil
}

// goneWarning returns the warning that an object leaves the state.
func (k kind) goneWarning(id string) diag.Diagnostic {
	return caution(k.gone, "The %s %s does not exist on Botbiz. It leaves the state, and the next apply creates it again.\n\nIf this API key belongs "+
		"to another Botbiz account than the object, do not apply. Set the right key and plan again.", k.name, id)
}

// delete implements Delete of a resource.
func (n noun[T]) delete(ctx context.Context, c *clients, state model[T], diags *diag.Diagnostics) {
	id, _ := state.identity()
	if err := n.in(c).Delete(ctx, id); err != nil {
		diags.Append(c.explain(err, n.attempt("deleting", id).hiding(state.values()...)))
	}
}

// find returns the one object with that id or natural key, for a data source.
func (n noun[T]) find(ctx context.Context, c configured, id, key types.String, diags *diag.Diagnostics) (item T, ok bool) {
	if diags.HasError() || !c.ready(diags) {
		return item, false
	}
	if !id.IsNull() {
		item, found, err := n.in(c.clients).Read(ctx, id.ValueString(), collection.Prior[T]{Whole: n.whole})
		switch {
		case err != nil:
			diags.Append(c.clients.explain(err, n.attempt("reading", id.ValueString())))
		case !found:
			diags.Append(n.notFound("id", n.name+" "+id.ValueString()))
		}
		return item, found && err == nil
	}
	items, err := n.in(c.clients).Find(ctx, n.keyed(key.ValueString()), n.whole)
	switch {
	case err != nil:
		diags.Append(c.clients.explain(err, n.attempt("looking for", "by its "+n.key)))
	case len(items) == 0:
		diags.Append(n.notFound(n.key, n.name+" with this "+n.key))
	case len(items) > 1:
		diags.Append(diag.WithPath(path.Root(n.key), failure(titleSeveral, "Several %ss have this %s: %s. Select one of them by its ID.",
			n.name, n.key, strings.Join(ids(items), ", "))))
	default:
		return items[0], true
	}
	return item, false
}

func (n noun[T]) notFound(attribute, what string) diag.Diagnostic {
	return diag.WithPath(path.Root(attribute), failure(titleNotFound,
		"The %s does not exist, or it belongs to another Botbiz account than the API key. Check the %s, and the key.", what, attribute))
}

// all returns all objects for a plural data source, oldest first.
func (n noun[T]) all(ctx context.Context, c configured, diags *diag.Diagnostics) []T {
	if diags.HasError() || !c.ready(diags) {
		return nil
	}
	items, err := n.in(c.clients).List(ctx, n.whole)
	if err != nil {
		diags.Append(c.clients.explain(err, n.listAttempt()))
	}
	slices.SortStableFunc(items, oldestFirst)
	return items
}

func (n noun[T]) listAttempt() attempt {
	return attempt{kind: n.kind, doing: "reading", object: fmt.Sprintf("the list of %ss", n.name)}
}

// oldestFirst sorts objects by creation time and id.
func oldestFirst[T collection.Object](a, b T) int {
	return cmp.Or(cmp.Compare(text(a.CreatedTime()), text(b.CreatedTime())), cmp.Compare(a.ObjectID(), b.ObjectID()))
}

// ids returns the ids of objects in order.
func ids[T collection.Object](items []T) []string {
	var all []string
	for _, item := range items {
		all = append(all, item.ObjectID())
	}
	slices.Sort(all)
	return all
}
