package transport

import "time"

const (
	freeLimit = 60  // documented requests per minute of the Free plan
	proLimit  = 300 // and of the Pro plan

	// lastAlone is the number of requests before a limit that go one at a time. If a
	// plan before used a few requests of the window, few are refused.
	lastAlone = 5
	// slack is added to the wait after a refusal. A probe that is still early costs
	// one more refusal and waits for another second.
	slack = 50 * time.Millisecond
	// fullSlack is added to the wait after an ordinary answer. It makes up for dates
	// and resets in whole seconds, so no probe is early.
	fullSlack = time.Second
	// sameWindow is the most that resets of one window differ by, in milliseconds.
	sameWindow = 1000

	maxBackoff = time.Minute
)

// policy decides whether a request may start. The package comment explains it. The
// gate asks it, and reports the end of each request to it.
type policy struct {
	state    state
	inFlight int
	used     int       // requests of the current window that ended
	parked   time.Time // no request starts before

	limit int  // requests per window; 0: no limit so far
	known bool // the API sent the limit; false: it is assumed

	remaining int       // lowest X-RateLimit-Remaining of the window; -1: not sent
	reset     int64     // end of that window on the API's clock, Unix milliseconds
	ends      time.Time // latest end of that window on the local clock

	backoffs int         // consecutive waits without a time from the API
	starts   []time.Time // of the requests in the last minute

	// suspects are the kinds of objects that were refused and have not passed since, and
	// the end of their wait. One that is refused while others pass has its own limit.
	suspects map[string]time.Time
}

// state is what the policy knows about the current window.
type state int

const (
	unknown state = iota // nothing: the next request is the probe
	probing              // the probe is in flight
	open                 // the probe was answered
)

// hold returns the wait before a request may start; nil: no wait. rpm is the most
// requests to start in any minute; 0: no bound.
func (p *policy) hold(now time.Time, kind string, rpm int) *WaitError {
	until, perMinute := p.parked, false
	if t := p.suspects[kind]; t.After(until) {
		until = t
	}
	if n := len(p.starts); rpm > 0 && n >= rpm {
		if t := p.starts[n-rpm].Add(time.Minute + slack); t.After(until) {
			until, perMinute = t, true
		}
	}
	switch {
	case !until.After(now):
		return nil
	case perMinute:
		return &WaitError{Until: until, Used: rpm, Limit: rpm, PerMinute: true}
	case p.known:
		return &WaitError{Until: until, Used: p.used + p.inFlight, Limit: p.limit}
	}
	return &WaitError{Until: until, Used: p.used + p.inFlight}
}

// admits reports whether a request may start without waiting for one in flight.
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

// start records the start of a request.
func (p *policy) start(now time.Time) {
	p.inFlight++
	if p.state == unknown {
		p.state = probing
	}
	for len(p.starts) > 0 && now.Sub(p.starts[0]) > time.Minute+slack {
		p.starts = p.starts[1:]
	}
	p.starts = append(p.starts, now)
}

// passed records an answer other than 429. Headers of late answers, after a park
// began, are ignored.
func (p *policy) passed(kind string, r rate, now time.Time) {
	p.inFlight--
	if p.state == unknown {
		p.used++
		return
	}
	delete(p.suspects, kind)
	p.begin()
	if r.limit > 0 {
		p.limit, p.known = r.limit, true
	}
	if r.remaining >= 0 && r.reset > 0 {
		p.note(r, now)
	}
	p.count()
}

// refused records a 429. The first of a burst parks, the others are ignored. With a
// limit of its own, only the kind waits.
func (p *policy) refused(kind string, r rate, now time.Time) {
	p.inFlight--
	if p.state == unknown {
		return
	}
	if r.limit > 0 {
		p.limit, p.known = r.limit, true
	}
	until := now.Add(p.pause(r))
	if p.state != open || p.suspects[kind].IsZero() {
		p.park(until)
	}
	p.suspects[kind] = until
}

// lost records a request that ended without an answer. The API may have counted it.
// After a cancelled probe, the next request is the probe.
func (p *policy) lost(cancelled bool) {
	p.inFlight--
	switch {
	case p.state == unknown:
		p.used++
	case p.state == probing && cancelled:
		p.state = unknown
	default:
		p.begin()
		p.count()
	}
}

// begin opens the window at the end of the probe.
func (p *policy) begin() {
	if p.state == probing {
		p.state, p.used, p.remaining, p.backoffs = open, 0, -1, 0
	}
}

// count adds a request to the window. One request past the limit shows that a new
// window began or, if the limit is assumed, that the limit is higher.
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

// note records the headers of an ordinary answer, and parks when no request remains.
// Answers overtake each other, so the lowest value of a window counts.
func (p *policy) note(r rate, now time.Time) {
	ends := now.Add(r.untilReset() + fullSlack)
	switch {
	case p.remaining < 0 || r.reset > p.reset+sameWindow:
		p.remaining, p.reset, p.ends, p.used = r.remaining, r.reset, ends, 0
	case r.reset < p.reset-sameWindow: // an earlier window
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

// pause returns how long to wait after a refusal, at least a second.
func (p *policy) pause(r rate) time.Duration {
	switch {
	case r.retryAfter > 0:
		return max(r.retryAfter+slack, time.Second)
	case r.reset > 0:
		return max(r.untilReset()+slack, time.Second)
	}
	d := min(time.Second<<min(p.backoffs, 10), maxBackoff)
	p.backoffs++
	return d + time.Duration(jitter()*0.25*float64(d))
}
