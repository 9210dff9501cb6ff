package transport

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Gate is the queue of all requests under one rate limit. Transports with the same
// key and base URL share one through Config.Gate. It is safe for concurrent use, and
// keeps nothing of a request after its end.
type Gate struct {
	mu      sync.Mutex
	policy  policy
	rpm     int     // Config.RequestsPerMinute of the latest transport that has one
	queue   []*call // by ticket
	tickets uint64
	wake    *time.Timer // runs dispatch at the end of a wait
	logged  time.Time   // end of the last wait that was logged

	outage atomic.Pointer[time.Time] // begin of an outage, kept by retry; nil: the API answers
}

// NewGate returns a gate for an API key that has not been used yet.
func NewGate() *Gate {
	return &Gate{policy: policy{limit: freeLimit, remaining: -1, suspects: map[string]time.Time{}}}
}

// configure takes the RequestsPerMinute of a transport.
func (g *Gate) configure(rpm int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.rpm = cmp.Or(rpm, g.rpm)
}

// Limit returns the most requests per window: the limit that the API sent or the
// latest Config.RequestsPerMinute, whichever is lower; 0: neither is known.
func (g *Gate) Limit() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.policy.known {
		return g.rpm
	}
	return min(g.policy.limit, cmp.Or(g.rpm, math.MaxInt))
}

// call is one request with its place in the queue, which it keeps after a refusal.
type call struct {
	kind    string // of objects
	ticket  uint64
	rpm     int
	maxWait time.Duration
	waited  time.Duration // sum of the waits until the time counted
	counted time.Time
	turn    chan error // nil: the request may start
}

// newCall draws a ticket.
func (g *Gate) newCall(kind string, rpm int, maxWait time.Duration) *call {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.tickets++
	return &call{kind: kind, ticket: g.tickets, rpm: cmp.Or(rpm, g.rpm), maxWait: maxWait, turn: make(chan error, 1)}
}

// enter puts c into the queue.
func (g *Gate) enter(c *call) {
	g.mu.Lock()
	defer g.mu.Unlock()
	i, _ := slices.BinarySearchFunc(g.queue, c.ticket, func(c *call, t uint64) int {
		return cmp.Compare(c.ticket, t)
	})
	g.queue = slices.Insert(g.queue, i, c)
	g.dispatch()
}

// wait returns nil when c may start, a WaitError, or the error of ctx.
func (g *Gate) wait(ctx context.Context, c *call) error {
	select {
	case err := <-c.turn:
		return err
	case <-ctx.Done():
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.Index(g.queue, c)
	if i < 0 {
		return <-c.turn // decided at the same time; the attempt sees the cancelled context
	}
	g.queue = slices.Delete(g.queue, i, i+1)
	g.dispatch() // the next call may have another RequestsPerMinute
	return ctx.Err()
}

// ended tells the policy how a request ended, and reports whether the API refused it.
func (g *Gate) ended(c *call, resp *http.Response, err error, cancelled bool) (refused bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	defer g.dispatch()
	if err != nil {
		g.policy.lost(cancelled)
		return false
	}
	now := time.Now()
	r := readRate(resp.Header, now)
	if overLimit(resp, r) {
		g.policy.refused(c.kind, r, now)
		return true
	}
	g.policy.passed(c.kind, r, now)
	return false
}

// dispatch starts the calls that may start now, in the order of their tickets. The
// kinds of objects that the API refused last come after the others, because their limit
// may be one of their own. It runs after each change and at the end of each wait.
func (g *Gate) dispatch() {
	for len(g.queue) > 0 {
		at := max(0, slices.IndexFunc(g.queue, func(c *call) bool { return g.policy.suspects[c.kind].IsZero() }))
		c, now := g.queue[at], time.Now()
		if hold := g.policy.hold(now, c.kind, c.rpm); hold != nil {
			if g.turnAway(now, hold) {
				continue
			}
			g.wakeAt(hold.Until)
			return
		}
		if !g.policy.admits() {
			return // the end of a request in flight runs dispatch again
		}
		g.queue = slices.Delete(g.queue, at, at+1)
		g.policy.start(now)
		c.turn <- nil
	}
}

// turnAway adds a wait to each call in the queue, and fails those that exceed their
// MaxWait. It reports whether it failed any.
func (g *Gate) turnAway(now time.Time, hold *WaitError) bool {
	before := len(g.queue)
	g.queue = slices.DeleteFunc(g.queue, func(c *call) bool {
		if c.counted.Before(now) {
			c.counted = now
		}
		if hold.Until.After(c.counted) {
			c.waited += hold.Until.Sub(c.counted)
			c.counted = hold.Until
		}
		if c.waited <= c.maxWait {
			return false
		}
		err := *hold
		err.MaxWait = c.maxWait
		c.turn <- &err
		return true
	})
	return len(g.queue) < before
}

func (g *Gate) wakeAt(t time.Time) {
	d := time.Until(t)
	if g.wake != nil {
		g.wake.Reset(d)
		return
	}
	g.wake = time.AfterFunc(d, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.dispatch()
	})
}

// line returns the fields of the log line for the current wait; nil: nothing waits
// for more than a second, or the line was returned before.
func (g *Gate) line() map[string]any {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.queue) == 0 {
		return nil
	}
	now := time.Now()
	hold := g.policy.hold(now, g.queue[0].kind, g.queue[0].rpm)
	if hold == nil || hold.Until.Equal(g.logged) || hold.Until.Sub(now) <= time.Second {
		return nil
	}
	g.logged = hold.Until
	return map[string]any{
		"until":   hold.Until.UTC().Format(time.RFC3339),
		"seconds": math.Ceil(hold.Until.Sub(now).Seconds()),
		"limit":   hold.Limit,
		"used":    hold.Used,
		"queued":  len(g.queue),
	}
}
