package botbiz

import (
	"net/http"
	"sync"
	"time"
)

// clock follows the server's clock by the Date header of its answers, because the local one may be wrong.
type clock struct {
	mu     sync.Mutex
	date   time.Time // what the server's clock showed, floored to a second
	at     time.Time // when that was, with the monotonic reading
	synced bool
}

func (c *clock) observe(header string) {
	date, err := http.ParseTime(header)
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.date, c.at, c.synced = date, time.Now(), true
}

// translate takes a local time, which must carry a monotonic reading, to the server's clock.
func (c *clock) translate(local time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.synced {
		return local
	}
	return c.date.Add(local.Sub(c.at))
}

// ServerTime translates a local time to the server's clock, behind it by at most a second and the time that the latest
// answer was under way. Before the first answer that has a Date header it returns the local time.
func (c *Client) ServerTime(local time.Time) time.Time { return c.clock.translate(local) }
