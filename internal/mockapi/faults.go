package mockapi

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Kinds of faults. Those whose answer is canned do not act unless [Fault.Act]
// is set; those that spoil the real answer do.
const (
	FaultStatus        = "status"
	FaultStatusPlain   = "status-plain"
	FaultStatusEmpty   = "status-empty"
	FaultStatusJSON    = "status-json"
	FaultHTML          = "html"
	FaultActThenStatus = "act-then-status"
	Fault429           = "429"
	FaultErrorIn200    = "error-in-200"
	FaultNotJSON       = "not-json"
	FaultEmptyObject   = "empty-object"
	FaultRedirect      = "redirect"
	FaultPicture       = "picture"
	FaultNoID          = "no-id"
	FaultOtherID       = "other-id"
	FaultTruncated     = "truncated"
	FaultTruncatedJSON = "truncated-json"
	FaultHuge          = "huge"
	FaultDrip          = "drip"
	FaultDropBefore    = "drop-before"
	FaultDropAfter     = "drop-after"
	FaultHang          = "hang"
	FaultHangAfter     = "hang-after"
	FaultActLate       = "act-late"
	FaultPageLoop      = "page-loop"
	FaultHasMoreEmpty  = "has-more-empty"
	FaultLag           = "lag"
)

var faultKinds = []struct{ name, about string }{
	{FaultStatus, "Status (500) with the documented envelope"},
	{FaultStatusPlain, "Status (500) as plain text"},
	{FaultStatusEmpty, "Status (500) without a body"},
	{FaultStatusJSON, "Status (404) with a gateway's JSON, not the envelope"},
	{FaultHTML, "Status (404) with an HTML page"},
	{FaultActThenStatus, "acts, then Status (500) with the envelope"},
	{Fault429, "refused as if the limit were spent, without looking at it"},
	{FaultErrorIn200, "200 holding the envelope of Status (400)"},
	{FaultNotJSON, "200 with plain text"},
	{FaultEmptyObject, "200 with {}"},
	{FaultRedirect, "Status (302) to Location"},
	{FaultPicture, "200 with a PNG of Size (40) pixels a side that is no QR code"},
	{FaultNoID, "the real answer without its id, and so each object of a list"},
	{FaultOtherID, "the real answer with another id, and so each object of a list"},
	{FaultTruncated, "acts; half of the real body, though Content-Length promises all"},
	{FaultTruncatedJSON, "acts; half of the real body as if that were all"},
	{FaultHuge, "acts; the real body after Size (5 MiB) of blanks"},
	{FaultDrip, "acts; the real body, one byte each Delay (1s)"},
	{FaultDropBefore, "closes the connection before acting"},
	{FaultDropAfter, "acts, then closes the connection without an answer"},
	{FaultHang, "hangs for Delay (for ever), then acts and answers; never acts if the client left before. With Act it acts first"},
	{FaultHangAfter, "acts, hangs for Delay (for ever), then answers"},
	{FaultActLate, "acts after Delay even if the client has left, then answers"},
	{FaultPageLoop, "list: ignores starting_after and says has_more for ever"},
	{FaultHasMoreEmpty, "list: no objects and has_more"},
	{FaultLag, "list and single read: as if objects younger than Delay (5s) were not there"},
}

// FaultKinds are the names of all kinds of faults.
func FaultKinds() []string {
	var names []string
	for _, kind := range faultKinds {
		names = append(names, kind.name)
	}
	return names
}

// DescribeFault says in one line what a kind of fault does, with defaults in
// brackets, or "" if there is none of that name.
func DescribeFault(kind string) string {
	for _, known := range faultKinds {
		if known.name == kind {
			return known.about
		}
	}
	return ""
}

// Fault is something that goes wrong for some requests. Keys are checked and
// the limit is counted before, except for kind 429.
type Fault struct {
	Kind     string            // one of [FaultKinds]
	Method   string            // "" is any
	Route    string            // as [Server.Count] has it; "" is any
	Skip     int               // how many requests that match are spared first
	Count    int               // how many it then hits; 0 is all
	Status   int               // of the answer, where the kind has one; 0 is its default
	Act      bool              // act first, for kinds that do not
	Delay    time.Duration     // where the kind has one
	Size     int               // in bytes or pixels, where the kind has one
	Location string            // of a redirect
	Code     string            // of the envelope; "" goes by Status
	Message  string            // of the envelope; "" is a standard one
	Body     string            // instead of a canned body; for 429 and plain kinds too
	Headers  map[string]string // sent instead of others of that name; "" takes one away
}

// Validate tells what [Server.AddFault] would refuse.
func (f Fault) Validate() error {
	if DescribeFault(f.Kind) == "" {
		return fmt.Errorf("unknown kind of fault %q: use one of %s", f.Kind, strings.Join(FaultKinds(), ", "))
	}
	if f.Skip < 0 || f.Count < 0 || f.Delay < 0 || f.Size < 0 {
		return fmt.Errorf("skip, count, delay and size of a fault must not be negative")
	}
	if f.Status != 0 && (f.Status < 200 || f.Status > 599) {
		return fmt.Errorf("status %d of a fault is not between 200 and 599", f.Status)
	}
	if f.Kind == FaultRedirect && f.Location == "" {
		return fmt.Errorf("a redirect needs a location")
	}
	return nil
}

// Injected is a fault at work.
type Injected struct {
	list  *faultList
	fault Fault
	seen  int
	fired int
}

// Fired is how many requests it has hit so far.
func (i *Injected) Fired() int {
	i.list.mu.Lock()
	defer i.list.mu.Unlock()
	return i.fired
}

// Remove ends it.
func (i *Injected) Remove() {
	i.list.mu.Lock()
	defer i.list.mu.Unlock()
	i.list.all = slices.DeleteFunc(i.list.all, func(other *Injected) bool { return other == i })
}

// faultList keeps faults in the order in which they were added.
type faultList struct {
	mu  sync.Mutex
	all []*Injected
}

// AddFault injects a fault. It panics on one that [Fault.Validate] refuses. Of
// several that match a request, the one added first hits it, and those after it
// do not see it.
func (s *Server) AddFault(f Fault) *Injected {
	if err := f.Validate(); err != nil {
		panic("mockapi: " + err.Error())
	}
	s.deviated.Store(true)
	i := &Injected{list: &s.faults, fault: f}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.all = append(s.faults.all, i)
	return i
}

// ClearFaults ends all faults. Requests already hit go on as they were.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.all = nil
}

// take finds the fault that hits a request: before the limit is looked at one
// of kind 429, afterwards any other.
func (l *faultList) take(c *call, beforeLimit bool) *Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, i := range l.all {
		f := i.fault
		if (f.Kind == Fault429) != beforeLimit || f.Method != "" && f.Method != c.r.Method || !selects(f.Route, c.route, c.path) {
			continue
		}
		i.seen++
		if i.seen <= f.Skip || f.Count > 0 && i.fired >= f.Count {
			continue
		}
		i.fired++
		return &f
	}
	return nil
}
