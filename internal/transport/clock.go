package transport

import "time"

const (
	// margin is added to every wait for the server's clock, against jitter.
	margin = 25 * time.Millisecond
	// sharp is how well the server's clock must be known, beside the time of one
	// request, to compute with it.
	sharp = 200 * time.Millisecond
	// guess is added instead of knowing when, within a second, a window began.
	guess = 150 * time.Millisecond
)

// moment is an answer on both clocks.
type moment struct {
	sent, at time.Time // local: of the request, of the answer
	date     int64     // the server's, Unix milliseconds, mostly cut to a second
	dated    bool      // else date is the local clock's
}

// clock is the server's clock. Each Date leaves open a second and the time on the
// way; many of them leave little.
type clock struct {
	base   time.Time     // local
	lo, hi time.Duration // the server's Unix time at base is between them
}

func (c *clock) observe(m moment) {
	if !m.dated {
		return
	}
	if c.base.IsZero() {
		c.base = m.at
	}
	date := time.Duration(m.date) * time.Millisecond
	lo, hi := date-m.at.Sub(c.base), date+time.Second-m.sent.Sub(c.base)
	if lo > c.hi || hi < c.lo { // one of the clocks was set
		c.lo, c.hi = lo, hi
	}
	c.lo, c.hi = max(c.lo, lo), min(c.hi, hi)
}

// reaches is the local time by which the server's clock has surely come to t.
func (c *clock) reaches(t int64, m moment) time.Time {
	d := time.Duration(t)*time.Millisecond + margin
	if m.dated {
		return c.base.Add(d - c.lo)
	}
	return m.at.Add(d - time.Duration(m.date)*time.Millisecond)
}

// end is the local time at which a window is over that ends at reset on the
// server's clock. A reset in whole seconds may be cut: then a window that began at
// its first request ends at the same fraction of a second at which that came. m is
// the answer to the first request seen, and opener says that it opened the window.
func (c *clock) end(reset int64, m moment, opener bool) time.Time {
	if reset%1000 != 0 {
		return c.reaches(reset, m)
	}
	switch blur := c.hi - c.lo - m.at.Sub(m.sent); {
	case m.dated && opener && blur <= sharp:
		sent, at := c.lo+m.sent.Sub(c.base), c.lo+m.at.Sub(c.base)
		if sent/time.Second == at/time.Second {
			return c.reaches(reset+(at%time.Second).Milliseconds(), m)
		}
		return c.reaches(reset+1000, m) // it came in either of two seconds
	case m.dated && !opener && blur <= guess:
		return c.reaches(reset+1000, m)
	}
	// Counted from m, the fraction of m is in it, which is right for the opener.
	end := m.at.Add(time.Duration(reset-m.date)*time.Millisecond + margin)
	if !opener {
		end = end.Add(guess)
	}
	return end
}
