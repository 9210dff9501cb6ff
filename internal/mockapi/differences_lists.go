package mockapi

import (
	"math"
	"strconv"
)

// Lists.
var listDifferences = []difference{
	{DiffRefusedLimit, "limit", "lists reject the parameter limit with 400", instead(limited, func(*call) answer { return invalid("Unknown parameter: limit") })},
	{DiffFirst20Only, "limit, starting_after, Page.has_more", "lists have no has_more and show only their first 20 objects, whatever the cursor", first20},
	{DiffIgnoresLimit, "limit", "lists ignore limit and return everything", before(func(c *call) { c.query.Set("limit", strconv.Itoa(math.MaxInt)); c.unlimited = true })},
	{DiffIgnoresCursor, "starting_after", "lists ignore starting_after: always the first page", before(func(c *call) { c.query.Del("starting_after") })},
	{DiffCursorOfDeleted400, "starting_after", "a starting_after of a deleted object is rejected with 400", cursorOfDeleted},
	{DiffBareArray, "Page", "lists are a bare array", pages(func(p *page) { p.shape = func(items []object) any { return items } })},
	{DiffNoHasMore, "Page.has_more", "lists have no has_more", pages(func(p *page) { p.silent = true })},
	{DiffLeanList, "listAccounts, listEndpoints", "listed accounts have only id and phone_number, listed endpoints id and url", listed(func(o object) object { return o.only("id", "phone_number", "url") })},
	{DiffListWithoutStatus, "listAccounts", "listed accounts have no status", listed(without("status"))},
}

func limited(c *call) bool { return c.method == "GET" && c.query.Has("limit") }

func first20(_ *Server, c *call, next func() answer) answer {
	c.query.Set("limit", "20")
	c.query.Del("starting_after")
	a := next()
	if p, ok := a.value.(*page); ok {
		p.silent = true
	}
	return a
}

func cursorOfDeleted(s *Server, c *call, next func() answer) answer {
	if cursor := c.query.Get("starting_after"); cursor != "" && c.lists() {
		if _, ok := s.objects(c).get(cursor, s.now()); !ok {
			return unknownCursor()
		}
	}
	return next()
}
