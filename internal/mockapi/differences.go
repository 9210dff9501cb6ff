package mockapi

import (
	"fmt"
	"slices"
	"strings"
)

// Names of differences that code refers to. The tables in this package have all of them.
const (
	DiffTrimmedNames           = "trimmed-names"
	DiffTrimmedDescriptions    = "trimmed-descriptions"
	DiffNumbersWithoutPlus     = "numbers-without-plus"
	DiffNumbersWithSpaces      = "numbers-with-spaces"
	DiffURLsNormalized         = "urls-normalized"
	DiffReversedEvents         = "reversed-events"
	DiffNoEnabled              = "no-enabled"
	DiffEmptyDescription       = "empty-description"
	DiffNoDescription          = "no-description"
	DiffNoQRURL                = "no-qr-url"
	DiffNoCreatedAt            = "no-created-at"
	DiffFractionalCreatedAt    = "fractional-created-at"
	DiffOffsetCreatedAt        = "offset-created-at"
	DiffNullOptionals          = "null-optionals"
	DiffUnknownFields          = "unknown-fields"
	DiffExtraStatus            = "extra-status"
	DiffNoSecretInCreate       = "no-secret-in-create"
	DiffCreate200              = "create-200"
	DiffPatch204               = "patch-204"
	DiffPatchEmptyObject       = "patch-empty-object"
	DiffDelete200              = "delete-200"
	DiffDelete200Body          = "delete-200-body"
	DiffNoListRoute            = "no-list-route"
	DiffList405                = "list-405"
	DiffListForbidden          = "list-forbidden"
	DiffRefusedLimit           = "refused-limit"
	DiffIgnoresLimit           = "ignores-limit"
	DiffIgnoresCursor          = "ignores-cursor"
	DiffBareArray              = "bare-array"
	DiffNoHasMore              = "no-has-more"
	DiffLeanList               = "lean-list"
	DiffListWithoutStatus      = "list-without-status"
	DiffNoGetRoute             = "no-get-route"
	DiffGet405                 = "get-405"
	DiffPlain404               = "plain-404"
	DiffGone410                = "410-gone"
	DiffEnvelopedMissingRoutes = "enveloped-404-for-missing-routes"
	DiffNoDate                 = "no-date"
	DiffAllowsDuplicates       = "allows-duplicates"
	DiffDocumentedRoutesOnly   = "documented-routes-only"
	DiffEnvelopedDelete404     = "enveloped-404-for-delete"
	DiffURLsWithSlash          = "urls-with-slash"
	DiffFirst20Only            = "first-20-only"
	DiffCreatedAtBehind        = "created-at-behind"
	DiffCursorOfDeleted400     = "cursor-of-deleted-400"
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
