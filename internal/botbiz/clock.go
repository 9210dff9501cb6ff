package botbiz

import (
	"net/http"
	"sync"
	"time"
)

// clock follows the clock of the API with the Date headers of responses, because the local clock can be wrong.
type clock struct {
	mu     sync.Mutex
	date   time.Time // time of the API, rounded down to a second
	at     time.Time // local time of that, with its monotonic reading
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

// translate converts a local time with a monotonic reading to the clock of the API.
func (c *clock) translate(local time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.synced {
		return local
	}
	return c.date.Add(local.Sub(c.at))
}

// ServerTime converts a local time to the clock of the API. It is behind by at most a second plus the latency of the latest
// response. Before the first response with a Date header, it returns the local time.
func (c *Client) ServerTime(local time.Time) time.Time { return c.clock.translate(local) }
