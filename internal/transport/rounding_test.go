package transport

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestRoundedUpReset loses the second by which a reset is rounded up only once, while nothing is known of the windows.
func TestRoundedUpReset(t *testing.T) {
	for _, always := range []bool{true, false} {
		for _, window := range []time.Duration{6 * time.Second, time.Minute} {
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(370 * time.Millisecond)
				s := server{limit: 60, window: window, always: always, reset: "ceil", before: 2 * time.Millisecond, after: 3 * time.Millisecond}.fresh()
				start := time.Now()
				newClient(s).run(t, 10, 200)
				if took, most := time.Since(start), 3*window+1500*time.Millisecond; took > most {
					t.Errorf("headers always %v, window %s: 200 requests took %s, want at most %s\n%s", always, window, took, most, s)
				}
				for i, w := range s.wins {
					if always && w.refused > 0 || w.refused > 2 {
						t.Errorf("headers always %v: window %d: refused %d\n%s", always, i, w.refused, s)
					}
				}
			})
		}
	}
}

// TestOddWindow costs one refusal, once, where a window is really as long as a rounded one would seem.
func TestOddWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(370 * time.Millisecond)
		s := server{limit: 20, window: 7 * time.Second, always: true, before: 2 * time.Millisecond, after: 3 * time.Millisecond}.fresh()
		newClient(s).run(t, 10, 120)
		refused := 0
		for _, w := range s.wins {
			refused += w.refused
		}
		if refused > 1 {
			t.Errorf("refused %d, want at most 1\n%s", refused, s)
		}
	})
}
