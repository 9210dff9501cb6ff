package transport

import (
	"math/rand/v2"
	"time"
)

const (
	freeLimit = 60  // requests a minute of the Free plan (documented)
	proLimit  = 300 // and of the Pro plan

	// lastAlone is how many requests before a limit go one at a time: a plan before
	// may have used a few, and then each request in flight would be refused.
	lastAlone = 5
	// slack is added to the wait after a refusal. Dates and resets are in whole
	// seconds, so the next probe may still be early; then it waits another second.
	slack = 250 * time.Millisecond
	// fullSlack is added where no request has to be refused.
	fullSlack = time.Second
	// sameWindow is how much the resets of one window may differ, in milliseconds.
	sameWindow = 1000

	maxBackoff = time.Minute
)

// policy decides whether a request may start, as the package comment describes. It
// does nothing by itself: the gate asks it, and reports how each request ended.
type policy struct {
	state    state
	inFlight int
	used     int       // requests of the present window that ended
	parked   time.Time // nothing starts before

	limit int  // of requests a window; 0: there seems to be none
	known bool // Botbiz named the limit; else it is supposed

	remaining int       // the lowest seen on ordinary answers of the window; -1: not there
	reset     int64     // the end of that window on Botbiz's clock, Unix milliseconds
	ends      time.Time // and on the local clock, at the latest

	backoffs int         // waits in a row of which Botbiz did not say how long
	starts   []time.Time // of the last minute
}

// state is what is known about the present window.
type state int

const (
	unknown state = iota // nothing: the next request is a probe
	probed               // the probe is in flight
	open                 // the probe was let in
)

// hold returns what keeps a request from starting for a time, or nil. rpm is the
// most requests to start in a minute; 0: no bound.
func (p *policy) hold(now time.Time, rpm int) *WaitError {
	wait := &WaitError{Until: p.parked, Used: p.used}
	if p.known {
		wait.Limit = p.limit
	}
	if n := len(p.starts); rpm > 0 && n >= rpm {
		if t := p.starts[n-rpm].Add(time.Minute + slack); t.After(p.parked) {
			wait = &WaitError{Until: t, Used: rpm, Limit: rpm, PerMinute: true}
		}
	}
	if !wait.Until.After(now) {
		return nil
	}
	return wait
}

// admits reports whether a request may start that nothing holds. If not, the end
// of a request in flight changes that.
func (p *policy) admits() bool {
	switch {
	case p.state != open:
		return p.inFlight == 0
	case p.remaining >= 0:
		return p.inFlight < p.remaining
	case p.limit > 0 && p.used+p.inFlight >= p.limit-lastAlone:
		return p.inFlight == 0
	}
	return true
}

// start counts a request that starts.
func (p *policy) start(now time.Time) {
	p.inFlight++
	if p.state == unknown {
		p.state = probed
	}
	for len(p.starts) > 0 && now.Sub(p.starts[0]) > time.Minute+slack {
		p.starts = p.starts[1:]
	}
	p.starts = append(p.starts, now)
}

// passed takes an answer other than 429. After a park, late answers tell nothing.
func (p *policy) passed(r rate, now time.Time) {
	p.inFlight--
	if p.state == unknown {
		return
	}
	p.begin()
	if r.limit > 0 {
		p.limit, p.known = r.limit, true
	}
	if r.remaining >= 0 && r.reset > 0 {
		p.note(r, now)
	}
	p.count()
}

// refused takes a 429. Those of one crowd lead to one park.
func (p *policy) refused(r rate, now time.Time) {
	p.inFlight--
	if p.state == unknown {
		return
	}
	if r.limit > 0 {
		p.limit, p.known = r.limit, true
	}
	p.park(now.Add(p.pause(r)))
}

// lost takes a request that ended without an answer. If it was a probe that its
// caller cancelled, the next request is the probe.
func (p *policy) lost(cancelled bool) {
	p.inFlight--
	switch {
	case p.state == unknown:
	case p.state == probed && cancelled:
		p.state = unknown
	default:
		p.begin()
		p.count()
	}
}

// begin opens the window if the probe ended.
func (p *policy) begin() {
	if p.state == probed {
		p.state, p.used, p.remaining, p.backoffs = open, 0, -1, 0
	}
}

// count counts a request in the window. One more than the limit means that a new
// window began, or that the limit is not the supposed one.
func (p *policy) count() {
	p.used++
	if p.limit == 0 || p.used <= p.limit || p.remaining >= 0 {
		return
	}
	switch {
	case p.known:
		p.used = 1
	case p.limit < proLimit:
		p.limit = proLimit
	default:
		p.limit = 0
	}
}

// note takes the headers of an ordinary answer, and parks when nothing remains.
// Answers overtake each other, so the lowest value of a window counts.
func (p *policy) note(r rate, now time.Time) {
	ends := now.Add(r.untilReset() + fullSlack)
	switch {
	case p.remaining < 0 || r.reset > p.reset+sameWindow:
		p.remaining, p.reset, p.ends, p.used = r.remaining, r.reset, ends, 0
	case r.reset < p.reset-sameWindow: // of the window before
		return
	default:
		p.remaining = min(p.remaining, r.remaining)
		if ends.Before(p.ends) {
			p.ends = ends
		}
	}
	if p.remaining == 0 {
		p.park(p.ends)
	}
}

func (p *policy) park(until time.Time) { p.state, p.parked = unknown, until }

// pause is how long to wait after a refusal.
func (p *policy) pause(r rate) time.Duration {
	switch {
	case r.retryAfter > 0:
		return max(r.retryAfter+slack, time.Second)
	case r.reset > 0:
		return max(r.untilReset()+slack, time.Second)
	}
	d := min(time.Second<<min(p.backoffs, 10), maxBackoff)
	p.backoffs++
	return d + time.Duration(rand.Float64()*0.25*float64(d))
}
