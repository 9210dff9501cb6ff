package mockapi

import "net/http"

// Parts of the contract that several differences depart from.
const (
	inCreates = "createAccount, createEndpoint"
	inReads   = "getAccount, getEndpoint"
	inLists   = "listAccounts, listEndpoints"
	inPatches = "updateAccount, updateEndpoint"
	inDeletes = "deleteAccount, deleteEndpoint"
	inTimes   = "Account.created_at, Endpoint.created_at"
)

// routeDifferences are about whole responses, missing routes, and unknown ids.
var routeDifferences = []difference{
	{"no-date", "Date", "responses have no Date header", elsewhere},
	{"byte-order-mark", "paths", "JSON begins with a byte order mark", byteOrderMark},
	{"other-api-refuses", "paths", `every route returns 200 with {"status":"0","message":…}, like Botbiz's other API`, otherAPI("0", "Invalid API token")},
	{"other-api-accepts", "paths", `every route returns 200 with {"status":"1","message":…}, like Botbiz's other API`, otherAPI("1", "Success")},

	{"enveloped-404-for-missing-routes", "NotFound", "unknown routes return 404 with the envelope", envelopedRoutes},
	{"documented-routes-only", "paths", "only documented routes exist; any other returns 404 with the envelope", instead(undocumented, unknownRoute)},
	{"documented-routes-only-html", "paths", "only documented routes exist; any other returns 404 with an HTML page", instead(undocumented, htmlRoute)},
	{"documented-routes-only-405", "paths", "only documented routes exist; any other returns 405", instead(undocumented, notAllowed)},
	{"no-list-route", inLists, "lists of accounts and endpoints do not exist (plain 404 of a router)", instead((*call).lists, noSuchRoute)},
	{"list-405", inLists, "lists of accounts and endpoints return 405", instead((*call).lists, notAllowed)},
	{"list-forbidden", inLists, "lists of accounts and endpoints return 403 with the envelope", instead((*call).lists, forbidden)},
	{"no-get-route", inReads, "reading one account or endpoint does not exist (plain 404 of a router)", instead((*call).reads, noSuchRoute)},
	{"get-405", inReads, "reading one account or endpoint returns 405", instead((*call).reads, notAllowed)},
	{"no-patch-route", inPatches, "PATCH routes do not exist (plain 404 of a router)", instead((*call).patches, noSuchRoute)},
	{"patch-405", inPatches, "a PATCH returns 405", instead((*call).patches, notAllowed)},
	{"no-delete-route", inDeletes, "DELETE routes do not exist (plain 404 of a router)", instead((*call).deletes, noSuchRoute)},
	{"delete-405", inDeletes, "a DELETE returns 405", instead((*call).deletes, notAllowed)},
	{"enveloped-404-for-delete", inDeletes, "DELETE routes do not exist: 404 with the envelope, and the object stays", instead((*call).deletes, unknownRoute)},

	{"plain-404", "NotFound", "an unknown id returns 404 as plain text, without the envelope", unknownIDs((*call).single, func() answer { return text(404, plainText, "Not Found\n") })},
	{"410-gone", "NotFound", "an unknown id returns 410 with the envelope", unknownIDs((*call).single, func() answer { return failure(410, "This object is gone.") })},
	{"400-gone", inReads, "reading an unknown id returns 400 with the envelope", unknownIDs((*call).reads, func() answer { return invalid("Invalid id.") })},
	{"403-gone", inReads, "reading an unknown id returns 403 with the envelope", unknownIDs((*call).reads, func() answer { return failure(403, "No access to this object.") })},
	{"500-gone", inReads, "reading an unknown id returns 500 with the envelope", unknownIDs((*call).reads, func() answer { return failure(500, "Something went wrong on Botbiz's end.") })},
	{"null-gone", inReads, "reading an unknown id returns 200 with null", unknownIDs((*call).reads, func() answer { return text(200, jsonText, "null\n") })},
}

// elsewhere is for a name that other code asks for.
var elsewhere = before(func(*call) {})

func byteOrderMark(_ *Server, _ *call, next func() answer) answer {
	a := next().encoded()
	if a.header.Get("Content-Type") == jsonText {
		a.body = append([]byte("\ufeff"), a.body...)
	}
	return a
}

func otherAPI(status, message string) hook {
	return instead(anything, func(*call) answer {
		return success(http.StatusOK, object{"status": status, "message": message})
	})
}

func envelopedRoutes(_ *Server, c *call, next func() answer) answer {
	if a := next(); !c.unknownRoute {
		return a
	}
	return unknownRoute(c)
}

func anything(*call) bool { return true }

// undocumented selects the operations that are not in the vendor's documentation.
func undocumented(c *call) bool { return !documented[c.method+" "+c.route] }

func htmlRoute(*call) answer { return text(http.StatusNotFound, "text/html; charset=utf-8", htmlPage) }

func forbidden(*call) answer {
	return failure(http.StatusForbidden, "This API key has no permission to list.")
}

// unknownIDs replaces the response to an unknown id.
func unknownIDs(which func(*call) bool, with func() answer) hook {
	return func(_ *Server, c *call, next func() answer) answer {
		if a := next(); !c.unknownID || !which(c) {
			return a
		}
		return with()
	}
}
