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
		return b.clock.end(b.window.reset, b.window.first, b.window.opener)
	case b.open && b.length > 0:
		return b.opener.at.Add(b.length)
	}
	return time.Time{}
}
