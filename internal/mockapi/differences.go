package mockapi

import (
	"fmt"
	"slices"
	"strings"
)

// Differences: ways in which a server may differ from the guess. All combine;
// where two contradict each other, the one listed first wins.
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
)

var differences = []named{
	{DiffTrimmedNames, "names are answered without outer blanks"},
	{DiffTrimmedDescriptions, "endpoints' descriptions are answered without outer blanks"},
	{DiffNumbersWithoutPlus, "phone numbers are answered without the plus sign"},
	{DiffNumbersWithSpaces, "phone numbers are answered with a space before each group of three digits"},
	{DiffURLsNormalized, "endpoints' URLs are answered with a lower-case scheme and host, without a default port, and with / for an empty path"},
	{DiffReversedEvents, "endpoints' events are answered in reverse order"},
	{DiffNoEnabled, "endpoints are answered without enabled"},
	{DiffEmptyDescription, "an endpoint without description is answered with an empty one, not null"},
	{DiffNoDescription, "an endpoint without description is answered without that member"},
	{DiffNoQRURL, "accounts are answered without qr_code_url"},
	{DiffNoCreatedAt, "objects are answered without created_at"},
	{DiffFractionalCreatedAt, "created_at has microseconds"},
	{DiffOffsetCreatedAt, "created_at is in the zone +02:00"},
	{DiffNullOptionals, "qr_code_url, enabled and created_at are null"},
	{DiffUnknownFields, "objects have further members of every JSON type"},
	{DiffExtraStatus, "an account that waits for its pairing has the status awaiting_scan, not pending"},
	{DiffNoSecretInCreate, "the answer to creating an endpoint lacks the secret"},
	{DiffCreate200, "a create is answered 200, not 201"},
	{DiffPatch204, "a PATCH is answered 204 without a body"},
	{DiffPatchEmptyObject, "a PATCH is answered 200 with {}"},
	{DiffDelete200, "a DELETE is answered 200 without a body, not 204"},
	{DiffDelete200Body, "a DELETE is answered 200 with a JSON body"},
	{DiffNoListRoute, "lists of accounts and endpoints do not exist: a router's plain 404"},
	{DiffList405, "lists of accounts and endpoints are answered 405"},
	{DiffListForbidden, "lists of accounts and endpoints are answered 403 with the envelope"},
	{DiffRefusedLimit, "lists refuse the parameter limit with 400"},
	{DiffIgnoresLimit, "lists ignore limit and answer everything"},
	{DiffIgnoresCursor, "lists ignore starting_after: always the first page"},
	{DiffBareArray, "lists are a bare array"},
	{DiffNoHasMore, "lists lack has_more"},
	{DiffLeanList, "listed accounts have only id and phone_number, listed endpoints id and url"},
	{DiffListWithoutStatus, "listed accounts lack status"},
	{DiffNoGetRoute, "reading one account or endpoint does not exist: a router's plain 404"},
	{DiffGet405, "reading one account or endpoint is answered 405"},
	{DiffPlain404, "an unknown id is answered 404 as plain text, without the envelope"},
	{DiffGone410, "an unknown id is answered 410 with the envelope"},
	{DiffEnvelopedMissingRoutes, "routes that do not exist are answered 404 with the envelope"},
	{DiffNoDate, "answers lack the Date header"},
	{DiffAllowsDuplicates, "a number that is there already can be connected once more"},
}

// named is a name that a test may use, and what it does.
type named struct{ name, about string }

func names(all []named) []string {
	var out []string
	for _, n := range all {
		out = append(out, n.name)
	}
	return out
}

func about(all []named, name string) string {
	if i := slices.IndexFunc(all, func(n named) bool { return n.name == name }); i >= 0 {
		return all[i].about
	}
	return ""
}

// Differences are the names of all differences.
func Differences() []string { return names(differences) }

// DescribeDifference says in one line what a difference does, or "" if there
// is none of that name.
func DescribeDifference(name string) string { return about(differences, name) }

// CheckDifferences is an error that names the differences there are, if one of
// those given is not among them.
func CheckDifferences(given ...string) error {
	for _, name := range given {
		if DescribeDifference(name) == "" {
			return fmt.Errorf("unknown difference %q: use one of %s", name, strings.Join(Differences(), ", "))
		}
	}
	return nil
}

// SetDifferences switches these differences on and all others off. It panics on
// an unknown name.
func (s *Server) SetDifferences(given ...string) {
	if err := CheckDifferences(given...); err != nil {
		panic("mockapi: " + err.Error())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.differences = map[string]bool{}
	for _, name := range given {
		s.differences[name] = true
	}
}

// differs tells about one difference without the caller holding the lock.
func (s *Server) differs(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.differences[name]
}
