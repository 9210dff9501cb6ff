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

// objects returns the collection that a request is about.
func (s *Server) objects(c *call) *collection { return s.tenantNamed(c.tenant).objects[c.kind] }

// find returns the object with the id in the path.
func (s *Server) find(c *call) (*stored, bool) { return s.objects(c).get(c.id, c.now) }

// show returns an object as this server shows it, or nil if it hides it.
func (s *Server) show(c *call, e *stored) object {
	for _, hides := range c.hides {
		if hides(e) {
			return nil
		}
	}
	return c.edited(e, e.show(s, c))
}

// edited applies the changes that the request collected. e is nil if the object is not stored.
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
	all, next := s.objects(c), 0
	if c.query.Has("starting_after") {
		i, ok := all.byID[c.query.Get("starting_after")]
		if !ok {
			return unknownCursor()
		}
		next = i + 1
	}
	p := &page{items: []object{}}
	for ; next < len(all.order) && !p.more; next++ {
		e := all.order[next]
		if !e.exists(c.now) && !c.tombstones {
			continue
		}
		if o := s.show(c, e); o == nil {
			continue
		} else if p.more = len(p.items) == limit; !p.more {
			p.items = append(p.items, o)
		}
	}
	return success(http.StatusOK, p)
}

func unknownCursor() answer {
	return invalid("Invalid parameter: starting_after is the id of no object in this list")
}

func (s *Server) get(c *call) answer {
	all := s.objects(c)
	if i, ok := all.byID[c.id]; ok && (c.tombstones || all.order[i].exists(c.now)) {
		if o := s.show(c, all.order[i]); o != nil {
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
