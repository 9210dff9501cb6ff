package mockapi

import "net/http"

// Routes that are missing, and what an unknown id returns.
var routeDifferences = []difference{
	{DiffEnvelopedMissingRoutes, "NotFound", "unknown routes return 404 with the envelope", func(s *Server, c *call, next func() answer) answer {
		if a := next(); !c.unknownRoute {
			return a
		}
		return unknownRoute(c)
	}},
	{DiffDocumentedRoutesOnly, "paths", "only documented routes exist; any other returns 404 with the envelope", instead(undocumented, unknownRoute)},
	{DiffNoListRoute, "listAccounts, listEndpoints", "lists of accounts and endpoints do not exist (plain 404 of a router)", instead((*call).lists, noSuchRoute)},
	{DiffList405, "listAccounts, listEndpoints", "lists of accounts and endpoints return 405", instead((*call).lists, notAllowed)},
	{DiffListForbidden, "listAccounts, listEndpoints", "lists of accounts and endpoints return 403 with the envelope", instead((*call).lists, func(*call) answer {
		return failure(http.StatusForbidden, "This API key has no permission to list.")
	})},
	{DiffNoGetRoute, "getAccount, getEndpoint", "reading one account or endpoint does not exist (plain 404 of a router)", instead((*call).reads, noSuchRoute)},
	{DiffGet405, "getAccount, getEndpoint", "reading one account or endpoint returns 405", instead((*call).reads, notAllowed)},
	{DiffEnvelopedDelete404, "deleteAccount, deleteEndpoint", "DELETE routes do not exist: 404 with the envelope, and the object stays", instead((*call).deletes, unknownRoute)},
	{DiffPlain404, "NotFound", "an unknown id returns 404 as plain text, without the envelope", unknownIDs(func(*call) answer { return text(http.StatusNotFound, plainText, "Not Found\n") })},
	{DiffGone410, "NotFound", "an unknown id returns 410 with the envelope", unknownIDs(func(c *call) answer { return failure(http.StatusGone, "This "+c.kind+" is gone: "+c.id) })},
	{DiffNoDate, "Date", "responses have no Date header", nil},
}

// undocumented selects the operations that are not in the vendor's documentation.
func undocumented(c *call) bool { return !documented[c.method+" "+c.route] }

// unknownIDs replaces the response to an unknown id.
func unknownIDs(respond func(c *call) answer) hook {
	return func(_ *Server, c *call, next func() answer) answer {
		if a := next(); !c.unknownID {
			return a
		}
		return respond(c)
	}
}
