package provider

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// settles are ways to lose the response to a create.
var settles = []struct {
	name    string
	fault   mockapi.Fault
	slow    bool // pauses of some seconds are part of it
	unknown bool // nothing is created, but this is unknown
}{
	{name: "lost after acting", fault: mockapi.Fault{Kind: "drop-after"}},
	{name: "500 after acting", fault: mockapi.Fault{Kind: "act-then-status", Status: 500}},
	{name: "502 after acting", fault: mockapi.Fault{Kind: "act-then-status", Status: 502}},
	{name: "504 after acting", fault: mockapi.Fault{Kind: "act-then-status", Status: 504}},
	{name: "502 page after acting", fault: mockapi.Fault{Kind: "html", Status: 502, Act: true}},
	{name: "cut body", fault: mockapi.Fault{Kind: "truncated"}},
	{name: "cut JSON", fault: mockapi.Fault{Kind: "truncated-json"}},
	{name: "not JSON", fault: mockapi.Fault{Kind: "not-json", Act: true}},
	{name: "{}", fault: mockapi.Fault{Kind: "empty-object", Act: true}},
	{name: "no id", fault: mockapi.Fault{Kind: "no-id"}},
	{name: "500 in a 200", fault: mockapi.Fault{Kind: "error-in-200", Status: 500, Act: true}},
	{name: "too large", fault: mockapi.Fault{Kind: "huge"}},
	{name: "never answered", fault: mockapi.Fault{Kind: "hang-after"}},
	{name: "drips", fault: mockapi.Fault{Kind: "drip"}},
	{name: "acts late", fault: mockapi.Fault{Kind: "act-late", Delay: 1500 * time.Millisecond}, slow: true},
	{name: "lost before acting", fault: mockapi.Fault{Kind: "drop-before"}, unknown: true},
	{name: "500 before acting", fault: mockapi.Fault{Kind: "status", Status: 500}, unknown: true},
	{name: "502 before acting", fault: mockapi.Fault{Kind: "html", Status: 502}, unknown: true},
	{name: "never acts", fault: mockapi.Fault{Kind: "hang"}, unknown: true},
	{name: "504 before acting", fault: mockapi.Fault{Kind: "status-plain", Status: 504}, unknown: true},
	{name: "{} without acting", fault: mockapi.Fault{Kind: "empty-object"}, unknown: true},
}

// TestSettled loses the response to each create of both resources in every way, on servers that accept duplicates: the object
// exists once, and is in the state with its current secret. If the outcome is unknown, the error describes what to do, and
// the create is not repeated.
func TestSettled(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		for _, tc := range settles {
			clocks := []time.Duration{0, 10 * time.Minute, -10 * time.Minute}
			if tc.slow || tc.unknown { // the pauses are the same on every clock
				clocks = clocks[:1]
			}
			for _, clock := range clocks {
				onFakeClock(t, s.kind+"/"+tc.name+"/"+clock.String(), func(t *testing.T) {
					m := newMockInMemory(t, mockapi.Options{ClockOffset: clock, Differences: []string{"allows-duplicates"}})
					s.rival(m, false, time.Time{})
					fault := tc.fault
					fault.Method, fault.Route, fault.Count = "POST", s.route, 1
					m.AddFault(fault)
					e := newEngine(t, m)
					e.provider["request_timeout"] = "1s"
					o := e.object(s.kind)
					_, err := o.apply(s.lives[0])
					if n := m.Count("POST", s.route); n != 1 {
						t.Errorf("%d posts", n)
					}
					if tc.unknown {
						impossible(t, err, "Outcome unknown", "look in the Botbiz dashboard", "import {", s.kind, "Run Terraform again")
						if told := strings.Contains(err.Error(), "signing_secret_wo"); told != (s.kind == endpointResource) {
							t.Errorf("what becomes of the secret: %v", err)
						}
						if n := len(s.ids(m)) - 1; n != 0 || o.exists() {
							t.Errorf("%d made, in the state %t", n, o.exists())
						}
						if _, err := o.apply(s.lives[0]); err != nil || len(s.ids(m)) != 2 {
							t.Errorf("another run: %v, %v", err, s.ids(m))
						}
						return
					}
					if err != nil {
						t.Fatal(err)
					}
					untouched(t, s, differing{others: 1}, m, o)
					sameSecret(t, m, o)
					if action, err := o.plan(s.lives[0]); err != nil || action != "none" {
						t.Errorf("the plan is %s: %v", action, err)
					}
				})
			}
		}
	}
}

// sameSecret checks that the secret in the state is the current one.
func sameSecret(t *testing.T, m *mock, o *object) {
	t.Helper()
	if e, ok := m.Endpoint(o.text("id")); ok && e.Secret != o.text("signing_secret") {
		t.Errorf("%q is in the state, %q in force", o.text("signing_secret"), e.Secret)
	}
}

// What somebody else created is not created again: the look before the POST finds it, whatever its date.
func TestSettled_there(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		for _, age := range []time.Duration{time.Hour, 0, -time.Minute} {
			onFakeClock(t, s.kind+"/"+age.String(), func(t *testing.T) {
				m := newMockInMemory(t, mockapi.Options{Differences: []string{"allows-duplicates"}})
				s.rival(m, true, time.Now().Add(-age))
				o := newEngine(t, m).object(s.kind)
				_, err := o.apply(s.lives[0])
				impossible(t, err, "[AttributeName(", "already", "its state was lost", "import {", "to = "+s.kind+".", fmt.Sprintf("id = %q", s.ids(m)[0]), "moved block")
				if o.exists() || m.Count("POST", "*") > 0 || len(m.patches()) > 0 {
					t.Errorf("in the state %t, %d posts, %v", o.exists(), m.Count("POST", "*"), m.patches())
				}
			})
		}
	}
}
