package provider

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// rare are fields of a noun that only some nouns have.
var rare = []string{"named", "imported", "ignored", "filters"}

// readable are the fields of a noun without a resource.
var readable = []string{"plural", "items", "all", "itemsAre", "name", "api", "object", "attributes"}

// A noun with a resource has all fields, and one without a resource leaves those of a resource out.
func TestNouns_complete(t *testing.T) {
	t.Parallel()
	for _, n := range nouns() {
		for name, set := range fieldsOf(reflect.ValueOf(n)) {
			if want := n.texts().resource != "" || slices.Contains(readable, name); set != want && !slices.Contains(rare, name) {
				t.Errorf("%s: the field %s is set: %t, want %t", n.texts().name, name, set, want)
			}
		}
	}
}

// fieldsOf reports which fields of a struct are set, those of embedded structs included.
func fieldsOf(s reflect.Value) map[string]bool {
	fields := map[string]bool{}
	for i := range s.NumField() {
		if field := s.Type().Field(i); field.Anonymous {
			maps.Copy(fields, fieldsOf(s.Field(i)))
		} else {
			fields[field.Name] = !s.Field(i).IsZero()
		}
	}
	return fields
}

// Every noun with a resource has a subject that runs on every server, and every page has a test of the routes that it uses.
func TestNouns_tested(t *testing.T) {
	t.Parallel()
	for _, n := range nouns() {
		kind := n.texts()
		pages := []string{"data-sources/" + kind.plural}
		if kind.resource != "" {
			pages = append(pages, "resources/"+kind.resource, "data-sources/"+kind.resource, "list-resources/"+kind.resource)
			if !slices.ContainsFunc(subjects, func(s subject) bool { return s.kind == kind.resource && s.plural == kind.plural }) {
				t.Errorf("%s: no subject", kind.resource)
			}
		}
		for _, page := range pages {
			if routeUses[strings.Replace(page, "botbiz_", "", 1)] == nil {
				t.Errorf("%s: no use of its routes", page)
			}
		}
	}
}

// Every noun counts its creates, updates, and deletes.
func TestNouns_planned(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		e := newEngine(t, newMock(t, mockapi.Options{}))
		lived := e.object(s.kind)
		_, err := lived.apply(s.lives[0])
		must(t, err)
		for what, planned := range map[string]struct {
			object *object
			config block
		}{"create": {e.object(s.kind), s.lives[0]}, "update": {lived, s.lives[1]}, "delete": {lived, nil}} {
			e.warnings = nil
			w := e.walk()
			for i := range documentedLimit { // updates of others, up to the limit
				other := *lived
				other.state = withText(t, lived.state, "id", fmt.Sprint("other_", i))
				_, err := w.plan(&other, s.lives[1])
				must(t, err)
			}
			before := len(e.warnings)
			_, err := w.plan(planned.object, planned.config)
			must(t, err)
			if told := strings.Join(e.warnings[before:], "\n"); !strings.Contains(told, titlePlanOverLimit) {
				t.Errorf("%s: the %s is not counted: %q", s.kind, what, told)
			}
		}
	}
}

// Every noun shows in its data sources what the resource has.
func TestNouns_shown(t *testing.T) {
	t.Parallel()
	for _, n := range nouns() {
		i := slices.IndexFunc(subjects, func(s subject) bool { return s.kind == n.texts().resource })
		if i < 0 {
			continue
		}
		s := subjects[i]
		m := newMock(t, mockapi.Options{})
		o := newEngine(t, m).object(s.kind)
		_, err := o.apply(s.lives[0])
		must(t, err)
		one, err := o.engine.asJSON(s.kind, block{"id": o.text("id")})
		must(t, err)
		all, err := o.engine.asJSON(s.plural, nil)
		must(t, err)
		shown := []map[string]any{one}
		for _, item := range all[n.texts().items].([]any) {
			shown = append(shown, item.(map[string]any))
		}
		for _, item := range shown {
			for name, value := range item {
				if has := members(o.state)[name]; has.IsNull() != (value == nil) {
					t.Errorf("%s: %s is %v, and %s in the resource", s.kind, name, value, has)
				}
			}
		}
		if len(shown) != 2 {
			t.Errorf("%s: %d objects", s.kind, len(shown)-1)
		}
	}
}

// Every noun sees what somebody else changed, also where the list leaves fields out.
func TestNouns_drift(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		for _, differences := range [][]string{nil, {"lean-list"}} {
			o := newEngine(t, newMock(t, mockapi.Options{Differences: differences})).object(s.kind)
			_, err := o.apply(s.lives[0])
			must(t, err)
			same := o.engine.object(s.kind)
			must(t, same.importBy(o.text("id")))
			_, err = same.apply(s.lives[1])
			must(t, err)
			must(t, o.refresh())
			if action, err := o.plan(s.lives[1]); err != nil || action != "none" {
				t.Errorf("%s %v: the plan is %s: %v", s.kind, differences, action, err)
			}
		}
	}
}

// Every noun moves all that the state of another provider has of an object.
func TestNouns_moved(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		o := newEngine(t, newMock(t, mockapi.Options{})).object(s.kind)
		_, err := o.apply(s.lives[0])
		must(t, err)
		want := o.engine.object(s.kind)
		must(t, want.importBy(o.text("id")))
		held, errors := moved(t, s.kind, restapiObject, 0, map[string]any{
			"id": o.text("id"), "path": s.route, "api_response": string(stateJSON(t, want.state)),
		})
		if wanted := heldIn(t, want.state.Type(), encode(t, want.state)); errors != "" || !maps.Equal(held, wanted) {
			t.Errorf("%s: %v, want %v: %s", s.kind, held, wanted, errors)
		}
	}
}

// An error that repeats the values of the configuration does not quote them.
func TestNouns_hidden(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		var values []string
		for _, value := range s.lives[0] {
			switch value := value.(type) {
			case string:
				values = append(values, value)
			case []string:
				values = append(values, value...)
			}
		}
		values = slices.DeleteFunc(values, func(value string) bool { return len(strings.TrimSpace(value)) < 5 }) // they occur in other words
		m := newMock(t, mockapi.Options{})
		m.AddFault(mockapi.Fault{Kind: "status", Method: "POST", Status: 400, Message: "Invalid: " + strings.Join(values, ", ")})
		_, err := newEngine(t, m).object(s.kind).apply(s.lives[0])
		impossible(t, err, "Invalid")
		for _, value := range values {
			if strings.Contains(err.Error(), strings.TrimSpace(value)) {
				t.Errorf("%s: the error quotes %q: %v", s.kind, value, err)
			}
		}
		if len(values) == 0 {
			t.Errorf("%s: nothing to hide", s.kind)
		}
	}
}

// Every noun sets the identity in an update, for states of Terraform versions without identities.
func TestNouns_identity(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		o := newEngine(t, newMock(t, mockapi.Options{})).object(s.kind)
		_, err := o.apply(s.lives[0])
		must(t, err)
		o.identity = nil
		w := o.walk()
		planned, err := w.plan(o, s.lives[1])
		must(t, err)
		planned.identity = nil
		if err := w.apply(o, planned, s.lives[1]); err != nil || o.identity == nil {
			t.Errorf("%s: identity %v: %v", s.kind, o.identity, err)
		}
	}
}

// Every noun rejects a blank text in the plan, and names the attribute.
func TestNouns_blank(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		e := newEngine(t, newMock(t, mockapi.Options{}))
		w := e.walk()
		for _, a := range w.schemas.ResourceSchemas[s.kind].Block.Attributes {
			if !a.Required || !a.Type.Is(tftypes.String) {
				continue
			}
			config := maps.Clone(s.lives[0])
			config[a.Name] = " "
			if _, err := w.plan(e.object(s.kind), config); err == nil || !strings.Contains(err.Error(), "The argument "+a.Name) {
				t.Errorf("%s: a blank %s: %v", s.kind, a.Name, err)
			}
		}
	}
}
