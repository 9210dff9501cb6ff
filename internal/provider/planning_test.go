package provider

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// planCreates plans so many creates in one walk and returns the warnings about the limit.
func planCreates(t *testing.T, e *engine, n int) int {
	t.Helper()
	w := e.walk()
	for i := range n {
		o := e.object(accountResource)
		if _, err := w.plan(o, block{"phone_number": fmt.Sprintf("+141555501%02d", i), "name": "x"}); err != nil {
			t.Fatal(err)
		}
	}
	return strings.Count(strings.Join(e.warnings, "\n"), titlePlanOverLimit+":")
}

// A plan warns once that it passes the limit, and not at the limit.
func TestPlanOverLimit(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ rpm, writes, want int }{{0, 60, 0}, {0, 61, 1}, {0, 90, 1}, {5, 5, 0}, {5, 6, 1}, {5, 20, 1}} {
		e := newEngine(t, newMock(t, mockapi.Options{}))
		if tc.rpm > 0 {
			e.provider["requests_per_minute"] = tc.rpm
		}
		if got := planCreates(t, e, tc.writes); got != tc.want {
			t.Errorf("%+v: %d warnings: %q", tc, got, e.warnings)
		}
	}
}

// Another walk counts from zero, and an apply, which plans again, does not repeat the warning.
func TestPlanOverLimit_walks(t *testing.T) {
	t.Parallel()
	e := newEngine(t, newMock(t, mockapi.Options{}))
	e.provider["requests_per_minute"] = 3
	planCreates(t, e, 3)
	if got := planCreates(t, e, 3); got != 0 {
		t.Errorf("%d warnings after two walks of three", got)
	}
	p := newPlanning()
	var diags diag.Diagnostics
	p.apply()
	for i := range 100 {
		p.write(60, fmt.Sprint(i), &diags)
	}
	if len(diags) > 0 {
		t.Errorf("an apply warns: %v", diags)
	}
}

// The same object planned twice counts once. Terraform drops what the first of two plans says, so the second says it again.
func TestPlanOverLimit_plannedTwice(t *testing.T) {
	t.Parallel()
	p := newPlanning()
	warns := func(what string) bool {
		var diags diag.Diagnostics
		p.write(documentedLimit, what, &diags)
		return len(diags) > 0
	}
	for range 3 {
		for i := range documentedLimit {
			if warns(fmt.Sprint(i)) {
				t.Fatal("warned at the limit")
			}
		}
	}
	for _, tc := range []struct {
		what string
		want bool
	}{{"0", false}, {"last", true}, {"last", true}, {"another", false}, {"last", true}} {
		if warns(tc.what) != tc.want {
			t.Errorf("%s: warned %t", tc.what, !tc.want)
		}
	}
}

// Creates with unknown keys are counted separately.
func TestPlanOverLimit_unknownKeys(t *testing.T) {
	t.Parallel()
	p := newPlanning()
	var diags diag.Diagnostics
	for range documentedLimit + 1 {
		p.create(documentedLimit, types.StringUnknown(), &diags)
	}
	if len(diags) != 1 {
		t.Errorf("%d warnings", len(diags))
	}
}

// What sends no request does not count.
func TestPlanOverLimit_noRequest(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	e := newEngine(t, m)
	var all []*object
	var configs []block
	for _, s := range subjects {
		for range 3 {
			o := e.object(s.kind)
			must(t, o.importBy(s.seed(m, 1, time.Now().Add(-time.Hour))))
			all, configs = append(all, o), append(configs, s.imported(o))
		}
	}
	e.provider["requests_per_minute"] = 1
	w := e.walk()
	for i, o := range all {
		if _, err := w.plan(o, configs[i]); err != nil {
			t.Fatal(err)
		}
	}
	if text := strings.Join(e.warnings, "\n"); strings.Contains(text, titlePlanOverLimit) {
		t.Error(text)
	}
}

// A removed block that was never refreshed warns too, for every account, at the price of one reading of the list.
func TestPairingLost_neverRead(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	e := newEngine(t, m)
	var all []*object
	for range 20 {
		o := e.object(accountResource)
		must(t, o.importBy(subjects[0].seed(m, 1, time.Now().Add(-time.Hour))))
		m.Connect(o.text("id"))
		all = append(all, o)
	}
	m.ResetLog()
	e.warnings = nil
	w := e.walk()
	for _, o := range all {
		if _, err := w.plan(o, nil); err != nil {
			t.Fatal(err)
		}
	}
	text := strings.Join(e.warnings, "\n")
	for _, o := range all {
		if strings.Count(text, titlePairingLost+": "+o.text("id")) != 1 {
			t.Errorf("no warning, or several, for %s", o.text("id"))
		}
	}
	for _, word := range []string{"moved block", "removed block", "destroy = false", "deletion_protection = true"} {
		if !strings.Contains(text, word) {
			t.Errorf("no %q in %s", word, text)
		}
	}
	if n := m.Count("GET", "*"); n > 2 {
		t.Errorf("%d requests", n)
	}
}

// An account that is read before, as all other versions do, warns once; one that is not connected never.
func TestPairingLost_readBeforePlanned(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	o := managed(t, m)
	for want, connect := range []bool{false, true} {
		if connect {
			m.Connect(o.text("id"))
		}
		o.engine.warnings = nil
		w := o.walk()
		must(t, w.refresh(o))
		_, err := w.plan(o, nil)
		must(t, err)
		must(t, w.refresh(o))
		if got := strings.Count(strings.Join(o.warnings, "\n"), titlePairingLost+":"); got != want {
			t.Errorf("connected %t: %d warnings", connect, got)
		}
	}
}
