package provider

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// TestDifferences_life runs both resources from create to delete on every server: no object is replaced, tainted, duplicated,
// or lost, and the plan after each step is empty. If a step is impossible on a server, the error is clear, and nothing
// changes.
func TestDifferences_life(t *testing.T) {
	t.Parallel()
	everyServer(t, func(t *testing.T, s subject, d differing) {
		m := d.mock(t)
		s.seed(m, d.others, time.Now().Add(-time.Hour))
		o := newEngine(t, m).object(s.kind)
		for i, config := range s.lives {
			action, err := o.apply(config)
			if d.listless() && d.getless() && !d.has("no-list-route", "list-405") && i > 0 { // not visible, and no witness
				impossible(t, err, "base_url")
				continue
			} else if want := []string{"create", "update", "update", "none"}[i]; err != nil || action != want {
				t.Fatalf("step %d: %s, want %s: %v", i, action, want, err)
			}
			untouched(t, s, d, m, o)
			if d.listless() && d.getless() {
				continue
			}
			if action, err := o.plan(config); err != nil || action != "none" {
				t.Fatalf("after step %d the plan is %s: %v\n%s", i, action, err, o.state)
			}
		}
		last := s.lives[len(s.lives)-1]
		for _, by := range []string{o.text("id"), s.key} {
			imported := o.engine.object(s.kind)
			if err := imported.importBy(by); err != nil && (d.listless() && (by == s.key || d.getless())) {
				impossible(t, err, "base_url")
				continue
			} else if err != nil {
				t.Fatalf("import by %s: %v", by, err)
			}
			action, err := imported.plan(last)
			if (d.blind() || d.has("numbers-national")) && action == "update" { // values come from the configuration
				_, err := imported.apply(last)
				must(t, err)
				if action, err := imported.plan(last); err != nil || action != "none" {
					t.Fatalf("the plan after import by %s and apply is %s: %v", by, action, err)
				}
			} else if action != "none" || err != nil {
				t.Fatalf("the plan after import by %s is %s: %v\n%s", by, action, err, imported.state)
			}
			untouched(t, s, d, m, imported)
		}
		if d.listless() && d.getless() {
			return
		}
		if err := o.destroy(); err != nil || o.exists() {
			t.Fatalf("destroy: %v", err)
		}
		if left := len(s.ids(m)); left != d.others {
			t.Errorf("%d objects are left, want %d", left, d.others)
		}
	})
}

// impossible checks that a step failed with these words.
func impossible(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("a step succeeded that this server makes impossible")
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("the error has no %q: %v", word, err)
		}
	}
}

// untouched checks that the object exists on both sides and is not tainted.
func untouched(t *testing.T, s subject, d differing, m *mock, o *object) {
	t.Helper()
	switch ids := s.ids(m); {
	case !o.exists() || o.tainted:
		t.Fatalf("the object is forgotten or tainted (%v)", o.tainted)
	case len(ids) != d.others+1 || !slices.ContainsFunc(ids, func(id string) bool { return strings.EqualFold(id, o.text("id")) }):
		t.Fatalf("%d objects on the server, want %d, %s among them", len(ids), d.others+1, o.text("id"))
	case s.kind == endpointResource && !d.has("no-secret-in-create") && !o.imported && members(o.state)["signing_secret"].Equal(tftypes.NewValue(tftypes.String, nil)):
		t.Fatal("the secret is lost")
	}
}

// TestDifferences_gone deletes objects outside of Terraform. The next apply creates them again if their absence is proven, or
// fails.
func TestDifferences_gone(t *testing.T) {
	t.Parallel()
	everyServer(t, func(t *testing.T, s subject, d differing) {
		if d.listless() && d.getless() {
			return // imports are impossible
		}
		m := d.mock(t)
		id := s.seed(m, d.others+1, time.Now().Add(-time.Hour))
		o := newEngine(t, m).object(s.kind)
		if err := o.importBy(id); err != nil {
			t.Fatal(err)
		}
		s.drop(m, id)
		before := o.state
		err := o.refresh()
		// A list from which it is missing, while the route is not known to exist, is an error with a way out.
		// Such a response proves nothing if the server gives it to every request. The import has proven that the route exists.
		doubt := d.has("plain-404") && !d.getless() ||
			d.getless() && (d.others == 0 || d.listless()) && !(d.has("no-get-route") && d.has("enveloped-404-for-missing-routes"))
		if doubt {
			impossible(t, err, "base_url", m.url)
			if !o.exists() || !o.state.Equal(before) {
				t.Fatalf("the state changed: %s", o.state)
			}
			return
		}
		if err != nil || o.exists() {
			t.Fatalf("still there, or an error: %v", err)
		}
		if warned := strings.Join(o.warnings, "\n"); !strings.Contains(warned, id) || !strings.Contains(warned, "do not apply") {
			t.Errorf("no fitting warning: %q", warned)
		}
	})
}

// TestDifferences_settledCreate loses the response to a create. The object is adopted, or an error describes what to do. It
// is never created twice.
func TestDifferences_settledCreate(t *testing.T) {
	t.Parallel()
	everyServer(t, func(t *testing.T, s subject, d differing) {
		m := d.mock(t)
		s.seed(m, d.others, time.Now().Add(-time.Hour))
		m.AddFault(mockapi.Fault{Kind: "drop-after", Method: "POST", Route: s.route, Count: 1})
		o := newEngine(t, m).object(s.kind)
		_, err := o.apply(s.lives[0])
		if made := len(s.ids(m)) - d.others; made != 1 {
			t.Fatalf("made %d objects: %v", made, err)
		}
		if d.listless() || d.has("has-more-false", "pages-by-number", "refused-limit") && d.others > 0 || d.has("lean-list") && d.getless() && s.kind == endpointResource {
			impossible(t, err, "Outcome unknown", "import {", s.kind)
			if d.listless() {
				impossible(t, err, "the result cannot be read", "dashboard")
			}
			if n := m.Count("POST", s.route); n != 1 || o.exists() {
				t.Fatalf("%d posts, in the state %t", n, o.exists())
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		untouched(t, s, d, m, o)
		if s.kind == endpointResource && o.text("signing_secret") != m.Endpoints()[d.others].Secret {
			t.Fatal("the secret in the state is not the server's")
		}
		if s.kind == accountResource && o.text("status") == "" && !d.blind() { // a list may leave it out
			t.Error("no status")
		}
		if action, err := o.plan(s.lives[0]); err != nil || action != "none" {
			t.Fatalf("the plan is %s: %v", action, err)
		}
	})
}

// TestDifferences_apart loses the response to a create where the API may not prove what happened. The create is sent once,
// and the object is adopted or the error says that the outcome is unknown.
func TestDifferences_apart(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		for _, name := range apart {
			for _, others := range []int{0, 120} {
				d := differing{[]string{name}, others}
				onFakeClock(t, s.kind+"/"+d.name(), func(t *testing.T) {
					m := d.mock(t)
					s.seed(m, others, time.Now().Add(-time.Hour))
					m.AddFault(mockapi.Fault{Kind: "drop-after", Method: "POST", Route: s.route, Count: 1})
					o := newEngine(t, m).object(s.kind)
					if _, err := o.apply(s.lives[0]); o.exists() {
						must(t, err)
					} else {
						impossible(t, err, "Outcome unknown")
					}
					if n := m.Count("POST", s.route); n != 1 {
						t.Errorf("the create was sent %d times", n)
					}
				})
			}
		}
	}
}

// TestDifferences_impossible runs both resources on servers where one step is impossible: its error is the right one, and
// neither the state nor the server changes.
func TestDifferences_impossible(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		for name, want := range impossibles {
			onFakeClock(t, s.kind+"/"+name, func(t *testing.T) {
				d := differing{[]string{name}, 2}
				m := d.mock(t)
				s.seed(m, d.others, time.Now().Add(-time.Hour))
				o := newEngine(t, m).object(s.kind)
				step := func(title string, err error) {
					t.Helper()
					if title == "" {
						must(t, err)
						return
					}
					impossible(t, err, title)
				}
				_, err := o.apply(s.lives[0])
				if step(want.create, err); want.create != "" {
					if o.exists() || m.Count("POST", s.route) != 1 {
						t.Errorf("in the state %t, %d posts", o.exists(), m.Count("POST", s.route))
					}
					return
				}
				before := o.state
				_, err = o.apply(s.lives[1])
				if step(want.change, err); want.change != "" && !o.state.Equal(before) {
					t.Errorf("the state changed: %s", o.state)
				}
				untouched(t, s, d, m, o)
				if want.gone != "" {
					s.drop(m, o.text("id"))
					if step(want.gone, o.refresh()); !o.exists() {
						t.Error("forgotten")
					}
					return
				}
				if step(want.destroy, o.destroy()); want.destroy != "" {
					untouched(t, s, d, m, o)
				}
			})
		}
	}
}
