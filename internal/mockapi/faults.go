package mockapi

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Kinds of faults. Kinds with a fixed response do not act unless [Fault.Act] is set.
// Kinds that damage the real response act.
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

// FaultKinds returns the names of all kinds of faults.
func FaultKinds() []string {
	var names []string
	for _, kind := range faultKinds {
		names = append(names, kind.name)
	}
	return names
}

// DescribeFault describes a kind of fault in one line, with defaults in brackets. It
// returns "" for an unknown name.
func DescribeFault(kind string) string { return findFault(kind).about }

func findFault(kind string) (found faultKind) {
	if i := slices.IndexFunc(faultKinds, func(k faultKind) bool { return k.name == kind }); i >= 0 {
		found = faultKinds[i]
	}
	return found
}

// Fault is a failure of some requests. The server checks the key and the rate limit
// first, except for the kind 429.
type Fault struct {
	Kind     string            // one of [FaultKinds]
	Method   string            // "": any
	Route    string            // as for [Server.Count]; "": any
	Skip     int               // number of matching requests that it skips first
	Count    int               // number of requests that it then hits; 0: all
	Status   int               // of the response, if the kind has one; 0: its default
	Act      bool              // act first, for kinds that do not act
	Delay    time.Duration     // if the kind has one
	Size     int               // in bytes or pixels, if the kind has one
	Location string            // of a redirect
	Code     string            // of the envelope; "": depends on Status
	Message  string            // of the envelope; "": a standard one
	Body     string            // instead of the fixed body, also for 429 and plain kinds
	Headers  map[string]string // replace headers of the same name; "" removes one
}

// Validate returns an error for a fault that [Server.AddFault] rejects.
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

// Injected is an active fault.
type Injected struct {
	list  *faultList
	fault Fault
	seen  int
	fired int
}

// Fired returns the number of requests that it hit.
func (i *Injected) Fired() int {
	i.list.mu.Lock()
	defer i.list.mu.Unlock()
	return i.fired
}

// Remove removes the fault.
func (i *Injected) Remove() {
	i.list.mu.Lock()
	defer i.list.mu.Unlock()
	i.list.all = slices.DeleteFunc(i.list.all, func(other *Injected) bool { return other == i })
}

// faultList keeps faults in the order of their addition.
type faultList struct {
	mu  sync.Mutex
	all []*Injected
}

// AddFault injects a fault. It panics on a fault that [Fault.Validate] rejects. If
// several faults match a request, only the first one hits it and counts it.
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

// ClearFaults removes all faults. It does not affect requests that were already hit.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.all = nil
}

// take returns the fault that hits a request: before the rate limit a fault of the
// kind 429, after it any other.
func (l *faultList) take(c *call, beforeLimit bool) *Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, i := range l.all {
		f := i.fault
		if (f.Kind == Fault429) != beforeLimit || !c.entry.matches(f.Method, f.Route) {
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
