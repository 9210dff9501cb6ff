package mockapi

import (
	"fmt"
	"net/http"
	"time"
)

// defaultLag is the default of [Options.Lag].
const defaultLag = 8 * time.Second

// Options configure a [Server]. The zero value has no rate limit, no latency, and
// accepts any non-empty key.
type Options struct {
	// Keys maps each accepted key to the tenant whose objects it can read. Nil accepts
	// any non-empty key for the tenant "".
	Keys map[string]string

	// Plan is a documented rate limit: "free" (60 per minute), "pro" (300 per
	// minute), or "unlimited". The default is unlimited.
	Plan string
	// Limit overrides the number of requests per window. 0 means that of the plan.
	Limit int
	// Window overrides the length of a window. 0 means one minute.
	Window time.Duration
	// Aligned windows start at multiples of Window on the unix clock. Others start
	// at the first request after the previous window.
	Aligned bool
	// CountRefused counts each rejected request in the next window, of which at
	// least one request remains. In its own window, nothing remains anyway.
	CountRefused bool
	// HeadersAlways sends the rate limit headers with every response, not only 429.
	HeadersAlways bool

	// Latency delays each response, after the server has acted.
	Latency time.Duration
	// PairAfter connects each account after this time. 0 means that only
	// [Server.Connect] connects accounts.
	PairAfter time.Duration

	// Differences are names from [Differences].
	Differences []string
	// Lag is how long the differences that delay something delay it. 0 means 8 seconds.
	Lag time.Duration
	// BaseURL is the prefix of qr_code_url. The default is http://host/v1 with the
	// host of the request.
	BaseURL string

	// Now is the clock. The default is time.Now. Delays always use real timers.
	Now func() time.Time
	// ClockOffset is added to Now. It affects the Date header, created_at, event
	// times, and the end of rate limit windows.
	ClockOffset time.Duration

	// SignaturePrefix adds "sha256=" to webhook signatures.
	SignaturePrefix bool
	// DeliveryTransport sends webhook deliveries. The default uses no proxy. Only
	// loopback hosts get deliveries.
	DeliveryTransport http.RoundTripper

	// Contract is the OpenAPI document in YAML that GET /_mock/openapi.yaml returns.
	Contract []byte

	// OnRequest is called before each response is sent and after each webhook
	// delivery, from several goroutines.
	OnRequest func(Request)
}

// Validate returns an error for options that [New] rejects: an unknown plan
// or difference, or a negative number.
func (o Options) Validate() error {
	if _, ok := planLimits[o.Plan]; !ok {
		return fmt.Errorf("unknown plan %q: use free, pro, or unlimited", o.Plan)
	}
	if o.Limit < 0 || o.Window < 0 || o.Latency < 0 || o.PairAfter < 0 || o.Lag < 0 {
		return fmt.Errorf("limit, window, latency, pairing, and lag times must not be negative")
	}
	return CheckDifferences(o.Differences...)
}
