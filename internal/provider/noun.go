package provider

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// nouns returns the kinds of objects. What a noun is not part of this list cannot do anything.
func nouns() []anyNoun { return []anyNoun{accounts, endpoints, users} }

type anyNoun interface {
	texts() kind
	join(c *clients, k *known)
	resources() []func() resource.Resource
	dataSources() []func() datasource.DataSource
	listResources() []func() list.ListResource
}

// kind contains the texts for a kind of object.
type kind struct {
	resource string // type of the resource, the data source for one object, and the list resource; empty for users
	plural   string // type of the data source for all objects: "botbiz_whatsapp_accounts"
	items    string // its attribute with the objects: "accounts"

	one, all, itemsAre, listed string // descriptions of the data sources, that attribute, and the list resource

	name     string            // "WhatsApp account"
	gone     string            // title of the warning that an object no longer exists
	taken    string            // title of the error that an object already exists
	key      string            // attribute with the natural key
	keyName  string            // "phone number"
	path     string            // of the objects, below the base URL
	fields   []string          // that Botbiz may name when it rejects a request
	named    map[string]string // the attribute of such a field, where the names differ
	importID string            // description of an import ID
	imported string            // what an import does not return, or nothing
	ignored  string            // for lifecycle { ignore_changes = [ … ] } where the API cannot change it
}

func (k kind) texts() kind { return k }

// noun describes one kind of object. Resource, data sources and list resource share what it does.
type noun[T collection.Object] struct {
	kind
	api        func(*botbiz.Client) collection.API[T]
	object     func() model[T] // what the API stores
	resourced  func() model[T] // the resource, for its list
	build      func(nounResource[T]) completeResource
	attributes func() map[string]dataschema.Attribute
	keyCheck   validator.String
	filters    []filter[T]
	whole      func(T) bool                       // whether a listed object has all fields that a list may omit
	keyed      func(key string) collection.Key[T] // the natural key with that value
	display    func(T) string                     // name of an object for messages
	moved      func(foreignObject) any            // the resource for an object of another provider
	// importKey returns the natural key in an import ID, or nothing if it is an ID.
	importKey func(given string) (key string, err error)
}

// model is the Terraform model of an object: a resource, a data source, or an element of a list.
type model[T any] interface {
	observe(T)     // sets the values of the API
	heldBy(T) bool // whether a listed object has all fields of the model
}

// in returns the collection of the objects.
func (n noun[T]) in(c *clients) *collection.Collection[T] {
	return c.collections[n.name].(*collection.Collection[T])
}

// join adds the collection of the objects to the clients, for a new walk.
func (n noun[T]) join(c *clients, k *known) {
	api := n.api(c.api)
	api.Kind, api.Documented, api.RequestTimeout = n.name, c.api.Users.Answer, c.timeout
	joined := collection.New(api, storeOf[T](k, n.name), c.share)
	joined.NewWalk()
	c.collections[n.name] = joined
}

// oldestFirst sorts objects by creation time and id. Objects whose time is not known come last.
func oldestFirst[T collection.Object](a, b T) int {
	return cmp.Or(createdAt(a).Compare(createdAt(b)), cmp.Compare(a.ObjectID(), b.ObjectID()))
}

func createdAt[T collection.Object](item T) time.Time {
	at, err := time.Parse(time.RFC3339, text(item.CreatedTime()))
	if err != nil {
		return time.Unix(1<<40, 0)
	}
	return at
}

// lookUp returns the id of the one object with a natural key. Without one, none says what was looked for.
func (n noun[T]) lookUp(ctx context.Context, c *clients, key string, whole func(T) bool) (item T, found bool, several []string, err error) {
	items, err := n.in(c).Find(ctx, n.keyed(key), whole)
	switch {
	case err != nil || len(items) == 0:
		return item, false, nil, err
	case len(items) > 1:
		for _, each := range items {
			several = append(several, each.ObjectID())
		}
		slices.Sort(several)
		return item, false, several, nil
	}
	return items[0], true, nil, nil
}

func (k kind) severalMatch(ids []string) string {
	return fmt.Sprintf("Several %ss have this %s: %s.", k.name, k.key, strings.Join(ids, ", "))
}

// filter selects objects by an optional argument of the data source and the list resource.
type filter[T any] struct {
	name, about string
	of          func(T) *string
	selects     func(value, wanted string) bool
}

// chosen is a filter with the value of its argument.
type chosen[T any] struct {
	filter[T]
	wanted types.String
}

// matchAll reports whether an object matches. Null or empty arguments match all. An object without the field does not.
func matchAll[T any](all []chosen[T], item T) bool {
	return !slices.ContainsFunc(all, func(c chosen[T]) bool {
		return c.wanted.ValueString() != "" && !c.selects(text(c.of(item)), c.wanted.ValueString())
	})
}

// decideAll reports whether an object has the fields for the decision, which a list may omit.
func decideAll[T any](all []chosen[T], item T) bool {
	return !slices.ContainsFunc(all, func(c chosen[T]) bool { return lacks(c.of(item), c.wanted) })
}
