package collection

import (
	"context"
	"sync"
)

// turn runs calls one at a time and lets callers share them: a caller gets the result of a call that started after the
// caller arrived or, where this is sufficient, of a running one. A call that its own caller canceled is not shared: the next caller
// runs it again.
type turn[V any] struct {
	join    bool          // callers can share a call that was running when they arrived
	running chan struct{} // holds an element while a call runs

	mu    sync.Mutex
	began int // calls so far
	ended int // the latest call that can be shared
	value V   // its result
	err   error
}

func newTurn[V any](join bool) *turn[V] {
	return &turn[V]{join: join, running: make(chan struct{}, 1)}
}

func (t *turn[V]) do(ctx context.Context, call func(context.Context) (V, error)) (V, error) {
	t.mu.Lock()
	came := t.began
	if t.join {
		came = t.ended
	}
	t.mu.Unlock()
	select {
	case t.running <- struct{}{}:
		defer func() { <-t.running }()
	case <-ctx.Done():
		var zero V
		return zero, ctx.Err()
	}
	t.mu.Lock()
	if t.ended > came {
		defer t.mu.Unlock()
		return t.value, t.err
	}
	t.began++
	t.mu.Unlock()

	value, err := call(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	if ctx.Err() == nil {
		t.ended, t.value, t.err = t.began, value, err
	}
	return value, err
}
