package mockapi

import (
	"net/http"
	"strconv"
)

const (
	defaultPage = 10
	largestPage = 100
)

// page is the response of a list.
type page struct {
	items  []object
	more   bool
	silent bool               // no has_more
	shape  func([]object) any // nil: {"data": […]}
}

func (p *page) json() any {
	var v any = object{"data": p.items}
	if p.shape != nil {
		v = p.shape(p.items)
	}
	if o, ok := v.(object); ok && !p.silent {
		o["has_more"] = p.more
	}
	return v
}

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
	p := &page{items: []object{}}
	for _, e := range s.objects[start:] {
		if !c.owns(e) || !e.exists(c.now) && !c.tombstones {
			continue
		}
		o := s.show(c, e)
		if o == nil {
			continue
		}
		if p.more = len(p.items) == limit; p.more {
			break
		}
		p.items = append(p.items, o)
	}
	return success(http.StatusOK, p)
}

func unknownCursor() answer {
	return invalid("Invalid parameter: starting_after is the id of no object in this list")
}

func (s *Server) get(c *call) answer {
	if e, ok := s.find(c); ok {
		if o := s.show(c, e); o != nil {
			return success(http.StatusOK, o)
		}
	}
	return s.notFound(c)
}

func (s *Server) patch(c *call) answer {
	e, ok := s.find(c)
	if !ok {
		return s.notFound(c)
	}
	p := parse(c.body)
	if e.entity.(changeable).change(p); p.refused != nil {
		return *p.refused
	}
	return success(http.StatusOK, s.show(c, e))
}

func (s *Server) remove(c *call) answer {
	e, ok := s.find(c)
	if !ok {
		return s.notFound(c)
	}
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
