package transport

import (
	"sort"
	"time"
)

const minute = time.Minute

// documentedLimits are the limits per minute that a key is likely to have. As long
// as nothing better is known they say where to slow down.
var documentedLimits = [...]int{60, 300}

// hintZone is how much earlier than at a documented limit to go one at a time: the
// process before may have spent a few requests of the window.
const hintZone = 10

const crowd = 1 << 30 // no bound on the requests in flight

// budget holds what is known about the rate limit, and says how many requests may
// be in flight. It does nothing by itself; the gate asks and tells it.
type budget struct {
	rpm    int
	starts []time.Time // the latest, oldest first

	// An epoch begins with a probe and ends with a park, or unnoticed.
	epoch     int
	probing   bool // nothing is known of this window until the probe is answered
	probeOut  bool
	open      bool // the probe was answered, by opener
	opener    moment
	used      int // requests that may count in this window: those in flight when it began, and its own
	answered  int // of these, not refused
	unseen    int // of these, not told of by a header that followed
	lostAt    time.Time
	afterPark bool

	window window // from headers on ordinary answers
	clock  clock

	// Learned from refusals.
	parked    time.Time // no start before
	limit     int
	length    time.Duration // of a window; 0: not known
	lastReset int64         // in the latest refusal, Unix milliseconds on the server's clock
	early     bool          // a window was not over when it seemed to be
	backoffs  int           // waits in a row of which the server did not say how long

	hint int // index of the documented limit that may still hold
	wary int // starts still to be made two at a time
}

// slot is a request that was let through.
type slot struct {
	at    time.Time
	epoch int
	probe bool
	past  bool // alone, because the limit known or supposed was used up
}

func newBudget(rpm int) budget {
	return budget{rpm: rpm, probing: true}
}

// width is the number of requests that may be in flight.
func (b *budget) width(now time.Time, inFlight int) int {
	switch {
	case b.probing && b.probeOut:
		return 0
	case b.probing:
		return inFlight + 1
	case b.window.known():
		return b.left()
	case b.spent(now):
		return 1
	case b.limit == 0 && b.hinted():
		if b.wary > 0 {
			return 2
		}
		if b.recent(now, minute) >= documentedLimits[b.hint]-hintZone {
			return 1
		}
	}
	return crowd
}

// spent reports whether the limit known or supposed is used up, so that the next
// request is sent alone, and shows whether it is.
func (b *budget) spent(now time.Time) bool {
	switch {
	case b.probing || b.window.known():
		return false
	case b.limit > 0:
		return b.recent(now, b.length) >= b.limit
	}
	return b.hinted() && b.wary == 0 && b.recent(now, minute) >= documentedLimits[b.hint]
}

// hinted reports whether the documented limits matter: not when the user named one.
func (b *budget) hinted() bool { return b.rpm == 0 && b.hint < len(documentedLimits) }

// recent is an upper bound for the requests that count in the server's present
// window, which began not before the epoch and not longer ago than length.
func (b *budget) recent(now time.Time, length time.Duration) int {
	if length == 0 {
		return b.used
	}
	older := sort.Search(len(b.starts), func(i int) bool { return now.Sub(b.starts[i]) < length })
	return min(b.used, len(b.starts)-older)
}

func (b *budget) start(now time.Time, inFlight int) slot {
	s := slot{at: now, epoch: b.epoch, probe: b.probing, past: b.spent(now)}
	if b.probing {
		b.probeOut, b.used = true, max(b.used, inFlight)
	}
	b.used++
	b.logStart(now)
	if b.wary > 0 {
		if b.wary--; b.wary == 0 {
			b.hint++
		}
	}
	return s
}

// renew begins a new epoch when the window known has passed without a park, unless
// there is a crowd at work that may go on: then its answers tell.
func (b *budget) renew(now time.Time, inFlight int) {
	end := b.end()
	if end.IsZero() || now.Before(end) || inFlight > 0 && inFlight < b.width(now, inFlight) {
		return
	}
	b.newEpoch(false)
}

func (b *budget) newEpoch(afterPark bool) {
	b.epoch++
	b.probing, b.probeOut, b.open, b.afterPark = true, false, false, afterPark
	b.used, b.answered, b.unseen, b.wary = 0, 0, 0, 0
}

// blocked is until when nothing may start; zero: something may.
func (b *budget) blocked(now time.Time) time.Time {
	until := b.parked
	if t := b.minuteFull(); t.After(until) {
		until = t
	}
	if !until.After(now) {
		return time.Time{}
	}
	return until
}

// minuteFull is when RequestsPerMinute allows the next start.
func (b *budget) minuteFull() time.Time {
	if b.rpm == 0 || len(b.starts) < b.rpm {
		return time.Time{}
	}
	return b.starts[len(b.starts)-b.rpm].Add(minute + margin)
}

func (b *budget) logStart(now time.Time) {
	const most = 100_000 // against a limit that is not meant seriously
	keep := max(min(b.limit, most), b.rpm, documentedLimits[len(documentedLimits)-1])
	if len(b.starts) >= 2*keep {
		b.starts = append(b.starts[:0], b.starts[len(b.starts)-keep:]...)
	}
	b.starts = append(b.starts, now)
}

// stated is the limit that holds requests up now, and its window; 0: not known.
func (b *budget) stated() (limit int, length time.Duration) {
	if b.rpm > 0 && b.minuteFull().After(b.parked) {
		return b.rpm, minute
	}
	return b.limit, b.length
}

func (b *budget) waitError(until time.Time, maxWait time.Duration) error {
	limit, length := b.stated()
	return &WaitError{Until: until, Limit: limit, Window: length, MaxWait: maxWait}
}

// worthLogging is always true of a new park. RequestsPerMinute holds up one request
// after the other for short times, of which one a minute is enough.
func (b *budget) worthLogging(last, until, now time.Time) bool {
	if until.Equal(b.parked) {
		return !until.Equal(last)
	}
	return until.Sub(now) >= time.Second && until.Sub(last) >= minute
}
