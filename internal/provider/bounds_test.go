package provider

import (
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// bounds are lists that exceed a limit. Without a list, a managed resource is read singly. A slow list may work later, so it
// is an error also for a managed resource.
var bounds = []struct {
	name     string
	fault    mockapi.Fault
	words    []string // of the data source's error
	requests int      // maximum for the list
	managed  bool     // a managed resource is still read
}{
	{"huge body", mockapi.Fault{Kind: "huge", Size: 64 << 20}, []string{"too large", "Objects cannot be listed"}, 1, true},
	{"page that repeats", mockapi.Fault{Kind: "page-loop"}, []string{"does not end", "Objects cannot be listed"}, 3, true},
	{"drip", mockapi.Fault{Kind: "drip", Delay: 100 * time.Millisecond}, []string{"timed out"}, 4, false},
	{"no answer", mockapi.Fault{Kind: "hang"}, []string{"timed out"}, 4, false},
}

func TestBounds(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		for _, tc := range bounds {
			onFakeClock(t, s.kind+"/"+tc.name, func(t *testing.T) {
				m := newMockInMemory(t, mockapi.Options{})
				id := s.seed(m, 120, time.Now().Add(-time.Hour))
				e := newEngine(t, m)
				if !tc.managed { // the others end, later on a busy machine
					e.provider["request_timeout"] = "1s"
				}
				o := e.object(s.kind)
				must(t, o.importBy(id))
				before := o.state
				fault := tc.fault
				fault.Method, fault.Route = "GET", s.route
				m.AddFault(fault)

				m.ResetLog()
				began := time.Now()
				_, err := e.data(s.plural, block{})
				impossible(t, err, tc.words...)
				if n := m.Count("GET", s.route); n > tc.requests {
					t.Errorf("the data source sent %d requests, want at most %d", n, tc.requests)
				}
				if took := time.Since(began); took > 20*time.Second {
					t.Errorf("the data source took %s", took)
				}

				m.ResetLog()
				err = o.refresh()
				switch {
				case tc.managed && err != nil:
					t.Errorf("the managed object cannot be read: %v", err)
				case !tc.managed:
					impossible(t, err, tc.words...)
				}
				if !o.exists() || !o.state.Equal(before) {
					t.Errorf("the state changed: %s", o.state)
				}
				if n := m.Count("GET", "*"); n > tc.requests+1 {
					t.Errorf("the resource sent %d requests, want at most %d", n, tc.requests+1)
				}
			})
		}
	}
}

// Ten thousand accounts in one response are within the limit, thirty thousand are not.
func TestBounds_bareArray(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMockInMemory(t, mockapi.Options{Differences: []string{"bare-array", "ignores-limit"}})
		all := m.SeedAccounts("", 10_000)
		e := newEngine(t, m)
		o := e.object(accountResource)
		must(t, o.importBy(all[9_000].ID))
		must(t, o.refresh())
		object, err := e.asJSON("botbiz_whatsapp_accounts", block{})
		must(t, err)
		if n := len(object["accounts"].([]any)); n != 10_000 {
			t.Errorf("%d accounts", n)
		}
		if n := m.Count("GET", mockapi.RouteAccount); n > 0 {
			t.Errorf("%d single reads", n)
		}
		m.SeedAccounts("", 20_000)
		_, err = e.data("botbiz_whatsapp_accounts", block{})
		impossible(t, err, "too large", "Objects cannot be listed")
		must(t, o.refresh())
		if !o.exists() || m.Count("GET", mockapi.RouteAccount) != 1 {
			t.Errorf("in the state %t, %d single reads", o.exists(), m.Count("GET", mockapi.RouteAccount))
		}
	})
}

// The provider stops reading an endless body at the limit.
func TestBounds_endlessBody(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		onFakeClock(t, s.kind, func(t *testing.T) {
			var written, requests atomic.Int64
			m := inMemory(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				for n, err := 0, error(nil); err == nil; n, err = w.Write(make([]byte, 64<<10)) {
					written.Add(int64(n))
				}
			}))
			o := newEngine(t, m).object(s.kind)
			impossible(t, o.importBy("wha_12345"), "too large")
			_, err := o.apply(s.lives[0])
			impossible(t, err, "Outcome unknown", "too large", "import {")
			if most := requests.Load() * (5 << 20); written.Load() > most { // 4 MiB, and what is on the way
				t.Errorf("%d bytes in %d answers", written.Load(), requests.Load())
			}
		})
	}
}
