package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// block is a configuration block. Missing attributes are null.
type block map[string]any

// engine calls the provider in process with the plugin protocol, like Terraform: a new provider for every walk, states as
// JSON, and Terraform's checks of results. It takes milliseconds instead of seconds, so that complete runs against many
// servers are possible.
type engine struct {
	t        *testing.T
	provider block             // configuration
	base     http.RoundTripper // nil: a network
	process  *walk             // the process of all walks; nil: each walk has a new one
	warnings []string          // of everything so far
}

func newEngine(t *testing.T, m *mock) *engine {
	return &engine{t: t, provider: block{"base_url": m.url, "api_key": canaryKey}, base: m.base}
}

// object is a resource instance and its state.
type object struct {
	*engine
	kind     string
	state    tftypes.Value // null: nothing
	private  []byte
	identity *tfprotov6.ResourceIdentityData
	tainted  bool
	imported bool
}

func (e *engine) object(kind string) *object { return &object{engine: e, kind: kind} }

// exists reports whether it is in the state.
func (o *object) exists() bool { return !o.state.IsNull() }

// text returns a string attribute of the state, or an empty string.
func (o *object) text(name string) string {
	var text string
	if !o.exists() {
		return ""
	}
	if value := members(o.state)[name]; !value.IsNull() {
		must(o.t, value.As(&text))
	}
	return text
}

// plan is `terraform plan`: it refreshes and returns the action, which is create, update, replace, delete, or "none".
func (o *object) plan(config block) (string, error) {
	refreshed := *o
	defer func() { o.warnings = refreshed.warnings }()
	w := refreshed.walk()
	if err := w.refresh(&refreshed); err != nil {
		return "", err
	}
	change, err := w.plan(&refreshed, config)
	return change.action, err
}

// apply is `terraform apply`. It returns the action that was planned.
func (o *object) apply(config block) (string, error) { return o.applyLater(config, config) }

// applyLater is apply with a configuration that is partly unknown in the plan.
func (o *object) applyLater(early, config block) (string, error) {
	w := o.walk()
	if err := w.refresh(o); err != nil {
		return "", err
	}
	first, err := w.plan(o, early)
	if err != nil || first.action == "none" {
		return first.action, err
	}
	return first.action, o.walk().carryOut(o, first, config)
}

// carryOut carries out a plan.
func (w *walk) carryOut(o *object, planned intent, config block) error {
	if planned.action == "none" {
		return nil
	}
	if planned.action == "replace" || planned.action == "delete" {
		if err := w.destroy(o); err != nil || planned.action == "delete" {
			return err
		}
	}
	final, err := w.plan(o, config)
	if err != nil {
		return err
	}
	if wrong := compatible("", planned.after, final.after); len(wrong) > 0 {
		return fmt.Errorf("provider produced inconsistent final plan: %s", strings.Join(wrong, "; "))
	}
	return w.apply(o, final, config)
}

// destroy is `terraform destroy`.
func (o *object) destroy() error {
	_, err := o.apply(nil)
	return err
}

// refresh is `terraform apply -refresh-only`.
func (o *object) refresh() error { return o.walk().refresh(o) }

// importBy is `terraform import`, into an object that the state does not hold.
func (o *object) importBy(id string) error {
	w := o.walk()
	resp, err := w.server.ImportResourceState(o.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: o.kind, ID: id})
	must(o.t, err)
	if err := w.note(resp.Diagnostics); err != nil {
		return err
	}
	if n := len(resp.ImportedResources); n != 1 {
		return fmt.Errorf("%d objects imported", n)
	}
	imported := *o
	imported.imported = true
	imported.state = decode(o.t, resp.ImportedResources[0].State, w.typeOf(o.kind))
	imported.private, imported.identity = resp.ImportedResources[0].Private, resp.ImportedResources[0].Identity
	if err := w.read(&imported); err != nil {
		return err
	}
	if !imported.exists() {
		return errors.New("cannot import non-existent remote object")
	}
	*o = imported
	return nil
}

// data reads a data source.
func (e *engine) data(kind string, config block) (tftypes.Value, error) {
	w := e.walk()
	schema := w.schemas.DataSourceSchemas[kind]
	given := encode(e.t, e.configure(schema, config))
	valid, err := w.server.ValidateDataResourceConfig(e.t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: kind, Config: given})
	must(e.t, err)
	if err := w.note(valid.Diagnostics); err != nil {
		return tftypes.Value{}, err
	}
	resp, err := w.server.ReadDataSource(e.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: kind, Config: given})
	must(e.t, err)
	if err := w.note(resp.Diagnostics); err != nil {
		return tftypes.Value{}, err
	}
	state := decode(e.t, resp.State, schema.ValueType())
	if wrong := planValid(schema, tftypes.NewValue(schema.ValueType(), nil), e.configure(schema, config), state); len(wrong) > 0 || !state.IsFullyKnown() {
		return state, fmt.Errorf("provider produced invalid object: %s", strings.Join(wrong, "; "))
	}
	return state, nil
}

// walk is one process of the provider, configured.
type walk struct {
	*engine
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

func (e *engine) walk() *walk {
	if e.process != nil {
		return &walk{engine: e, server: e.process.server, schemas: e.process.schemas}
	}
	return e.newWalk()
}

func (e *engine) newWalk() *walk {
	ctx := e.t.Context()
	server, err := providerserver.NewProtocol6WithError(&botbizProvider{version: "test", base: e.base})()
	must(e.t, err)
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	must(e.t, err)
	w := &walk{engine: e, server: server, schemas: schemas}
	config := encode(e.t, w.configure(schemas.Provider, e.provider))
	configured, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.99.0", Config: config})
	must(e.t, err)
	if err := w.note(configured.Diagnostics); err != nil {
		e.t.Fatal(err)
	}
	return w
}

// forget makes the next walks with these keys the first ones of their process.
func forget(baseURL string, keys ...string) {
	for _, key := range keys {
		id := knownFor(baseURL, key).id
		registry.mu.Lock()
		registry.keys = slices.DeleteFunc(registry.keys, func(k *known) bool { return k.id == id })
		registry.mu.Unlock()
	}
}

// note keeps the warnings and returns the errors.
func (e *engine) note(diags []*tfprotov6.Diagnostic) error {
	var failures []error
	for _, d := range diags {
		text := d.Summary + ": " + d.Detail
		if d.Attribute != nil {
			text = "[" + d.Attribute.String() + "] " + text
		}
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			failures = append(failures, errors.New(text))
		} else {
			e.warnings = append(e.warnings, text)
		}
	}
	return errors.Join(failures...)
}

// refresh loads the state and reads the object.
func (w *walk) refresh(o *object) error {
	if !o.exists() {
		return nil
	}
	resp, err := w.server.UpgradeResourceState(w.t.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: o.kind, Version: w.schemas.ResourceSchemas[o.kind].Version, RawState: &tfprotov6.RawState{JSON: stateJSON(w.t, o.state)},
	})
	must(w.t, err)
	if err := w.note(resp.Diagnostics); err != nil {
		return err
	}
	o.state = decode(w.t, resp.UpgradedState, w.typeOf(o.kind))
	if err = w.read(o); err == nil && !o.exists() { // Terraform forgets everything about it
		o.private, o.identity, o.tainted = nil, nil, false
	}
	return err
}

func (w *walk) read(o *object) error {
	resp, err := w.server.ReadResource(w.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: o.kind, CurrentState: encode(w.t, o.state), Private: o.private, CurrentIdentity: o.identity,
	})
	must(w.t, err)
	if err := w.note(resp.Diagnostics); err != nil {
		return err
	}
	o.state, o.private = decode(w.t, resp.NewState, w.typeOf(o.kind)), resp.Private
	return w.keepIdentity(o, resp.NewIdentity)
}

// keepIdentity takes over the identity, which every kind but a connection has, also when the object is gone.
func (w *walk) keepIdentity(o *object, identity *tfprotov6.ResourceIdentityData) error {
	if o.kind == connectionResource {
		return nil
	}
	held := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}
	if identity == nil || identity.IdentityData == nil {
		return errors.New("missing resource identity")
	}
	var id string
	if err := members(decode(w.t, identity.IdentityData, held))["id"].As(&id); err != nil || id == "" || o.exists() && id != o.text("id") {
		return fmt.Errorf("wrong resource identity %q for %q (%v)", id, o.text("id"), err)
	}
	if o.identity != nil && !maps.EqualFunc(members(decode(w.t, o.identity.IdentityData, held)), map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, id)}, tftypes.Value.Equal) {
		return errors.New("resource identity changed")
	}
	o.identity = identity
	return nil
}

func (w *walk) typeOf(kind string) tftypes.Type { return w.schemas.ResourceSchemas[kind].ValueType() }

// must ends a test at an error of the protocol itself.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}
