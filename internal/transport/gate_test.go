package transport

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// TestWindows runs ten workers over several windows of every kind of server.
func TestWindows(t *testing.T) {
	type setting struct {
		server
		first, later int // most refusals: in the first window that has any, in others
	}
	var settings []setting
	add := func(first, later int, s server) { settings = append(settings, setting{s, first, later}) }
	for _, aligned := range []bool{true, false} {
		for _, reset := range []string{"floor", "ceil", "ms"} {
			s := server{window: 6 * time.Second, aligned: aligned, reset: reset}
			s.before, s.after = 5*time.Millisecond, 15*time.Millisecond
			for _, kind := range []struct {
				window time.Duration
				limit  int
			}{{time.Second, 5}, {time.Second, 60}, {6 * time.Second, 5}, {6 * time.Second, 60}, {time.Minute, 60}, {time.Minute, 100}, {time.Hour, 60}} {
				if reset != "floor" && (kind.window != 6*time.Second || kind.limit > 60) {
					continue
				}
				s.window, s.limit, s.always = kind.window, kind.limit, true
				add(0, 0, s)
				s.always = false
				if kind.limit == 60 {
					add(2, 1, s)
				} else {
					add(10, 1, s)
				}
			}
			if reset == "floor" {
				s.window, s.limit = time.Minute, 300
				add(2, 1, s)
			}
			s.window, s.limit = 6*time.Second, 60
			if reset == "floor" {
				for _, offset := range []time.Duration{-10 * time.Minute, 10*time.Minute + 300*time.Millisecond} {
					s.clock = offset
					add(2, 1, s)
					s.always = true
					add(0, 0, s)
					s.always = false
				}
				s.clock, s.countRefused = 0, true
				add(2, 1, s)
			}
			s.countRefused, s.before, s.after = false, 50*time.Millisecond, 150*time.Millisecond
			add(2, 1, s)
			s.always = true
			add(0, 0, s)
		}
	}
	s := server{limit: 60, window: 6 * time.Second, always: true, reset: "delta", after: 10 * time.Millisecond}
	add(0, 0, s)
	s.always = false
	add(2, 1, s)
	s = server{limit: 60, window: 6 * time.Second, always: true, aligned: true, noDate: true}
	add(0, 0, s)

	for _, c := range settings {
		t.Run(describe(&c.server), func(t *testing.T) {
			for _, phase := range []time.Duration{370 * time.Millisecond, 900 * time.Millisecond, 5700 * time.Millisecond} {
				synctest.Test(t, func(t *testing.T) {
					time.Sleep(phase)
					s := c.server.fresh()
					cl := newClient(s)
					cl.run(t, 10, 2*s.limit+s.limit/2)

					first := true
					for i, w := range s.wins {
						most := c.later
						if first {
							most = c.first
						}
						if w.refused > most {
							t.Errorf("phase %s: window %d: refused %d, want at most %d\n%s", phase, i, w.refused, most, s)
						}
						first = first && w.refused == 0
					}
					// What the way takes is not lost by waiting. A reset that is rounded
					// up adds the second by which it is later than the end.
					most := mostLost + s.before + s.after
					if s.reset == "ceil" && !s.aligned {
						most += time.Second
					}
					if s.lost() > most {
						t.Errorf("phase %s: lost %s, want at most %s\n%s", phase, s.lost(), most, s)
					}
					if parks := len(cl.info); parks > len(s.wins)+1 {
						t.Errorf("phase %s: %d lines in %d windows: %v", phase, parks, len(s.wins), cl.info)
					}
				})
			}
		})
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
