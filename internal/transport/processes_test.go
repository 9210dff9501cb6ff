package transport

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var styles = []string{"floor", "ceil", "ms"}

// A new process finds the window used up by one request.
func TestWindowSpentBefore(t *testing.T) {
	for _, aligned := range []bool{true, false} {
		for _, reset := range styles {
			for phase := time.Duration(0); phase < 2*time.Second; phase += 290 * time.Millisecond {
				synctest.Test(t, func(t *testing.T) {
					s := server{limit: 60, window: time.Minute, aligned: aligned, reset: reset, after: 10 * time.Millisecond}.fresh()
					time.Sleep(970 * time.Millisecond)
					newClient(s).run(t, 10, 60)
					time.Sleep(20*time.Second + phase)
					before := s.refusals()
					newClient(s).run(t, 10, 60)
					most := 1
					if reset == "floor" && !aligned {
						most = 2 // the fraction of a second of the end is not known
					}
					if n := s.refusals() - before; n > most {
						t.Errorf("aligned=%v reset=%s phase=%s: refused %d\n%s", aligned, reset, phase, n, s)
					}
				})
			}
		}
	}
}

// A process before used a few requests of the window, as a plan does before an apply.
// The plan of 500 objects reads 5 pages.
func TestWindowBegunBefore(t *testing.T) {
	for _, limit := range []int{60, 300} {
		for _, always := range []bool{true, false} {
			for taken := range 7 {
				synctest.Test(t, func(t *testing.T) {
					s := server{limit: limit, window: time.Minute, aligned: true, always: always, after: 10 * time.Millisecond}.fresh()
					newClient(s).run(t, 2, taken)
					newClient(s).run(t, 10, 2*limit)
					most := 2
					if always {
						most = 0
					}
					if s.wins[0].refused > most || s.wins[1].refused > 1 {
						t.Errorf("limit %d, taken %d, headers always %v:\n%s", limit, taken, always, s)
					}
				})
			}
		}
	}
}

// Three processes that share a key need at most one window more than the least, and
// no request fails.
func TestThreeProcesses(t *testing.T) {
	for _, always := range []bool{true, false} {
		for _, aligned := range []bool{true, false} {
			for _, reset := range styles {
				for _, window := range []time.Duration{6 * time.Second, time.Minute} {
					synctest.Test(t, func(t *testing.T) {
						s := server{limit: 60, window: window, aligned: aligned, reset: reset, always: always, after: 20 * time.Millisecond}.fresh()
						var wg sync.WaitGroup
						for i := range 3 {
							wg.Go(func() {
								time.Sleep(time.Duration(i) * 7 * time.Millisecond)
								newClient(s).run(t, 10, 60)
							})
						}
						wg.Wait()
						if len(s.wins) > 4 {
							t.Errorf("always=%v aligned=%v reset=%s window=%s:\n%s", always, aligned, reset, window, s)
						}
					})
				}
			}
		}
	}
}

// Without a limit, only the last requests before the documented limits go alone.
func TestNoLimit(t *testing.T) {
	for _, latency := range []time.Duration{2 * time.Millisecond, 20 * time.Millisecond, time.Second} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			cl := newClient(server{after: latency}.fresh())
			cl.run(t, 10, 1000)
			if rounds := int(time.Since(start) / latency); rounds > 116 || len(cl.info) > 0 { // 100 without the gate
				t.Errorf("latency %s: took %d times that, %d waits", latency, rounds, len(cl.info))
			}
		})
	}
}
