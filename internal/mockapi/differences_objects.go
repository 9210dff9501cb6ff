package mockapi

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// Accounts and endpoints, wherever they are returned.
var objectDifferences = []difference{
	{DiffTrimmedNames, "Account.name", "names are returned without outer blanks", texts(strings.TrimSpace, "name")},
	{DiffTrimmedDescriptions, "Endpoint.description", "endpoints' descriptions are returned without outer blanks", texts(strings.TrimSpace, "description")},
	{DiffNumbersWithoutPlus, "Account.phone_number", "phone numbers are returned without the plus sign", texts(func(number string) string { return strings.TrimPrefix(number, "+") }, "phone_number")},
	{DiffNumbersWithSpaces, "Account.phone_number", "phone numbers have a space before each group of three digits", texts(groupsOfThree, "phone_number")},
	{DiffURLsNormalized, "Endpoint.url", "endpoints' URLs have a lower-case scheme and host, without a default port, and with / for an empty path", urls(normalize)},
	{DiffURLsWithSlash, "Endpoint.url", "an endpoint's URL has / at the end of its path", urls(func(u *url.URL) { *u = *u.JoinPath("/") })},
	{DiffReversedEvents, "Endpoint.events", "endpoints' events are returned in reverse order", values(func(events []string) []string { slices.Reverse(events); return events }, "events")},
	{DiffNoEnabled, "Endpoint.enabled", "endpoints are returned without enabled", ours(without("enabled"))},
	{DiffEmptyDescription, "Endpoint.description", "an endpoint without description has an empty one, not null", ours(noDescription(func(o object) object { return o.set("description", "") }))},
	{DiffNoDescription, "Endpoint.description", "an endpoint without description has no such member", ours(noDescription(without("description")))},
	{DiffNoQRURL, "Account.qr_code_url", "accounts are returned without qr_code_url", ours(without("qr_code_url"))},
	{DiffNoCreatedAt, "Account.created_at, Endpoint.created_at", "objects are returned without created_at", ours(without("created_at"))},
	{DiffNullOptionals, "Account.qr_code_url, Account.created_at, Endpoint.enabled, Endpoint.created_at", "qr_code_url, enabled and created_at are null", ours(nulls("qr_code_url", "enabled", "created_at"))},
	{DiffFractionalCreatedAt, "Account.created_at, Endpoint.created_at", "created_at has microseconds", times(func(t stamp) stamp { return stamp{t.Time, "2006-01-02T15:04:05.000000Z07:00"} })},
	{DiffOffsetCreatedAt, "Account.created_at, Endpoint.created_at", "created_at is in the zone +02:00", times(func(t stamp) stamp { return stamp{t.In(time.FixedZone("", 2*60*60)), t.layout} })},
	{DiffCreatedAtBehind, "Account.created_at, Endpoint.created_at", "created_at is 5 seconds behind the Date header", behind(5 * time.Second)},
	{DiffUnknownFields, "Account, Endpoint", "objects have additional members of every JSON type", ours(unknownFields)},
	{DiffExtraStatus, "Account.status", "an unpaired account has the status awaiting_scan, not pending", status(StatusPending, "awaiting_scan")},
}

func groupsOfThree(number string) string {
	digits := strings.TrimPrefix(number, "+")
	plus := number[:len(number)-len(digits)]
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + " " + digits[i:]
	}
	return plus + digits
}

// urls changes the URLs of endpoints.
func urls(change func(u *url.URL)) hook {
	return texts(func(raw string) string {
		u, err := url.Parse(raw)
		if err != nil {
			return raw
		}
		change(u)
		return u.String()
	}, "url")
}

func normalize(u *url.URL) {
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	if u.Path == "" {
		u.Path = "/"
	}
}

// noDescription changes the endpoints without a description.
func noDescription(edit func(object) object) func(object) object {
	return func(o object) object {
		if o.get("url") != nil && o.get("description") == nil {
			return edit(o)
		}
		return o
	}
}

func behind(d time.Duration) hook {
	return times(func(t stamp) stamp { return stamp{t.Add(-d), t.layout} })
}

func unknownFields(o object) object {
	return append(o, object{
		{"livemode", true},
		{"quality_score", 0.875},
		{"labels", []string{"a", "b"}},
		{"owner", object{{"id", "usr_1"}, {"name", "Somebody"}}},
		{"deleted_at", nil},
		{"object", "thing"},
	}...)
}

// status shows another word for a status.
func status(of, word string) hook {
	return texts(func(status string) string {
		if status == of {
			return word
		}
		return status
	}, "status")
}
