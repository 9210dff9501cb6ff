package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The functions below do what Terraform does between calls of a provider, and apply its rules for invalid and inconsistent
// results.

// unknown is a configured value that is not known yet.
const unknown = "\x00unknown"

// intent is a plan for one object.
type intent struct {
	action   string
	before   tftypes.Value
	after    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// plan plans one object. nil means that its block was removed.
func (w *walk) plan(o *object, config block) (intent, error) {
	schema := w.schemas.ResourceSchemas[o.kind]
	none := tftypes.NewValue(schema.ValueType(), nil)
	prior := o.state
	if !o.exists() {
		prior = none
	}
	if config == nil {
		if !o.exists() {
			return intent{action: "none"}, nil
		}
		_, err := w.planChange(o, prior, none, none)
		return intent{action: "delete"}, err
	}
	given := w.configure(schema, config)
	valid, err := w.server.ValidateResourceConfig(w.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: o.kind, Config: encode(w.t, given),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	must(w.t, err)
	if err := w.note(valid.Diagnostics); err != nil {
		return intent{}, err
	}
	var resp *tfprotov6.PlanResourceChangeResponse
	replace := o.exists() && o.tainted
	if !replace {
		if resp, err = w.planChange(o, prior, w.proposed(schema, prior, given), given); err != nil {
			return intent{}, err
		}
		replace = o.exists() && len(resp.RequiresReplace) > 0
	}
	if replace { // planned like a new object
		if resp, err = w.planChange(&object{engine: o.engine, kind: o.kind}, none, w.proposed(schema, none, given), given); err != nil {
			return intent{}, err
		}
	}
	p := intent{action: "update", before: prior, after: decode(w.t, resp.PlannedState, schema.ValueType()), private: resp.PlannedPrivate, identity: resp.PlannedIdentity}
	switch {
	case replace:
		p.action, p.before = "replace", none
	case !o.exists():
		p.action = "create"
	case p.after.Equal(prior):
		p.action = "none"
	}
	if wrong := planValid(schema, p.before, given, p.after); len(wrong) > 0 {
		return p, fmt.Errorf("provider produced invalid plan: %s", strings.Join(wrong, "; "))
	}
	return p, nil
}

func (w *walk) planChange(o *object, prior, proposed, config tftypes.Value) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := w.server.PlanResourceChange(w.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: o.kind, PriorState: encode(w.t, prior), ProposedNewState: encode(w.t, proposed), Config: encode(w.t, config),
		PriorPrivate: o.private, PriorIdentity: o.identity,
	})
	must(w.t, err)
	return resp, w.note(resp.Diagnostics)
}

// apply runs a plan and saves the result, even after errors.
func (w *walk) apply(o *object, p intent, config block) error {
	schema := w.schemas.ResourceSchemas[o.kind]
	resp, err := w.server.ApplyResourceChange(w.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: o.kind, PriorState: encode(w.t, p.before), PlannedState: encode(w.t, p.after), Config: encode(w.t, w.configure(schema, config)),
		PlannedPrivate: p.private, PlannedIdentity: p.identity,
	})
	must(w.t, err)
	failure := w.note(resp.Diagnostics)
	after := decode(w.t, resp.NewState, schema.ValueType())
	if !after.IsFullyKnown() {
		return errors.Join(failure, fmt.Errorf("provider returned unknown values after apply: %s", after))
	}
	create := p.before.IsNull()
	o.state, o.private = after, resp.Private
	o.tainted = create && failure != nil && o.exists()
	if failure != nil {
		return failure
	}
	wrong := compatible("", p.after, after)
	for _, a := range schema.Block.Attributes {
		if a.WriteOnly && o.exists() && !members(after)[a.Name].IsNull() {
			wrong = append(wrong, a.Name+" is write-only and set")
		}
	}
	if len(wrong) > 0 {
		o.tainted = create
		return fmt.Errorf("provider produced inconsistent result after apply: %s", strings.Join(wrong, "; "))
	}
	return w.keepIdentity(o, resp.NewIdentity)
}

// destroy deletes an object. Terraform does not plan a deletion that is part of a replacement.
func (w *walk) destroy(o *object) error {
	none := tftypes.NewValue(w.typeOf(o.kind), nil)
	resp, err := w.server.ApplyResourceChange(w.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: o.kind, PriorState: encode(w.t, o.state), PlannedState: encode(w.t, none), Config: encode(w.t, none),
		PlannedPrivate: o.private, PlannedIdentity: o.identity,
	})
	must(w.t, err)
	failure := w.note(resp.Diagnostics)
	if o.state = decode(w.t, resp.NewState, w.typeOf(o.kind)); !o.exists() {
		o.private, o.identity, o.tainted = nil, nil, false
	}
	return failure
}

// proposed returns the configuration with the prior values of computed attributes.
func (w *walk) proposed(schema *tfprotov6.Schema, prior, config tftypes.Value) tftypes.Value {
	values := members(config)
	for _, a := range schema.Block.Attributes {
		switch value := values[a.Name]; {
		case a.WriteOnly:
			values[a.Name] = tftypes.NewValue(a.ValueType(), nil)
		case value.IsNull() && a.Computed && !prior.IsNull():
			values[a.Name] = members(prior)[a.Name]
		case value.IsNull() && a.Computed && !a.Optional:
			values[a.Name] = tftypes.NewValue(a.ValueType(), tftypes.UnknownValue)
		}
	}
	return tftypes.NewValue(schema.ValueType(), values)
}

// planValid is Terraform's rule for plans: a configured value is planned, or the prior value is kept. Attributes that are
// neither configured nor computed are null.
func planValid(schema *tfprotov6.Schema, prior, config, planned tftypes.Value) []string {
	var wrong []string
	for _, a := range schema.Block.Attributes {
		given, will := members(config)[a.Name], members(planned)[a.Name]
		kept := !prior.IsNull() && !given.IsNull() && !members(prior)[a.Name].IsNull() && will.Equal(members(prior)[a.Name])
		switch {
		case a.WriteOnly && !will.IsNull():
			wrong = append(wrong, a.Name+" is write-only and planned")
		case a.WriteOnly, will.Equal(given), a.Computed && given.IsNull(), kept:
		default:
			wrong = append(wrong, fmt.Sprintf("%s is %s in the configuration and %s in the plan", a.Name, given, will))
		}
	}
	return wrong
}

// compatible is Terraform's rule for results: known planned values do not change.
func compatible(path string, before, after tftypes.Value) []string {
	switch {
	case !before.IsKnown(), before.Equal(after):
		return nil
	case before.IsNull() || after.IsNull() || !before.Type().Is(tftypes.Object{}):
		return []string{fmt.Sprintf("%s was %s and is %s", path, before, after)}
	}
	var wrong []string
	for name, value := range members(before) {
		wrong = append(wrong, compatible(path+"."+name, value, members(after)[name])...)
	}
	slices.Sort(wrong)
	return wrong
}

// configure returns the value of a configuration block.
func (e *engine) configure(schema *tfprotov6.Schema, given block) tftypes.Value {
	values := map[string]tftypes.Value{}
	for _, a := range schema.Block.Attributes {
		values[a.Name] = value(a.ValueType(), given[a.Name])
	}
	for name := range given {
		if _, ok := values[name]; !ok {
			e.t.Fatalf("no attribute %s", name)
		}
	}
	return tftypes.NewValue(schema.ValueType(), values)
}

func value(as tftypes.Type, given any) tftypes.Value {
	switch given := given.(type) {
	case string:
		if given == unknown {
			return tftypes.NewValue(as, tftypes.UnknownValue)
		}
	case block:
		values := map[string]tftypes.Value{}
		for name, t := range as.(tftypes.Object).AttributeTypes {
			values[name] = value(t, given[name])
		}
		return tftypes.NewValue(as, values)
	case []string:
		var values []tftypes.Value
		for i, element := range given {
			if !slices.Contains(given[:i], element) {
				values = append(values, value(tftypes.String, element))
			}
		}
		return tftypes.NewValue(as, values)
	}
	return tftypes.NewValue(as, given)
}

// members are an object's attributes.
func members(object tftypes.Value) map[string]tftypes.Value {
	values := map[string]tftypes.Value{}
	if err := object.As(&values); err != nil {
		panic(err)
	}
	return maps.Clone(values) // As returns the map of the object itself
}

func encode(t *testing.T, value tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(value.Type(), value)
	must(t, err)
	return &encoded
}

func decode(t *testing.T, encoded *tfprotov6.DynamicValue, as tftypes.Type) tftypes.Value {
	t.Helper()
	value, err := encoded.Unmarshal(as)
	must(t, err)
	return value
}

// stateJSON returns a value in the format of a state file.
func stateJSON(t *testing.T, value tftypes.Value) []byte {
	t.Helper()
	encoded, err := json.Marshal(plain(value))
	must(t, err)
	return encoded
}

func plain(value tftypes.Value) any {
	switch {
	case value.IsNull():
		return nil
	case value.Type().Is(tftypes.String):
		var text string
		_ = value.As(&text)
		return text
	case value.Type().Is(tftypes.Bool):
		var flag bool
		_ = value.As(&flag)
		return flag
	case value.Type().Is(tftypes.Object{}):
		object := map[string]any{}
		for name, member := range members(value) {
			object[name] = plain(member)
		}
		return object
	case value.Type().Is(tftypes.Set{}), value.Type().Is(tftypes.List{}):
		var elements []tftypes.Value
		_ = value.As(&elements)
		list := []any{}
		for _, element := range elements {
			list = append(list, plain(element))
		}
		return list
	}
	return json.RawMessage(strings.TrimSuffix(strings.TrimPrefix(value.String(), `tftypes.Number<"`), `">`))
}
