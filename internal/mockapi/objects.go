package mockapi

import (
	"cmp"
	"net/http"
	"strconv"
)

const (
	defaultPage = 10
	largestPage = 100
)

// show returns an object as this server shows it, or nil if it hides it.
func (s *Server) show(c *call, e *stored) object {
	for _, hides := range c.hides {
		if hides(e) {
			return nil
		}
	}
	return c.edited(e, e.show(s, c))
}

// edited applies the changes that the request collected.
func (c *call) edited(e *stored, o object) object {
	for _, edit := range c.edits {
		edit(e, o)
	}
	return o
}

func (s *Server) list(c *call) answer {
	limit := defaultPage
	if c.query.Has("limit") {
		var err error
		if limit, err = strconv.Atoi(c.query.Get("limit")); err != nil || limit < 1 || limit > largestPage && !c.unlimited {
			return invalid("Invalid parameter: limit must be a number from 1 to 100")
		}
	}
	start := 0
	if c.query.Has("starting_after") {
		e, ok := s.byID[c.query.Get("starting_after")]
		if !ok || !c.owns(e) {
			return unknownCursor()
		}
		start = e.at + 1
	}
	items, more := []object{}, false
	for _, e := range s.objects[start:] {
		if !c.owns(e) || !e.exists(c.now) && !c.tombstones {
			continue
		}
		o := s.show(c, e)
		if o == nil {
			continue
		}
		if more = len(items) == limit; more {
			break
		}
		if c.skip--; c.skip < 0 {
			items = append(items, o)
		}
	}
	return success(http.StatusOK, c.page(items, more))
}

// page returns the JSON of a page in the form that hooks gave it.
func (c *call) page(items []object, more bool) any {
	if c.noItems {
		items = []object{}
	}
	var v any = object{"data": items}
	if c.shape != nil {
		v = c.shape(c.kind, items)
	}
	if o, ok := v.(object); ok && !c.noHasMore {
		o["has_more"] = *cmp.Or(c.hasMore, &more)
	}
	return v
}

func unknownCursor() answer {
	return invalid("Invalid parameter: starting_after is the id of no object in this list")
}

// existing is a handler for the object with the id in the path.
func existing(handle func(*Server, *call, *stored) answer) handler {
	return func(s *Server, c *call) answer {
		if e, ok := s.find(c); ok {
			return handle(s, c, e)
		}
		return s.notFound(c)
	}
}

func (s *Server) get(c *call, e *stored) answer {
	if o := s.show(c, e); o != nil {
		return success(http.StatusOK, o)
	}
	return s.notFound(c)
}

func (s *Server) patch(c *call, e *stored) answer {
	p := parse(c.body)
	if e.entity.(changeable).change(p); p.refused != nil {
		return *p.refused
	}
	return success(http.StatusOK, s.show(c, e))
}

func (s *Server) remove(c *call, e *stored) answer {
	if e.gone.IsZero() {
		e.gone = c.now.Add(c.deleteAfter)
	}
	return empty(http.StatusNoContent)
}

// notFound returns the response to an unknown id.
func (s *Server) notFound(c *call) answer {
	c.unknownID = true
	return failure(http.StatusNotFound, "No such "+c.kind+": "+c.id)
}
