package transport

import (
	"testing"
	"time"
)

// begun returns a policy whose probe passed, with n requests in flight.
func begun(now time.Time, probe rate, n int) *policy {
	p := &NewGate().policy
	p.start(now)
	p.passed("", probe, now)
	for range n {
		p.start(now)
	}
	return p
}

var silent = rate{remaining: -1}

// Answers overtake each other: of one window the lowest Remaining counts, and the
// earliest end.
func TestPolicyOvertaking(t *testing.T) {
	now := time.Unix(1000, 0)
	said := func(remaining int, reset int64) rate { return rate{date: 1000_000, remaining: remaining, reset: reset} }
	p := begun(now, said(9, 1060_000), 6)
	for i, step := range []struct {
		rate
		after, remaining int
		ends             int64
	}{
		{said(7, 1060_000), 0, 7, 1061},
		{said(8, 1060_000), 3, 7, 1061},
		{rate{date: 1002_000, remaining: 6, reset: 1060_000}, 1, 6, 1060},
		{said(50, 1000_000), 0, 6, 1060},   // of the window before
		{said(5, 1061_000), 0, 5, 1060},    // a second later is the same one
		{said(59, 1062_001), 0, 59, 1063},  // and more is the next
		{said(59, 1062_001), -1, 59, 1062}, // seen again
	} {
		if i == 6 {
			p.start(now)
		}
		p.passed("", step.rate, now.Add(time.Duration(step.after)*time.Second))
		if p.remaining != step.remaining || p.ends.Unix() != step.ends {
			t.Errorf("step %d: remaining %d until %d, want %d until %d", i, p.remaining, p.ends.Unix(), step.remaining, step.ends)
		}
	}
}

// As many requests may be in flight as remain.
func TestPolicyRemaining(t *testing.T) {
	now := time.Unix(1000, 0)
	p := begun(now, rate{date: 1000_000, limit: 60, remaining: 2, reset: 1060_000}, 1)
	if !p.admits() {
		t.Error("2 remain and 1 is in flight")
	}
	p.start(now)
	if p.admits() {
		t.Error("2 remain and 2 are in flight")
	}
	p.passed("", rate{date: 1000_000, limit: 60, remaining: 0, reset: 1060_000}, now)
	hold := p.hold(now, "", 0)
	if hold == nil || hold.Until.Unix() != 1061 || hold.Limit != 60 || hold.Used != 3 || hold.PerMinute {
		t.Fatalf("%+v", hold)
	}
	// A late answer neither ends the park nor opens the window, and the probe waits for it.
	if later := now.Add(61 * time.Second); p.hold(later, "", 0) != nil || p.admits() {
		t.Error("the probe goes while a request is in flight")
	}
	p.passed("", silent, now)
	if hold := p.hold(now, "", 0); p.state != unknown || !p.admits() || hold == nil || hold.Used != 3 {
		t.Errorf("after a late answer: %+v", p)
	}
}

// After the first refusal of a burst, its other refusals and losses do not change the
// park.
func TestPolicyBurst(t *testing.T) {
	now := time.Unix(1000, 0)
	p := begun(now, silent, 4)
	p.refused("", rate{date: 1000_000, limit: 60, remaining: -1, reset: 1030_000}, now)
	p.refused("", rate{date: 1001_000, limit: 70, remaining: -1, reset: 1090_000}, now)
	p.lost(false)
	p.lost(true)
	if hold := p.hold(now, "", 0); hold.Until.Unix() != 1030 || hold.Limit != 60 || hold.Used != 3 || p.state != unknown || p.inFlight != 0 {
		t.Errorf("%+v, %+v", p, hold)
	}
}

// Requests without an answer count, because the API may have counted them.
func TestPolicyLost(t *testing.T) {
	now := time.Unix(1000, 0)
	p := begun(now, silent, freeLimit-lastAlone-1)
	for range freeLimit - lastAlone - 1 {
		p.lost(false)
	}
	p.start(now)
	if p.admits() {
		t.Errorf("%d requests were lost and one is in flight", freeLimit-lastAlone-1)
	}
	// A lost probe opens the window. A cancelled one does not.
	for _, cancelled := range []bool{true, false} {
		p := &NewGate().policy
		p.start(now)
		p.lost(cancelled)
		if cancelled != (p.state == unknown) || p.inFlight != 0 {
			t.Errorf("cancelled %t: %+v", cancelled, p)
		}
	}
}

// One request past the limit shows a new window, or that the assumed limit is wrong.
func TestPolicyPastLimit(t *testing.T) {
	now := time.Unix(1000, 0)
	p := &NewGate().policy
	pass := func(n int, r rate) {
		for range n {
			p.start(now)
			p.passed("", r, now)
		}
	}
	for _, step := range []struct{ n, used, limit int }{{60, 60, 60}, {1, 61, 300}, {239, 300, 300}, {1, 301, 0}, {500, 801, 0}} {
		if pass(step.n, silent); p.used != step.used || p.limit != step.limit || p.known {
			t.Errorf("used %d of %d, want %d of %d", p.used, p.limit, step.used, step.limit)
		}
	}
	p = &NewGate().policy
	known := rate{limit: 20, remaining: -1}
	for _, step := range []struct{ n, used int }{{20, 20}, {1, 1}, {19, 20}, {1, 1}} {
		if pass(step.n, known); p.used != step.used || p.limit != 20 || !p.known {
			t.Errorf("used %d of %d, want %d of 20", p.used, p.limit, step.used)
		}
	}
}

// The last requests before a limit go one at a time, and the probe waits for all.
func TestPolicyLastAlone(t *testing.T) {
	now := time.Unix(1000, 0)
	p := begun(now, rate{limit: 20, remaining: -1}, 14-1)
	if !p.admits() {
		t.Error("14 of 20 are used or in flight")
	}
	p.start(now)
	if p.admits() {
		t.Error("15 of 20 are used or in flight")
	}
	for range 14 {
		p.passed("", silent, now)
	}
	for range 6 {
		if !p.admits() {
			t.Fatalf("none in flight: %+v", p)
		}
		p.start(now)
		if p.admits() {
			t.Fatalf("one in flight: %+v", p)
		}
		p.passed("", silent, now)
	}
	if p.start(now); p.used != 1 || !p.admits() {
		t.Errorf("in the next window: %+v", p)
	}
}

func TestPolicyPause(t *testing.T) {
	p := &NewGate().policy
	date := rate{date: 1000_000}
	for name, c := range map[string]struct {
		reset      int64
		retryAfter time.Duration
		want       time.Duration
	}{
		"reset":             {1030_000, 0, 30*time.Second + slack},
		"reset now":         {1000_000, 0, time.Second},
		"Retry-After":       {1030_000, 5 * time.Second, 5*time.Second + slack},
		"short Retry-After": {1030_000, 500 * time.Millisecond, time.Second},
	} {
		r := date
		r.reset, r.retryAfter = c.reset, c.retryAfter
		if got := p.pause(r); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	for i, seconds := range []int{1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60, 60} {
		least := time.Duration(seconds) * time.Second
		if d := p.pause(date); d < least || d > least*5/4 {
			t.Errorf("backoff %d: %s", i, d)
		}
	}
	p.state = probing
	p.passed("", silent, time.Unix(1000, 0))
	if d := p.pause(date); d > 2*time.Second {
		t.Errorf("backoff after a pass: %s", d)
	}
}

// Starts are kept for a minute.
func TestPolicyStarts(t *testing.T) {
	p := &NewGate().policy
	now := time.Unix(1000, 0)
	for i := range 1000 {
		p.start(now.Add(time.Duration(i) * time.Second))
	}
	last := now.Add(999 * time.Second)
	if len(p.starts) != 61 || !p.hold(last, "", 61).Until.Equal(p.starts[0].Add(time.Minute+slack)) || p.hold(last, "", 62) != nil || p.hold(last, "", 0) != nil {
		t.Errorf("%d starts", len(p.starts))
	}
	if hold := p.hold(last, "", 10); hold.Limit != 10 || hold.Used != 10 || !hold.PerMinute {
		t.Errorf("%+v", hold)
	}
	p.park(last.Add(2 * time.Minute))
	if hold := p.hold(last, "", 10); hold.PerMinute || hold.Limit != 0 {
		t.Errorf("%+v", hold)
	}
}
