package mockapi

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// listDifferences are about lists, and about what they contain.
var listDifferences = []difference{
	{"refused-limit", "limit", "lists reject the parameter limit with 400", instead(limited, func(*call) answer { return invalid("Unknown parameter: limit") })},
	{"first-20-only", "limit, starting_after, Page.has_more", "lists have no has_more and show only their first 20 objects, whatever the cursor", before(first20)},
	{"has-more-false", "limit, Page.has_more", "lists have at most 20 objects a page, and has_more is always false", before(hasMoreFalse)},
	{"has-more-always", "Page.has_more", "has_more is always true; the last page is empty", before(func(c *call) { c.setMore(true) })},
	{"ignores-limit", "limit", "lists ignore limit and return everything", before(func(c *call) { c.query.Set("limit", strconv.Itoa(math.MaxInt)); c.unlimited = true })},
	{"ignores-cursor", "starting_after", "lists ignore starting_after: always the first page", before(ignoreCursor)},
	{"pages-by-number", "starting_after", "lists ignore starting_after, and have at most 20 objects on a page with a number: page=2", before(byNumber)},
	{"cursor-of-deleted-400", "starting_after", "a starting_after of a deleted object is rejected with 400", cursorOfDeleted},

	{"bare-array", "Page", "lists are a bare array", shaped(func(_ string, items []object) any { return items })},
	{"list-in-accounts", "Page.data", `lists are {"accounts":[…]}, {"endpoints":[…]}, and {"users":[…]}`, shaped(inMember)},
	{"list-in-items", "Page.data", `lists are {"items":[…]}`, shaped(func(_ string, items []object) any { return object{"items": items} })},
	{"list-in-data-accounts", "Page.data", `lists are {"data":{"accounts":[…]}}, likewise endpoints and users`, shaped(func(kind string, items []object) any { return object{"data": inMember(kind, items)} })},
	{"list-by-id", "Page.data", `lists are {"data":{id:object}}`, shaped(byID)},
	{"no-has-more", "Page.has_more", "lists have no has_more", before(func(c *call) { c.noHasMore = true })},

	{"lean-list", inLists, "listed accounts have only id and phone_number, listed endpoints id and url", editing((*call).lists, lean)},
	{"list-without-status", "listAccounts", "listed accounts have no status", editing((*call).lists, without("status"))},
	{"list-connected-only", "listAccounts", "lists show connected accounts only", before(connectedOnly)},
	{"list-ids-upper-case", inLists, "ids in lists are in upper case; ids are taken in any case", upperCaseIDs},
	{"late-objects", inLists + ", " + inReads, "new objects appear in lists and single reads only after the lag", late(listsOrReads)},
	{"late-in-lists", inLists, "new objects appear in lists only after the lag", late((*call).lists)},
}

// lean leaves out all but the id and the natural key.
func lean(o object) {
	maps.DeleteFunc(o, func(name string, _ any) bool { return !slices.Contains([]string{"id", "phone_number", "url"}, name) })
}

func ignoreCursor(c *call) { c.query.Del("starting_after") }

func limited(c *call) bool { return c.method == "GET" && c.query.Has("limit") }

// size is the number of objects on the pages of some servers.
const size = 20

// setMore sets has_more, unless an earlier hook did.
func (c *call) setMore(more bool) { c.hasMore = cmp.Or(c.hasMore, &more) }

func first20(c *call) {
	c.query.Set("limit", strconv.Itoa(size))
	ignoreCursor(c)
	c.noHasMore = true
}

func byNumber(c *call) {
	number, _ := strconv.Atoi(c.query.Get("page"))
	c.skip = size * max(0, number-1)
	c.query.Set("limit", strconv.Itoa(size))
	ignoreCursor(c)
	c.noHasMore = true
}

func hasMoreFalse(c *call) {
	if limit, err := strconv.Atoi(c.query.Get("limit")); err != nil || limit > size {
		c.query.Set("limit", strconv.Itoa(size))
	}
	c.setMore(false)
}

func cursorOfDeleted(s *Server, c *call, next func() answer) answer {
	if cursor := c.query.Get("starting_after"); cursor != "" && c.lists() {
		if e, ok := s.byID[cursor]; !ok || !e.exists(c.now) {
			return unknownCursor()
		}
	}
	return next()
}

// shaped changes the format of a page, unless an earlier hook did. kind is that of its objects.
func shaped(shape func(kind string, items []object) any) hook {
	return before(func(c *call) {
		if c.shape == nil {
			c.shape = shape
		}
	})
}

func inMember(kind string, items []object) any { return object{kind + "s": items} }

func byID(_ string, items []object) any {
	all := object{}
	for _, o := range items {
		id, _ := o["id"].(string)
		all[id] = o
	}
	return object{"data": all}
}

func connectedOnly(c *call) {
	if c.lists() {
		c.hides = append(c.hides, func(e *stored) bool {
			a, ok := e.entity.(*Account)
			return ok && a.Status != StatusConnected
		})
	}
}

// upperCaseIDs takes ids in any case, in paths and as cursors.
func upperCaseIDs(s *Server, c *call, next func() answer) answer {
	if c.kind == "" {
		return next()
	}
	for id := range s.byID {
		if strings.EqualFold(id, c.id) {
			c.id = id
		}
		if strings.EqualFold(id, c.query.Get("starting_after")) {
			c.query.Set("starting_after", id)
		}
	}
	return editing((*call).lists, func(o object) { o["id"] = strings.ToUpper(o["id"].(string)) })(s, c, next)
}

func listsOrReads(c *call) bool { return c.lists() || c.reads() }

func late(where func(*call) bool) hook {
	return func(s *Server, c *call, next func() answer) answer {
		if where(c) {
			c.hideYounger(s.lag())
		}
		return next()
	}
}

// hideYounger hides objects until they are this old.
func (c *call) hideYounger(age time.Duration) {
	c.hides = append(c.hides, func(e *stored) bool { return c.now.Before(e.created.Add(age)) })
}
