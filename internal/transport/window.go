package transport

import "time"

// window is what headers on ordinary answers tell of the server's present window.
type window struct {
	reset  int64  // its end, Unix milliseconds on the server's clock; 0: no headers
	lowest int    // of the values of remaining seen
	first  moment // the first answer seen of it
	opener bool   // which was the first at all
	epoch  int    // in which it was last seen to be the present one
}

func (w window) known() bool { return w.reset != 0 }

// left is what may still be sent in the window, those in flight included.
func (b *budget) left() int { return max(b.window.lowest-b.unseen, 0) }

// note takes the headers of an ordinary answer. Answers overtake each other, so of
// one window the lowest value counts, and one of an earlier window nothing.
func (b *budget) note(s slot, r rate, m moment) {
	w := &b.window
	same := r.reset == w.reset
	if r.delta { // only good to a second
		same = r.reset-w.reset <= 1000 && w.reset-r.reset <= 1000
	}
	if s.at.After(b.lostAt) {
		b.unseen = 0
	}
	switch {
	case w.known() && same && (w.epoch == b.epoch || !s.probe):
		w.lowest = min(w.lowest, r.remaining)
	case !w.known() || r.reset > w.reset || same:
		*w = window{
			reset: r.reset, lowest: r.remaining, first: m, epoch: b.epoch,
			opener: r.limit > 0 && r.remaining == r.limit-1,
		}
	}
}

// end is when the present window ends; zero: not known.
func (b *budget) end() time.Time {
	switch {
	case b.probing:
	case b.window.known():
		return b.windowEnd(b.window.reset, b.window.first, b.window.opener)
	case b.open && b.length > 0:
		return b.opener.at.Add(b.length)
	}
	return time.Time{}
}

// windowEnd is the local time at which the window is over that ends at reset on the
// server's clock and that first, its opener or not, was seen of.
func (b *budget) windowEnd(reset int64, first moment, opener bool) time.Time {
	if opener && b.roundedUp(reset, first) {
		reset -= 1000
	}
	return b.clock.end(reset, first, opener)
}

// roundedUp reports whether a reset seems to be rounded up to a second: the window
// that our own probe opened after a wait would be a second longer than a length that
// somebody would choose. Where that was wrong once it is not supposed again.
func (b *budget) roundedUp(reset int64, first moment) bool {
	if !b.afterPark || b.early || !first.dated || reset%1000 != 0 {
		return false
	}
	seconds := (reset - first.date) / 1000
	return !chosen(seconds) && chosen(seconds-1)
}

// chosen reports whether a window is likely to be that long: a part of a minute, or
// whole minutes.
func chosen(seconds int64) bool { return seconds > 0 && (60%seconds == 0 || seconds%60 == 0) }
