package mockapi

import (
	"fmt"
	"slices"
	"strings"
)

// difference is the name for tests, the parts of the contract that it departs from, a
// description, and what it changes.
type difference struct {
	name, departs, about string
	apply                hook
}

// differences are all differences between this server and the contract. All of them combine. If two contradict each other,
// the one listed first applies.
var differences = slices.Concat(routeDifferences, listDifferences, objectDifferences, writeDifferences, qrDifferences)

// Differences returns the names of all differences.
func Differences() []string {
	var names []string
	for _, d := range differences {
		names = append(names, d.name)
	}
	return names
}

func findDifference(name string) (found difference) {
	if i := slices.IndexFunc(differences, func(d difference) bool { return d.name == name }); i >= 0 {
		found = differences[i]
	}
	return found
}

// DescribeDifference describes a difference in one line. It returns "" for an unknown
// name.
func DescribeDifference(name string) string { return findDifference(name).about }

// Departs returns the parts of the contract that a difference departs from: an
// operationId, "paths", a parameter, a response, a response header, a schema,
// or a member of a schema such as "Account.name".
func Departs(name string) []string { return strings.Split(findDifference(name).departs, ", ") }

// CheckDifferences returns an error that lists the known differences if one of the
// names is unknown.
func CheckDifferences(given ...string) error {
	for _, name := range given {
		if DescribeDifference(name) == "" {
			return fmt.Errorf("unknown difference %q: use one of %s", name, strings.Join(Differences(), ", "))
		}
	}
	return nil
}

// SetDifferences enables these differences and disables all others. It panics on an
// unknown name.
func (s *Server) SetDifferences(given ...string) {
	if err := CheckDifferences(given...); err != nil {
		panic("mockapi: " + err.Error())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enabled, s.hooks = nil, nil
	for _, d := range differences {
		if slices.Contains(given, d.name) {
			s.deviated.Store(true)
			s.enabled = append(s.enabled, d.name)
			s.hooks = append(s.hooks, d.apply)
		}
	}
}

// Deviates reports whether the server ever departed from the contract: by a difference or a fault.
func (s *Server) Deviates() bool { return s.deviated.Load() }

// differs reports whether a difference is enabled. The caller does not hold the lock.
func (s *Server) differs(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.enabled, name)
}
