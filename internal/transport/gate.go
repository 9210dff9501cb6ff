package transport

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"
	"time"
)

// Gate holds the state of the rate limit of one API key. Transports that use the
// same key and base URL share one, see Config.Gate.
type Gate struct {
	mu      sync.Mutex
	policy  policy
	rpm     int     // Config.RequestsPerMinute of the latest transport that has one
	queue   []*call // by ticket
	tickets uint64
	wake    *time.Timer // runs dispatch when a wait is over
	logged  time.Time   // the end of the last wait that was logged
}

// NewGate returns the gate of a key of which nothing is known.
func NewGate() *Gate { return &Gate{policy: policy{limit: freeLimit, remaining: -1}} }

// configure takes the RequestsPerMinute of a transport.
func (g *Gate) configure(rpm int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.rpm = cmp.Or(rpm, g.rpm)
}

// Limit returns the most requests a window, as Botbiz or Config.RequestsPerMinute
// say, whichever is lower; 0: not known.
func (g *Gate) Limit() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.policy.known {
		return g.rpm
	}
	return min(g.policy.limit, cmp.Or(g.rpm, math.MaxInt))
}

// call is one request and its place in the queue, which it keeps when refused.
type call struct {
	ticket  uint64
	rpm     int
	maxWait time.Duration
	waited  time.Duration // held by the rate limit, until paid
	paid    time.Time
	turn    chan error // nil: go; else why it will never be its turn
}

// newCall draws a ticket.
func (g *Gate) newCall(rpm int, maxWait time.Duration) *call {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.tickets++
	return &call{ticket: g.tickets, rpm: cmp.Or(rpm, g.rpm), maxWait: maxWait, turn: make(chan error, 1)}
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

// wait returns when it is the turn of c, or says why it never will be.
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
		return <-c.turn // decided in this moment; the attempt sees a cancelled context
	}
	g.queue = slices.Delete(g.queue, i, i+1)
	g.dispatch() // the next may have another RequestsPerMinute
	return ctx.Err()
}

// ended lets report tell the policy how a request ended.
func (g *Gate) ended(report func(p *policy, now time.Time)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	report(&g.policy, time.Now())
	g.dispatch()
}

// dispatch starts the calls that may start now, first come, first served. It runs
// whenever something has changed and when a wait is over.
func (g *Gate) dispatch() {
	for len(g.queue) > 0 {
		c, now := g.queue[0], time.Now()
		if hold := g.policy.hold(now, c.rpm); hold != nil {
			if g.turnAway(now, hold) {
				continue
			}
			g.wakeAt(hold.Until)
			return
		}
		if !g.policy.admits() {
			return // the end of a request in flight goes on
		}
		g.queue = g.queue[1:]
		g.policy.start(now)
		c.turn <- nil
	}
}

// turnAway counts a wait against the MaxWait of each call in the queue. It fails
// those for which it is too long, and reports whether there were any.
func (g *Gate) turnAway(now time.Time, hold *WaitError) bool {
	before := len(g.queue)
	g.queue = slices.DeleteFunc(g.queue, func(c *call) bool {
		if c.paid.Before(now) {
			c.paid = now
		}
		if hold.Until.After(c.paid) {
			c.waited += hold.Until.Sub(c.paid)
			c.paid = hold.Until
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

// line returns the fields of a log line on a wait of more than a second that
// holds a request up. It returns each wait once, and nil otherwise.
func (g *Gate) line() map[string]any {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.queue) == 0 {
		return nil
	}
	now := time.Now()
	hold := g.policy.hold(now, g.queue[0].rpm)
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
