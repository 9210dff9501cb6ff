package transport

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// settings returns servers with every kind of window. The numbers are the most
// requests that each may refuse in the first window with a refusal and in later ones.
func settings() []setting {
	var all []setting
	add := func(first, later int, s server) { all = append(all, setting{s, first, later}) }
	each := func(first, later int, s server) {
		for _, s.aligned = range []bool{true, false} {
			first, later := first, later
			if s.aligned && !s.always {
				first = 11 // ten in flight and a probe, if a window ends before the limit is known
			}
			if s.window == time.Second {
				later = first // a window of a second can end at any time
			}
			for _, s.reset = range styles {
				add(first, later, s)
			}
		}
	}
	s := server{limit: 60, before: 5 * time.Millisecond, after: 15 * time.Millisecond}
	for _, s.window = range []time.Duration{time.Second, 6 * time.Second, time.Minute, time.Hour} {
		s.always = true
		each(0, 0, s)
		s.always = false
		each(2, 2, s)
	}
	s.window = 6 * time.Second
	for _, s.clock = range []time.Duration{-10 * time.Minute, 10*time.Minute + 300*time.Millisecond} {
		s.always = true
		each(0, 0, s)
		s.always = false
		each(2, 2, s)
	}
	s.clock = 0
	s.window, s.countRefused = time.Minute, true
	each(2, 2, s)
	s.countRefused = false
	for _, latency := range []time.Duration{0, 200 * time.Millisecond, 1100 * time.Millisecond} {
		s.before, s.after = latency/4, latency*3/4
		s.always = true
		each(0, 0, s)
		s.always = false
		each(2, 2, s)
	}
	s.before, s.after = 5*time.Millisecond, 15*time.Millisecond
	s.limit = 300
	each(2, 2, s)
	for _, s.limit = range []int{5, 100} { // not a documented limit
		s.always = true
		each(0, 0, s)
		s.always = false
		each(11, 2, s)
	}
	s.limit = 60
	s.always, s.noDate = true, true
	add(0, 0, s)
	s.noDate = false
	s.reset = "delta"
	add(0, 0, s)
	s.always = false
	add(2, 2, s)
	s.reset = "Retry-After"
	for _, s.aligned = range []bool{true, false} {
		add(2, 2, s)
	}
	s.reset, s.window = "none", time.Minute
	add(8, 8, s) // a backoff of 1, 2, 4, 8, 16, and 32 s
	return all
}

type setting struct {
	server
	first, later int
}

// TestWindows runs ten workers over several windows of every kind of server.
func TestWindows(t *testing.T) {
	for _, c := range settings() {
		t.Run(describe(&c.server), func(t *testing.T) {
			for _, phase := range []time.Duration{370 * time.Millisecond, 900 * time.Millisecond, 5700 * time.Millisecond} {
				synctest.Test(t, func(t *testing.T) {
					time.Sleep(phase)
					s := c.server.fresh()
					cl := newClient(s)
					cl.run(t, 10, 3*s.limit+s.limit/2)
					s.check(t, c.first, c.later, 4)
					if lines := len(cl.info); lines > s.refusals()+len(s.wins) {
						t.Errorf("phase %s: %d lines in %d windows: %v", phase, lines, len(s.wins), cl.info)
					}
					if t.Failed() {
						t.Logf("phase %s\n%s", phase, s)
					}
				})
			}
		})
	}
}

// TestLeastTime creates 200 objects under the documented limit, in at most 1.03 times
// the least time, which is three windows.
func TestLeastTime(t *testing.T) {
	for _, aligned := range []bool{true, false} {
		for _, reset := range styles {
			for phase := time.Duration(0); phase < time.Second; phase += 90 * time.Millisecond {
				synctest.Test(t, func(t *testing.T) {
					time.Sleep(phase)
					s := server{limit: 60, window: time.Minute, aligned: aligned, reset: reset, after: 20 * time.Millisecond}.fresh()
					start := time.Now()
					newClient(s).run(t, 10, 200)
					if took := time.Since(start); took > 3*time.Minute*103/100 || s.refusals() > 6 {
						t.Errorf("aligned=%v reset=%s phase=%s: took %s\n%s", aligned, reset, phase, took, s)
					}
				})
			}
		}
	}
}

// check compares what the server received with the targets.
func (s *server) check(t *testing.T, first, later, least int) {
	t.Helper()
	most := first
	for i, w := range s.wins {
		if w.refused > most {
			t.Errorf("window %d: refused %d, want at most %d", i, w.refused, most)
		}
		if w.refused > 0 {
			most = later
		}
	}
	// Shorter windows can end during a burst.
	if s.window >= time.Minute && len(s.wins) > least+1 {
		t.Errorf("%d windows, the least is %d", len(s.wins), least)
	}
	// A date and a reset in whole seconds may each be off by one.
	if lost := s.lost(); s.reset != "none" && lost > 3*time.Second+2*(s.before+s.after) {
		t.Errorf("lost %s of a window", lost)
	}
}

func describe(s *server) string {
	name := fmt.Sprintf("%d per %s reset=%s latency=%s", s.limit, s.window, s.reset, s.before+s.after)
	for _, word := range []struct {
		is   bool
		word string
	}{{s.aligned, "aligned"}, {s.always, "headers always"}, {s.countRefused, "refused count"}, {s.noDate, "no Date"}} {
		if word.is {
			name += " " + word.word
		}
	}
	if s.clock != 0 {
		name += " clock " + s.clock.String()
	}
	return name
}
