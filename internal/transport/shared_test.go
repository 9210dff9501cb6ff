package transport

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Transports of one gate share its park, and each has its own MaxWait.
func TestSharedGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := server{limit: 5, window: time.Minute, aligned: true, after: 10 * time.Millisecond}.fresh()
		gate := NewGate()
		if gate.Limit() != 0 {
			t.Errorf("limit %d before the first answer", gate.Limit())
		}
		patient := newClient(s, func(c *Config) { c.Gate = gate })
		hasty := newClient(s, func(c *Config) { c.Gate, c.MaxWait = gate, 30*time.Second })
		patient.run(t, 3, 5)
		var wg sync.WaitGroup
		wg.Go(func() { patient.run(t, 1, 1) })
		synctest.Wait()
		time.Sleep(time.Second)
		synctest.Wait()
		refused := s.refusals()
		start := time.Now()
		_, err := hasty.do(t.Context(), "GET", "/x")
		var wait *WaitError
		if !errors.As(err, &wait) || wait.MaxWait != 30*time.Second || wait.Limit != 5 || wait.Used != 5 || time.Since(start) > 0 {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
		wg.Wait()
		if s.refusals() != refused || refused != 1 || gate.Limit() != 5 {
			t.Errorf("%d refusals, then %d, limit %d", refused, s.refusals(), gate.Limit())
		}
	})
}

// Transports of one gate share one probe.
func TestSharedGateProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := server{after: time.Second}.fresh()
		gate := NewGate()
		var wg sync.WaitGroup
		for range 2 {
			cl := newClient(s, func(c *Config) { c.Gate = gate })
			wg.Go(func() { cl.run(t, 2, 2) })
		}
		time.Sleep(time.Second / 2)
		synctest.Wait()
		if n := s.requests(); n != 1 {
			t.Errorf("%d requests before the first answer", n)
		}
		wg.Wait()
	})
}

// RequestsPerMinute holds for the requests of its transport, and counts the requests
// of all. A transport without it uses the latest one.
func TestSharedGateRequestsPerMinute(t *testing.T) {
	with := func(gate *Gate, rpm int) func(*Config) {
		return func(c *Config) { c.Gate, c.RequestsPerMinute, c.MaxWait = gate, rpm, time.Second }
	}
	passes := func(t *testing.T, cl *client, want int) {
		t.Helper()
		for n := 0; ; n++ {
			_, err := cl.do(t.Context(), "GET", "/x")
			if err == nil && n < want {
				continue
			}
			var wait *WaitError
			if n != want || !errors.As(err, &wait) || !wait.PerMinute {
				t.Errorf("%d requests passed, want %d: %v", n, want, err)
			}
			return
		}
	}
	for name, c := range map[string]struct{ first, second, passFirst, passSecond, limit int }{
		"lower later":  {8, 5, 8, 0, 5},
		"higher later": {5, 8, 5, 3, 8},
		"same":         {5, 5, 5, 0, 5},
		"not named":    {5, 0, 5, 0, 5},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, gate := server{}.fresh(), NewGate()
				first, second := newClient(s, with(gate, c.first)), newClient(s, with(gate, c.second))
				passes(t, first, c.passFirst)
				passes(t, second, c.passSecond)
				if gate.Limit() != c.limit {
					t.Errorf("limit %d, want %d", gate.Limit(), c.limit)
				}
			})
		})
	}
}

// Limit is the lower one of the API's limit and RequestsPerMinute.
func TestLimit(t *testing.T) {
	for name, c := range map[string]struct{ server, rpm, want int }{
		"server": {60, 0, 60}, "per minute": {0, 20, 20}, "both": {60, 20, 20}, "both, server lower": {60, 80, 60}, "neither": {0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gate := NewGate()
				cl := newClient(server{limit: c.server, window: time.Minute, always: true}.fresh(), func(cfg *Config) {
					cfg.Gate, cfg.RequestsPerMinute = gate, c.rpm
				})
				cl.run(t, 1, 2)
				if gate.Limit() != c.want {
					t.Errorf("limit %d, want %d", gate.Limit(), c.want)
				}
			})
		})
	}
}

// A cancelled call does not hold back the calls behind it.
func TestSharedGateCancelledHead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, gate := server{}.fresh(), NewGate()
		slow := newClient(s, func(c *Config) { c.Gate, c.RequestsPerMinute = gate, 1 })
		fast := newClient(s, func(c *Config) { c.Gate, c.RequestsPerMinute = gate, 100 })
		slow.run(t, 1, 1)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := slow.do(ctx, "GET", "/x"); !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		})
		synctest.Wait()
		start := time.Now()
		fast.run(t, 1, 1)
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("took %s", took)
		}
		wg.Wait()
	})
}
