package mockapi

import (
	"fmt"
	"slices"
	"strings"
)

// Differences between this server and the contract. All of them combine. If two
// contradict each other, the one listed first applies.
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

var differences = []difference{
	{DiffTrimmedNames, "Account.name", "names are returned without outer blanks"},
	{DiffTrimmedDescriptions, "Endpoint.description", "endpoints' descriptions are returned without outer blanks"},
	{DiffNumbersWithoutPlus, "Account.phone_number", "phone numbers are returned without the plus sign"},
	{DiffNumbersWithSpaces, "Account.phone_number", "phone numbers have a space before each group of three digits"},
	{DiffURLsNormalized, "Endpoint.url", "endpoints' URLs have a lower-case scheme and host, without a default port, and with / for an empty path"},
	{DiffReversedEvents, "Endpoint.events", "endpoints' events are returned in reverse order"},
	{DiffNoEnabled, "Endpoint.enabled", "endpoints are returned without enabled"},
	{DiffEmptyDescription, "Endpoint.description", "an endpoint without description has an empty one, not null"},
	{DiffNoDescription, "Endpoint.description", "an endpoint without description has no such member"},
	{DiffNoQRURL, "Account.qr_code_url", "accounts are returned without qr_code_url"},
	{DiffNoCreatedAt, "Account.created_at, Endpoint.created_at", "objects are returned without created_at"},
	{DiffFractionalCreatedAt, "Account.created_at, Endpoint.created_at", "created_at has microseconds"},
	{DiffOffsetCreatedAt, "Account.created_at, Endpoint.created_at", "created_at is in the zone +02:00"},
	{DiffNullOptionals, "Account.qr_code_url, Account.created_at, Endpoint.enabled, Endpoint.created_at", "qr_code_url, enabled and created_at are null"},
	{DiffUnknownFields, "Account, Endpoint", "objects have additional members of every JSON type"},
	{DiffExtraStatus, "Account.status", "an unpaired account has the status awaiting_scan, not pending"},
	{DiffNoSecretInCreate, "createEndpoint", "the response to creating an endpoint has no secret"},
	{DiffCreate200, "createAccount, createEndpoint, sendMessage", "a create returns 200, not 201"},
	{DiffPatch204, "updateAccount, updateEndpoint", "a PATCH returns 204 without a body"},
	{DiffPatchEmptyObject, "updateAccount, updateEndpoint", "a PATCH returns 200 with {}"},
	{DiffDelete200, "deleteAccount, deleteEndpoint", "a DELETE returns 200 without a body, not 204"},
	{DiffDelete200Body, "deleteAccount, deleteEndpoint", "a DELETE returns 200 with a JSON body"},
	{DiffNoListRoute, "listAccounts, listEndpoints", "lists of accounts and endpoints do not exist (plain 404 of a router)"},
	{DiffList405, "listAccounts, listEndpoints", "lists of accounts and endpoints return 405"},
	{DiffListForbidden, "listAccounts, listEndpoints", "lists of accounts and endpoints return 403 with the envelope"},
	{DiffRefusedLimit, "limit", "lists reject the parameter limit with 400"},
	{DiffIgnoresLimit, "limit", "lists ignore limit and return everything"},
	{DiffIgnoresCursor, "starting_after", "lists ignore starting_after: always the first page"},
	{DiffBareArray, "Page", "lists are a bare array"},
	{DiffNoHasMore, "Page.has_more", "lists have no has_more"},
	{DiffLeanList, "listAccounts, listEndpoints", "listed accounts have only id and phone_number, listed endpoints id and url"},
	{DiffListWithoutStatus, "listAccounts", "listed accounts have no status"},
	{DiffNoGetRoute, "getAccount, getEndpoint", "reading one account or endpoint does not exist (plain 404 of a router)"},
	{DiffGet405, "getAccount, getEndpoint", "reading one account or endpoint returns 405"},
	{DiffPlain404, "NotFound", "an unknown id returns 404 as plain text, without the envelope"},
	{DiffGone410, "NotFound", "an unknown id returns 410 with the envelope"},
	{DiffEnvelopedMissingRoutes, "NotFound", "unknown routes return 404 with the envelope"},
	{DiffNoDate, "Date", "responses have no Date header"},
	{DiffAllowsDuplicates, "createAccount", "a phone number can be connected twice"},
	{DiffDocumentedRoutesOnly, "paths", "only documented routes exist; any other returns 404 with the envelope"},
	{DiffEnvelopedDelete404, "deleteAccount, deleteEndpoint", "DELETE routes do not exist: 404 with the envelope, and the object stays"},
	{DiffURLsWithSlash, "Endpoint.url", "an endpoint's URL has / at the end of its path"},
	{DiffFirst20Only, "limit, starting_after, Page.has_more", "lists have no has_more and show only their first 20 objects, whatever the cursor"},
	{DiffCreatedAtBehind, "Account.created_at, Endpoint.created_at", "created_at is 5 seconds behind the Date header"},
	{DiffCursorOfDeleted400, "starting_after", "a starting_after of a deleted object is rejected with 400"},
}

// difference is the name for tests, the parts of the contract that it departs from,
// and a description.
type difference struct{ name, departs, about string }

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
	s.differences = map[string]bool{}
	for _, name := range given {
		s.differences[name] = true
		s.deviated.Store(true)
	}
}

// Deviates reports whether the server ever departed from the contract: by a difference, a fault, or disabled rate limit
// headers.
func (s *Server) Deviates() bool { return s.deviated.Load() || s.options.NoRateHeaders }

// differs reports whether a difference is enabled. The caller does not hold the lock.
func (s *Server) differs(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.differences[name]
}
