package mockapi

import (
	"container/list"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
)

// tenant is a Botbiz customer with one or several keys.
type tenant struct {
	name      string
	accounts  *collection[*account]
	endpoints *collection[*endpoint]
	users     *collection[User]
	messages  []Message
	numbers   map[string]int // number of accounts by phone number
}

// tenantNamed returns a tenant, which it creates if needed. The caller holds the lock.
func (s *Server) tenantNamed(name string) *tenant {
	t, ok := s.tenants[name]
	if !ok {
		t = &tenant{
			name:      name,
			accounts:  newCollection[*account](),
			endpoints: newCollection[*endpoint](),
			users:     newCollection[User](),
			numbers:   map[string]int{},
		}
		for _, u := range firstUsers() {
			t.users.add(u.ID, u)
		}
		s.tenants[name] = t
	}
	return t
}

// collection keeps objects in the order of creation. Finding and removing an object,
// and continuing after one, take constant time.
type collection[T any] struct {
	order  *list.List // of item[T]
	byID   map[string]*list.Element
	before map[string]string // the id before a removed object; "": it was the first
}

type item[T any] struct {
	id string
	v  T
}

func newCollection[T any]() *collection[T] {
	return &collection[T]{list.New(), map[string]*list.Element{}, map[string]string{}}
}

func (c *collection[T]) add(id string, v T) { c.byID[id] = c.order.PushBack(item[T]{id, v}) }

func (c *collection[T]) get(id string) (v T, ok bool) {
	e, ok := c.byID[id]
	if ok {
		v = e.Value.(item[T]).v
	}
	return v, ok
}

func (c *collection[T]) remove(id string) {
	e, ok := c.byID[id]
	if !ok {
		return
	}
	c.before[id] = ""
	if previous := e.Prev(); previous != nil {
		c.before[id] = previous.Value.(item[T]).id
	}
	c.order.Remove(e)
	delete(c.byID, id)
}

// after returns the first object after one that may have been removed.
func (c *collection[T]) after(id string) (next *list.Element, ok bool) {
	for c.byID[id] == nil {
		if id, ok = c.before[id]; !ok {
			return nil, false
		}
		if id == "" {
			return c.order.Front(), true
		}
	}
	return c.byID[id].Next(), true
}

// all returns the objects, oldest first.
func (c *collection[T]) all() []T {
	all := make([]T, 0, c.order.Len())
	for e := c.order.Front(); e != nil; e = e.Next() {
		all = append(all, e.Value.(item[T]).v)
	}
	return all
}

const (
	defaultPage = 10
	largestPage = 100
)

// answerList returns a page of a collection. show converts each object, or omits it by
// returning nil.
func answerList[T any](s *Server, c *call, from *collection[T], show func(T) object) answer {
	query := c.r.URL.Query()
	limit, refused := s.pageSize(query)
	if refused != nil {
		return *refused
	}
	loop := c.fault != nil && c.fault.Kind == FaultPageLoop
	if c.fault != nil && c.fault.Kind == FaultHasMoreEmpty {
		return s.answerPage([]object{}, true)
	}
	next := from.order.Front()
	if query.Has("starting_after") && !loop && !s.differences[DiffIgnoresCursor] && !s.differences[DiffFirst20Only] {
		cursor := query.Get("starting_after")
		after, ok := from.after(cursor)
		if !ok || s.differences[DiffCursorOfDeleted400] && from.byID[cursor] == nil {
			return invalid("Invalid parameter: starting_after is the id of no object in this list")
		}
		next = after
	}
	data := []object{}
	for ; next != nil && len(data) < limit; next = next.Next() {
		if shown := show(next.Value.(item[T]).v); shown != nil {
			data = append(data, shown)
		}
	}
	return s.answerPage(data, next != nil || loop)
}

// pageSize parses the parameter limit.
func (s *Server) pageSize(query url.Values) (int, *answer) {
	if s.differences[DiffFirst20Only] {
		return 20, nil
	}
	if s.differences[DiffIgnoresLimit] {
		return int(^uint(0) >> 1), nil
	}
	if !query.Has("limit") {
		return defaultPage, nil
	}
	limit, err := strconv.Atoi(query.Get("limit"))
	if s.differences[DiffRefusedLimit] {
		a := invalid("Unknown parameter: limit")
		return 0, &a
	}
	if err != nil || limit < 1 || limit > largestPage {
		a := invalid("Invalid parameter: limit must be a number from 1 to 100")
		return 0, &a
	}
	return limit, nil
}

// answerPage returns a page in the format of this server.
func (s *Server) answerPage(data []object, more bool) answer {
	switch {
	case s.differences[DiffBareArray]:
		return success(http.StatusOK, data)
	case s.differences[DiffNoHasMore], s.differences[DiffFirst20Only]:
		return success(http.StatusOK, object{{"data", data}})
	}
	return success(http.StatusOK, object{{"data", data}, {"has_more", more}})
}

// newID returns a globally unique id.
func newID(kind string) string { return kind + "_" + randomHex(12) }

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
