package collection

import (
	"context"
	"sync"
)

// flight is one call that several callers wait for. It is cancelled when the last of them has gone; the cancellation of
// one never fails the others.
type flight[V any] struct {
	done   chan struct{}
	value  V
	err    error
	ctx    context.Context //nolint:containedctx // it is the flight's own, not a caller's
	cancel context.CancelFunc

	mu      sync.Mutex
	waiting int
}

// newFlight returns a flight that has not started. Of ctx it keeps the values and not the cancellation.
func newFlight[V any](ctx context.Context) *flight[V] {
	f := &flight[V]{done: make(chan struct{})}
	f.ctx, f.cancel = context.WithCancel(context.WithoutCancel(ctx))
	return f
}

// run makes the call, once.
func (f *flight[V]) run(call func(context.Context) (V, error)) {
	defer f.cancel()
	defer close(f.done)
	f.value, f.err = call(f.ctx)
}

// join counts a caller in. It reports false for a flight that nobody waits for any more.
func (f *flight[V]) join() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ctx.Err() != nil {
		return false
	}
	f.waiting++
	return true
}

// wait returns what the call returned, or the caller's own cancellation.
func (f *flight[V]) wait(ctx context.Context) (V, error) {
	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		f.cancel()
	}
	var zero V
	return zero, ctx.Err()
}
