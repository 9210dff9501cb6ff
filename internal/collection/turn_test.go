package collection

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// calls makes calls that take a second, and counts them.
type calls struct {
	mu sync.Mutex
	n  int
}

func (c *calls) call(ctx context.Context) (int, error) {
	c.mu.Lock()
	c.n++
	n := c.n
	c.mu.Unlock()
	return n, pause(ctx, time.Second)
}

// A caller shares a call that began after it came; with join, one that was under way is good enough.
func TestTurn(t *testing.T) {
	for join, want := range map[bool]int{false: 2, true: 1} {
		synctest.Test(t, func(t *testing.T) {
			var c calls
			turn := newTurn[int](join)
			var group sync.WaitGroup
			group.Go(func() { _, _ = turn.do(t.Context(), c.call) })
			synctest.Wait()
			for range 9 {
				group.Go(func() {
					if got, err := turn.do(t.Context(), c.call); got != want || err != nil {
						t.Errorf("join %t: call %d, %v; want call %d", join, got, err, want)
					}
				})
			}
			group.Wait()
			if got, _ := turn.do(t.Context(), c.call); got != want+1 {
				t.Errorf("join %t: a call that ended before is shared: %d", join, got)
			}
		})
	}
}

func TestTurn_errorsAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failure, n := errors.New("failed"), 0
		turn := newTurn[int](true)
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() {
				_, err := turn.do(t.Context(), func(ctx context.Context) (int, error) {
					n++
					_ = pause(ctx, time.Second)
					return 0, failure
				})
				if !errors.Is(err, failure) {
					t.Errorf("%v", err)
				}
			})
		}
		group.Wait()
		if n != 1 {
			t.Errorf("%d calls", n)
		}
	})
}

// The cancellation of one caller fails that caller only.
func TestTurn_cancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c calls
		turn := newTurn[int](true)
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		for range 2 { // one that calls, and one that waits
			group.Go(func() {
				if _, err := turn.do(ctx, c.call); !errors.Is(err, context.Canceled) {
					t.Errorf("%v", err)
				}
			})
			synctest.Wait()
		}
		group.Go(func() {
			if got, err := turn.do(t.Context(), c.call); err != nil || got != 2 {
				t.Errorf("call %d, %v", got, err)
			}
		})
		synctest.Wait()
		cancel()
		group.Wait()
	})
}
