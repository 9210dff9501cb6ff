package mockapi

import (
	"cmp"
	"encoding/json"
	"html"
	"maps"
	"strconv"
	"strings"
	"time"
)

// objectDifferences are about accounts and endpoints, wherever they are returned.
var objectDifferences = []difference{
	{"single-in-data", "Account, Endpoint", `a single object is in {"data":{…}}`, wrapped(func(string) string { return "data" })},
	{"single-in-account", "Account, Endpoint", `a single object is in {"account":{…}} or {"endpoint":{…}}`, wrapped(func(kind string) string { return kind })},
	{"unknown-fields", "Account, Endpoint", "objects have additional members of every JSON type", ours(unknownFields)},
	{"other-case-members", "Account.id, Account.name, Endpoint.id", "objects have additional members ID and Name", ours(func(o object) { o["ID"], o["Name"] = []int{77}, []string{"Another"} })},
	{"error-member", "Account", "accounts have a member error, their last failure", ours(lastFailure)},
	{"null-optionals", "Account.qr_code_url, Account.created_at, Endpoint.enabled, Endpoint.created_at", "qr_code_url, enabled and created_at are null", members(null, "qr_code_url", "enabled", "created_at")},
	{"no-qr-url", "Account.qr_code_url", "accounts are returned without qr_code_url", ours(without("qr_code_url"))},
	{"numeric-ids", "Account.id, Endpoint.id", "ids are numbers", members(number, "id")},

	{"numbers-without-plus", "Account.phone_number", "phone numbers are returned without the plus sign", members(rewritten(`^\+`, ""), "phone_number")},
	{"numbers-with-spaces", "Account.phone_number", "phone numbers have a space before each group of three digits", members(groupsOfThree, "phone_number")},
	{"numbers-national", "Account.phone_number", "phone numbers are in national form: (415) 555-0100", members(national, "phone_number")},
	{"numbers-masked", "Account.phone_number", "phone numbers show their first and last digits only", members(masked, "phone_number")},
	{"numbers-of-whatsapp", "Account.phone_number", "phone numbers of connected accounts are in WhatsApp's form: without the plus sign, in Brazil without the ninth digit, in Mexico and Argentina with a 1 or 9", connected(whatsAppForm)},
	{"numbers-of-paired-phone", "Account.phone_number", "connected accounts have the number of another phone", connected(rewritten(`^.*(.{7})$`, "+1999$1"))},

	{"extra-status", "Account.status", "an unpaired account has the status awaiting_scan, not pending", members(rewritten("^pending$", "awaiting_scan"), "status")},
	{"status-upper-case", "Account.status", "statuses are in upper case: CONNECTED", members(strings.ToUpper, "status")},
	{"status-active", "Account.status", "a connected account has the status active", members(rewritten("^connected$", "active"), "status")},

	{"trimmed-names", "Account.name", "names are returned without outer blanks", members(strings.TrimSpace, "name")},
	{"names-cut", "Account.name", "names are cut after 60 characters", members(rewritten(`(?s)^(.{60}).*$`, "$1"), "name")},
	{"texts-html-escaped", "Account.name, Endpoint.description", "names and descriptions are HTML-escaped", members(html.EscapeString, "name", "description")},
	{"texts-joined-blanks", "Account.name, Endpoint.description", "names and descriptions have single blanks only", members(joinedBlanks, "name", "description")},
	{"trimmed-descriptions", "Endpoint.description", "endpoints' descriptions are returned without outer blanks", members(strings.TrimSpace, "description")},
	{"empty-description", "Endpoint.description", "an endpoint without description has an empty one, not null", ours(noDescription(func(o object) { o["description"] = "" }))},
	{"no-description", "Endpoint.description", "an endpoint without description has no such member", ours(noDescription(without("description")))},

	{"urls-href", "Endpoint.url", "endpoints' URLs are as new URL().href writes them in JavaScript", members(href, "url")},
	{"urls-normalized", "Endpoint.url", "endpoints' URLs have a lower-case scheme and host, without a default port, and with / for an empty path", members(normalized, "url")},
	{"urls-with-slash", "Endpoint.url", "an endpoint's URL has / at the end of its path", members(withSlash, "url")},
	{"reversed-events", "Endpoint.events", "endpoints' events are returned in reverse order", members(reversed, "events")},
	{"no-enabled", "Endpoint.enabled", "endpoints are returned without enabled", ours(without("enabled"))},
	{"booleans-as-text", "Endpoint.enabled", `enabled is "true" or "false"`, members(strconv.FormatBool, "enabled")},

	{"no-created-at", inTimes, "objects are returned without created_at", ours(without("created_at"))},
	{"fractional-created-at", inTimes, "created_at has microseconds", times("2006-01-02T15:04:05.000000Z07:00", time.Time.UTC)},
	{"offset-created-at", inTimes, "created_at is in the zone +02:00", times("", inParis)},
	{"created-at-local", inTimes, "created_at is the time in the zone +02:00, written with Z", times("2006-01-02T15:04:05Z", inParis)},
	{"created-at-midnight", inTimes, "created_at is the start of the day", times("", func(t time.Time) time.Time { return t.Truncate(24 * time.Hour) })},
	{"created-at-behind", inTimes, "created_at is 5 seconds behind the Date header", times("", func(t time.Time) time.Time { return t.Add(-5 * time.Second) })},
	{"created-at-minute-behind", inTimes, "created_at is 60 seconds behind the Date header", times("", func(t time.Time) time.Time { return t.Add(-time.Minute) })},
}

func inParis(t time.Time) time.Time { return t.In(time.FixedZone("", 2*60*60)) }

// times changes created_at. layout is its format; "": as it is.
func times(layout string, change func(time.Time) time.Time) hook {
	return members(func(t stamp) stamp { return stamp{change(t.Time), cmp.Or(layout, t.layout)} }, "created_at")
}

// wrapped puts a single object under a name that depends on its kind.
func wrapped(name func(kind string) string) hook {
	return after(anything, func(c *call, a answer) answer {
		if o, ok := a.value.(object); ok && o["id"] != nil && c.kind != "" {
			a.value = object{name(c.kind): o}
		}
		return a
	})
}

func unknownFields(o object) {
	maps.Copy(o, object{
		"livemode": true, "quality_score": 0.875, "labels": []string{"a", "b"}, "owner": object{"id": "usr_1", "name": "Somebody"},
		"deleted_at": nil, "object": "thing",
	})
}

func lastFailure(o object) {
	if o["status"] != nil {
		o["error"] = object{"code": "session_lost", "message": "The phone was offline."}
	}
}

func null(any) any { return nil }

// number is an id without letters as a number.
func number(id string) any {
	if _, err := strconv.Atoi(id); err != nil {
		return id
	}
	return json.Number(id)
}

// noDescription changes the endpoints without a description.
func noDescription(edit func(object)) func(object) {
	return func(o object) {
		if o["url"] != nil && o["description"] == nil {
			edit(o)
		}
	}
}
