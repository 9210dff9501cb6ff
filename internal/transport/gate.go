package transport

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"slices"
	"sync"
	"time"
)

// gate lets requests through as far as the rate limit allows, first come, first
// served. The package documentation says how.
type gate struct {
	next    http.RoundTripper
	maxWait time.Duration
	info    func(ctx context.Context, msg string, fields ...map[string]any)

	mu       sync.Mutex
	budget   budget
	queue    []*call // by ticket
	tickets  uint64
	inFlight int
	wake     *time.Timer // runs dispatch when waiting is over
	logged   time.Time   // the end of the last wait that was logged
}

// call is one request and its place in the queue, which it keeps when refused.
type call struct {
	ticket   uint64
	deadline time.Time
	turn     chan error // nil: go; else why it will never be its turn
	slot     slot
}

func newGate(next http.RoundTripper, maxWait time.Duration, rpm int, info func(context.Context, string, ...map[string]any)) *gate {
	return &gate{next: next, maxWait: maxWait, info: info, budget: newBudget(rpm)}
}

func (g *gate) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	c := g.newCall()
	for {
		if err := g.wait(ctx, c); err != nil {
			return nil, &NotSentError{Err: err}
		}
		resp, err := g.next.RoundTrip(req)
		g.log(ctx, g.answered(c, resp, err, err != nil && ctx.Err() != nil))
		if err != nil || resp.StatusCode != http.StatusTooManyRequests {
			return resp, err
		}
		resp.Body.Close()
	}
}

func (g *gate) newCall() *call {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.tickets++
	return &call{ticket: g.tickets, deadline: time.Now().Add(g.maxWait), turn: make(chan error, 1)}
}

// wait returns when it is the turn of c, or says why it never will be.
func (g *gate) wait(ctx context.Context, c *call) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g.mu.Lock()
	i, _ := slices.BinarySearchFunc(g.queue, c.ticket, func(c *call, t uint64) int {
		return cmp.Compare(c.ticket, t)
	})
	g.queue = slices.Insert(g.queue, i, c)
	g.dispatch()
	line := g.line()
	g.mu.Unlock()
	g.log(ctx, line)

	select {
	case err := <-c.turn:
		return err
	default:
	}
	timer := time.NewTimer(time.Until(c.deadline))
	defer timer.Stop()
	select {
	case err := <-c.turn:
		return err
	case <-ctx.Done():
		return g.leave(c, ctx.Err())
	case <-timer.C:
		return g.leave(c, nil)
	}
}

// leave takes c out of the queue, for the reason given or because its time is up.
func (g *gate) leave(c *call, reason error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.Index(g.queue, c)
	if i < 0 {
		return <-c.turn // decided in this moment; the attempt sees a cancelled context
	}
	g.queue = slices.Delete(g.queue, i, i+1)
	if reason != nil {
		return reason
	}
	return g.budget.waitError(g.budget.blocked(time.Now()), g.maxWait)
}

// answered records how a request that was let through ended. What it returns is to
// be logged.
func (g *gate) answered(c *call, resp *http.Response, err error, cancelled bool) map[string]any {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	g.inFlight--
	switch {
	case cancelled:
		g.budget.cancelled(c.slot, !notSent(err), now)
	case err != nil:
		g.budget.failed(c.slot, !notSent(err), now)
	case resp.StatusCode == http.StatusTooManyRequests:
		g.budget.refused(c.slot, readRate(resp.Header, now), now)
	default:
		g.budget.passed(c.slot, readRate(resp.Header, now), now)
	}
	g.dispatch()
	return g.line()
}

// dispatch starts whoever may start now. It runs whenever something has changed
// and when a wait is over.
func (g *gate) dispatch() {
	now := time.Now()
	for len(g.queue) > 0 {
		if until := g.budget.blocked(now); !until.IsZero() {
			g.failLate(until)
			g.wakeAt(until)
			return
		}
		g.budget.renew(now, g.inFlight)
		if g.inFlight >= g.budget.width(now, g.inFlight) {
			// The next answer goes on, or the end of the window where it comes first.
			g.wakeAt(g.budget.end())
			return
		}
		c := g.queue[0]
		g.queue = g.queue[1:]
		c.slot = g.budget.start(now, g.inFlight)
		g.inFlight++
		c.turn <- nil
	}
}

// failLate turns away whoever cannot be served in time, now that this is known.
func (g *gate) failLate(until time.Time) {
	g.queue = slices.DeleteFunc(g.queue, func(c *call) bool {
		late := c.deadline.Before(until)
		if late {
			c.turn <- g.budget.waitError(until, g.maxWait)
		}
		return late
	})
}

func (g *gate) wakeAt(t time.Time) {
	if t.IsZero() || len(g.queue) == 0 {
		return
	}
	d := max(time.Until(t), 0)
	if g.wake == nil {
		g.wake = time.AfterFunc(d, func() {
			g.mu.Lock()
			defer g.mu.Unlock()
			g.dispatch()
		})
		return
	}
	g.wake.Reset(d)
}

// line describes a wait that holds somebody up, once for each wait.
func (g *gate) line() map[string]any {
	now := time.Now()
	until := g.budget.blocked(now)
	if until.IsZero() || len(g.queue) == 0 || !g.budget.worthLogging(g.logged, until, now) {
		return nil
	}
	g.logged = until
	limit, _ := g.budget.stated()
	return map[string]any{
		"until":   until.UTC().Format(time.RFC3339),
		"seconds": math.Ceil(until.Sub(now).Seconds()),
		"limit":   limit,
		"queued":  len(g.queue),
	}
}

func (g *gate) log(ctx context.Context, line map[string]any) {
	if line != nil {
		g.info(ctx, "Waiting for the rate limit", line)
	}
}
