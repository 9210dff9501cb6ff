package mockapi

import (
	"fmt"
	"net/http"
	"time"
)

// Options set up a [Server]. The zero value is a friendly server: no limit, no
// latency, any non-empty bearer key.
type Options struct {
	// Keys maps each accepted bearer key to the tenant whose objects it sees.
	// Nil accepts any non-empty key, all for the tenant "".
	Keys map[string]string

	// Plan is a documented rate limit: "free" (60 a minute), "pro" (300 a
	// minute) or "unlimited". Empty means unlimited.
	Plan string
	// Limit overrides the plan's number of requests in a window. 0 keeps it.
	Limit int
	// Window overrides the plan's window. 0 keeps it, or is one minute.
	Window time.Duration
	// Aligned windows start at multiples of Window on the unix clock; others
	// start at the first request after the window before.
	Aligned bool
	// CountRefused charges each refused request to the window that follows, of
	// which at least one request is always left. Within its own window a
	// refused request could make no difference, as nothing is left of that.
	CountRefused bool
	// HeadersAlways sends the rate headers on every answer, not on 429 only.
	HeadersAlways bool
	// NoRateHeaders sends the rate headers on no answer at all.
	NoRateHeaders bool
	// ResetRounding is how X-RateLimit-Reset becomes whole seconds: "ceil"
	// (the default) or "floor".
	ResetRounding string

	// Latency is how long an answer is held back. The server has acted by then.
	Latency time.Duration
	// PairAfter connects an account so long after its creation. 0 leaves that
	// to [Server.Connect].
	PairAfter time.Duration
	// QRRotate makes a new QR code so long after the last one. 0 leaves that to
	// [Server.RotateQR].
	QRRotate time.Duration

	// Differences are names from [Differences].
	Differences []string
	// BaseURL is the beginning of qr_code_url. Empty derives it from the
	// request's host: http://host/v1.
	BaseURL string

	// Now is the clock. Nil means time.Now. Delays always use real timers.
	Now func() time.Time
	// ClockOffset is added to Now: it shifts the Date header, created_at, event
	// times and the rate limit's reset.
	ClockOffset time.Duration

	// SignaturePrefix writes "sha256=" before a webhook signature.
	SignaturePrefix bool
	// DeliveryTransport sends webhook deliveries. Nil is a plain one without
	// proxy. Only loopback hosts are ever sent to, whatever it is.
	DeliveryTransport http.RoundTripper

	// Contract is the OpenAPI document, as YAML, that GET /_mock/openapi.yaml
	// answers. Nil answers 404.
	Contract []byte

	// OnRequest is told of each answer just before it is sent, and of each
	// webhook delivery after it. It may be called from several goroutines.
	OnRequest func(Request)
}

// Plans are the names that [Options.Plan] knows.
func Plans() []string { return []string{"free", "pro", "unlimited"} }

// Validate tells what [New] would refuse: an unknown plan, rounding or
// difference, or a negative number.
func (o Options) Validate() error {
	if _, ok := planLimits[o.Plan]; !ok {
		return fmt.Errorf("unknown plan %q: use one of %v", o.Plan, Plans())
	}
	switch o.ResetRounding {
	case "", "ceil", "floor":
	default:
		return fmt.Errorf("unknown reset rounding %q: use ceil or floor", o.ResetRounding)
	}
	if o.Limit < 0 || o.Window < 0 || o.Latency < 0 || o.PairAfter < 0 || o.QRRotate < 0 {
		return fmt.Errorf("limit, window, latency, pairing and rotation times must not be negative")
	}
	return CheckDifferences(o.Differences...)
}
