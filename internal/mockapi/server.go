package mockapi

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// prefix is the path of all API routes.
const prefix = "/v1"

// maxRequestBody limits the size of a request that is read and logged: 1 MiB.
const maxRequestBody = 1 << 20

// Server is the mock. It is an [http.Handler] and safe for concurrent use.
type Server struct {
	options   Options
	control   http.Handler
	limiter   *limiter
	deviated  atomic.Bool // sticky: an object created under a difference can remain different
	log       requestLog
	deliverer *http.Client

	closing   chan struct{}
	closeOnce sync.Once

	mu        sync.Mutex // guards the fields below
	objects   []*stored  // of all kinds and tenants, oldest first
	byID      map[string]*stored
	keys      map[string]string
	begun     map[string]bool // tenants that have their first users
	faults    []*Injected
	enabled   []string      // differences, in the order of the table
	hooks     []hook        // of these differences
	created   int           // number of objects with a number as id
	delivered chan struct{} // closed when the last delivery is complete
}

// New returns a server. It panics on options that [Options.Validate] rejects.
func New(options Options) *Server {
	if err := options.Validate(); err != nil {
		panic("mockapi: " + err.Error())
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	s := &Server{
		options:   options,
		limiter:   &limiter{aligned: options.Aligned, countRefused: options.CountRefused},
		deliverer: newDeliverer(options.DeliveryTransport),
		closing:   make(chan struct{}),
		byID:      map[string]*stored{},
		keys:      options.Keys,
		begun:     map[string]bool{},
		delivered: make(chan struct{}),
	}
	close(s.delivered)
	s.control = guardControl(s.controlRoutes())
	s.SetLimit(cmp.Or(options.Limit, planLimits[options.Plan]), options.Window)
	s.SetDifferences(options.Differences...)
	return s
}

// Close ends all requests that hang or are delayed, also later ones, and drops queued
// deliveries. Call it before closing the HTTP server, which waits for its requests.
func (s *Server) Close() {
	s.closeOnce.Do(func() { close(s.closing) })
}

// SetKeys changes the accepted keys; see [Options.Keys].
func (s *Server) SetKeys(keys map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys = keys
}

// now returns the time of the server.
func (s *Server) now() time.Time { return s.options.Now().Add(s.options.ClockOffset).UTC() }

// lag returns the time that some differences take.
func (s *Server) lag() time.Duration { return cmp.Or(s.options.Lag, defaultLag) }

// call is a request in progress.
type call struct {
	r      *http.Request
	entry  *Request
	method string // as the server takes it
	route  string // pattern such as "/whatsapp/accounts/{id}"; "": unknown
	kind   string // of the objects of the route
	id     string
	query  url.Values
	code   string    // content of the QR code in the response
	now    time.Time // when it acts
	body   []byte
	tenant string
	rate   *rate // nil: no limit
	fault  *Fault

	// What hooks change.
	edits      []func(e *stored, o object) // of the objects in the response
	hides      []func(e *stored) bool      // objects from the response
	tombstones bool                        // deleted objects show
	duplicates bool                        // a phone number can be connected twice

	// What hooks change of a list. The first change of hasMore and of shape applies.
	unlimited bool // accepts any limit
	skip      int  // number of objects that it leaves out at the start
	noItems   bool
	noHasMore bool
	hasMore   *bool                                 // nil: as it is
	shape     func(kind string, items []object) any // nil: {"data": […]}

	deleteAfter time.Duration // how long a deleted object still exists

	// What the response says does not exist.
	unknownRoute, unknownID bool
}

// ServeHTTP responds to one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/_mock/") {
		s.control.ServeHTTP(w, r)
		return
	}
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxRequestBody))
	c := &call{r: r, method: r.Method, body: body}
	c.route, c.id = findRoute(r.URL.EscapedPath())
	c.kind = routes[c.route].kind
	c.entry = s.log.begin(s.now(), c)
	key, tenant, ok := s.authenticate(r)
	if !ok {
		s.reply(w, c, failure(http.StatusUnauthorized, "No valid API key provided."))
		return
	}
	c.tenant = tenant
	c.fault = s.takeFault(c, true)
	var allowed bool
	c.rate, allowed = s.limiter.take(key, s.now(), c.fault != nil)
	if allowed {
		c.fault = s.takeFault(c, false)
	}
	s.log.edit(func() {
		c.entry.Tenant, c.entry.Refused = tenant, !allowed
		if c.rate != nil {
			c.entry.Window = c.rate.window
		}
		if c.fault != nil {
			c.entry.Fault = c.fault.Kind
		}
	})
	switch {
	case !allowed:
		s.reply(w, c, tooMany(c))
	case c.fault != nil:
		findFault(c.fault.Kind).play(s, w, c)
	default:
		s.reply(w, c, s.act(c))
	}
}

// authenticate returns the key of the request and its tenant.
func (s *Server) authenticate(r *http.Request) (key, tenant string, ok bool) {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	key = strings.TrimSpace(key)
	if !strings.EqualFold(scheme, "Bearer") || key == "" {
		return "", "", false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys == nil {
		return key, "", true
	}
	tenant, ok = s.keys[key]
	return key, tenant, ok
}

// hold waits for d, or forever if d is negative. It returns false if the client closes
// the connection or the server is closed first.
func (s *Server) hold(ctx context.Context, d time.Duration) bool {
	var over <-chan time.Time
	if d >= 0 {
		over = time.After(d)
	}
	select {
	case <-over:
		return true
	case <-ctx.Done():
	case <-s.closing:
	}
	return false
}
