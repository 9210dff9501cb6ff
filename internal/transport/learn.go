package transport

import (
	"math/rand/v2"
	"time"
)

const (
	firstBackoff = time.Second
	maxBackoff   = time.Minute
	mostLost     = 1200 * time.Millisecond // between the end of a window and the next request
)

// passed takes an answer other than 429.
func (b *budget) passed(s slot, r rate, now time.Time) {
	m := moment{sent: s.at, at: now, date: r.date, dated: r.dated}
	b.clock.observe(m)
	opener := b.opened(s, m)
	if r.limit > 0 {
		b.limit = r.limit
	}
	switch {
	case r.remaining >= 0 && r.reset != 0:
		b.note(s, r, m)
	case opener:
		b.window = window{}
	case b.window.known():
		b.lose(now)
	}
	if s.epoch == b.epoch {
		b.answered++
		if s.past {
			b.passedAlone(m)
		}
	}
	b.useUp()
}

// ended learns the length of a window from the ends of two.
func (b *budget) ended(reset int64) {
	if reset <= b.lastReset {
		return
	}
	if b.lastReset > 0 {
		b.length = time.Duration(reset-b.lastReset) * time.Millisecond
	}
	b.lastReset = reset
}

// failed takes an error. Where the request may have reached the server it counts.
func (b *budget) failed(s slot, reached bool, now time.Time) {
	if b.opened(s, moment{sent: s.at, at: now}) {
		b.window = window{}
	}
	if reached {
		b.lose(now)
	}
	b.useUp()
}

// cancelled takes a request that its caller gave up. If it was the probe, the next
// one is.
func (b *budget) cancelled(s slot, reached bool, now time.Time) {
	if s.probe && s.epoch == b.epoch {
		b.probeOut = false
	}
	if reached {
		b.lose(now)
	}
	b.useUp()
}

// lose counts a request of which no header told. The next request does.
func (b *budget) lose(now time.Time) {
	b.unseen++
	b.lostAt = now
}

// useUp parks until the window ends when nothing is left of it.
func (b *budget) useUp() {
	if !b.probing && b.window.known() && b.left() == 0 {
		b.park(b.end())
		b.ended(b.window.reset)
	}
}

// opened ends the probing if s was the probe.
func (b *budget) opened(s slot, m moment) bool {
	if !s.probe || s.epoch != b.epoch {
		return false
	}
	b.probing, b.probeOut, b.open = false, false, true
	b.opener, b.backoffs = m, 0
	return true
}

// passedAlone takes an answer that was to show whether the limit is used up. It is
// not: either the limit is none, or the window rolled over unnoticed.
func (b *budget) passedAlone(m moment) {
	switch {
	case b.limit > 0 && b.afterPark:
		// It rolled over since the probe opened it. That took no longer than using up
		// the limit did, or hardly, and at that pace the limit is never reached.
		last := b.starts[max(len(b.starts)-2, 0)]
		if d := last.Sub(b.opener.sent) + mostLost; b.length == 0 || d < b.length {
			b.length = d
		}
	case b.limit > 0 || !b.hinted():
	case m.dated && b.opener.dated && m.date == b.opener.date:
		b.hint++ // it cannot have rolled over within one second of its clock
	default:
		b.wary = documentedLimits[b.hint] + 2 // so many again, and the two in flight
	}
}

// refused takes a 429.
func (b *budget) refused(s slot, r rate, now time.Time) {
	m := moment{sent: s.at, at: now, date: r.date, dated: r.dated}
	b.clock.observe(m)
	current := s.epoch == b.epoch
	switch {
	case r.limit > 0:
		b.limit = r.limit
	case current && b.answered > b.limit:
		b.limit = b.answered
	}
	until := b.until(s, r, m, current)
	b.ended(r.reset)
	switch {
	case current && until.IsZero():
		b.park(now.Add(b.backoff()))
	case current, until.After(b.parked.Add(time.Second)):
		b.park(until)
	}
	// Else it is of the crowd that led to a park already.
}

// until is the local time at which the window of a refusal ends; zero: the answer
// does not tell.
func (b *budget) until(s slot, r rate, m moment, current bool) time.Time {
	switch {
	case r.retryAfter > 0:
		return m.at.Add(r.retryAfter + margin)
	case r.reset == 0:
		return time.Time{}
	case !current:
		return b.clock.end(r.reset, m, false)
	}
	if r.reset != b.lastReset {
		first, opener := m, false
		if b.open && b.opener.dated {
			first, opener = b.opener, r.limit > 0 && b.answered >= r.limit
		}
		if t := b.windowEnd(r.reset, first, opener); t.After(m.at) {
			return t
		}
	} else if b.afterPark && s.probe {
		b.early = true
	}
	// Waited for already, or over although it refuses: the reset was cut to a second.
	return b.clock.reaches(r.reset+1000, m)
}

func (b *budget) park(until time.Time) {
	if until.After(b.parked) {
		b.parked = until
	}
	b.newEpoch(true)
}

// backoff is how long to wait when the server does not say.
func (b *budget) backoff() time.Duration {
	d := min(firstBackoff<<min(b.backoffs, 10), maxBackoff)
	b.backoffs++
	return d + time.Duration(rand.Float64()*0.25*float64(d))
}
