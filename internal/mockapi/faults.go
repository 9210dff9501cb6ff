package mockapi

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// FaultKinds returns the names of all kinds of faults. Kinds with a fixed response do not
// act unless [Fault.Act] is set. Kinds that damage the real response act.
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
	switch {
	case DescribeFault(f.Kind) == "":
		return fmt.Errorf("unknown kind of fault %q: use one of %s", f.Kind, strings.Join(FaultKinds(), ", "))
	case f.Skip < 0 || f.Count < 0 || f.Delay < 0 || f.Size < 0:
		return errors.New("skip, count, delay and size of a fault must not be negative")
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("status %d of a fault is not between 200 and 599", f.Status)
	case f.Kind == "redirect" && f.Location == "":
		return errors.New("a redirect needs a location")
	}
	return nil
}

// Injected is an active fault.
type Injected struct {
	fault Fault
	seen  int // number of matching requests
	fired atomic.Int64
}

// Fired returns the number of requests that it hit.
func (i *Injected) Fired() int { return int(i.fired.Load()) }

// AddFault injects a fault. It panics on a fault that [Fault.Validate] rejects. If
// several faults match a request, only the first one hits it and counts it.
func (s *Server) AddFault(f Fault) *Injected {
	if err := f.Validate(); err != nil {
		panic("mockapi: " + err.Error())
	}
	s.deviated.Store(true)
	s.mu.Lock()
	defer s.mu.Unlock()
	i := &Injected{fault: f}
	s.faults = append(s.faults, i)
	return i
}

// ClearFaults removes all faults. It does not affect requests that were already hit.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// takeFault returns the fault that hits a request: before the rate limit a fault of the
// kind 429, after it any other.
func (s *Server) takeFault(c *call, beforeLimit bool) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, i := range s.faults {
		f := i.fault
		spent := f.Count > 0 && i.Fired() >= f.Count
		if (f.Kind == "429") != beforeLimit || spent || !c.entry.matches(f.Method, f.Route) {
			continue
		}
		if i.seen++; i.seen > f.Skip {
			i.fired.Add(1)
			return &f
		}
	}
	return nil
}
