package main

import (
	"fmt"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// stats counts what happened in a run.
type stats struct {
	rounds, failed, applied, quiet int
	others, interrupts             int
	hits, unknown, imports         int
	kinds                          map[string]bool // of faults that hit
}

func (s *stats) happened(h happening) {
	if strings.HasPrefix(h.kind, interrupt) {
		s.interrupts++
	} else {
		s.others++
	}
}

func (s *stats) round(r round, told report, hits []int) {
	s.rounds++
	s.applied += told.operations
	if told.failed {
		s.failed++
	}
	for i, n := range hits {
		s.hits += n
		if n > 0 {
			s.kinds[r.faults[i].Kind] = true
		}
	}
}

// describe returns the summary line of a run.
func (s *stats) describe(of schedule, server *server) string {
	difference := strings.Join(of.options.Differences, "+")
	if difference == "" {
		difference = "no difference"
	}
	return fmt.Sprintf("%s; %d operations scheduled in %d rounds (%d failed); by Terraform %d, by others %d, interrupts %d; "+
		"%d requests, %d of them hit by %d of %d kinds of faults, %d refused by the limit; %d outcomes unknown, %d imports as told; %d quiet applies",
		difference, of.operations, s.rounds, s.failed, s.applied, s.others, s.interrupts,
		server.Count("", "*"), s.hits, len(s.kinds), len(mockapi.FaultKinds()), server.Refused(), s.unknown, s.imports, s.quiet)
}

func describeFaults(faults []mockapi.Fault, hits []int) string {
	var text []string
	for i, f := range faults {
		text = append(text, fmt.Sprintf("%s %s %s skip %d status %d act %t delay %s: hit %d", f.Kind, f.Method, f.Route, f.Skip, f.Status, f.Act, f.Delay, hits[i]))
	}
	return strings.Join(text, "; ")
}
