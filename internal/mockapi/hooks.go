package mockapi

import "slices"

// hook runs around a request: it can respond itself, change the request before next, or
// change the response of next. The server's lock is held.
type hook func(s *Server, c *call, next func() answer) answer

// lists reports whether the request reads a list of accounts or endpoints.
func (c *call) lists() bool {
	return c.method == "GET" && (c.route == RouteAccounts || c.route == RouteEndpoints)
}

// reads reports whether the request reads one account or endpoint.
func (c *call) reads() bool { return c.method == "GET" && c.single() }

func (c *call) patches() bool { return c.method == "PATCH" && c.single() }

func (c *call) deletes() bool { return c.method == "DELETE" && c.single() }

func (c *call) single() bool { return c.route == RouteAccount || c.route == RouteEndpoint }

// instead responds to some requests without acting.
func instead(which func(*call) bool, respond func(c *call) answer) hook {
	return func(_ *Server, c *call, next func() answer) answer {
		if which(c) {
			return respond(c)
		}
		return next()
	}
}

// before changes a request.
func before(change func(c *call)) hook {
	return func(_ *Server, c *call, next func() answer) answer {
		change(c)
		return next()
	}
}

// after changes the response to some requests, if it is a success.
func after(which func(*call) bool, change func(c *call, a answer) answer) hook {
	return func(_ *Server, c *call, next func() answer) answer {
		a := next()
		if which(c) && a.status < 300 {
			return change(c, a)
		}
		return a
	}
}

// editing changes the objects in the responses to some requests.
func editing(which func(*call) bool, edit func(o object)) hook {
	return before(func(c *call) {
		if which(c) {
			c.edit(func(_ *stored, o object) { edit(o) })
		}
	})
}

// ours changes each account and endpoint in a response.
func ours(edit func(o object)) hook {
	return editing(func(c *call) bool { return c.kind == kindAccount || c.kind == kindEndpoint }, edit)
}

// edit adds a change, which comes before those of the hooks that ran earlier: the first one decides.
func (c *call) edit(change func(*stored, object)) { c.edits = slices.Insert(c.edits, 0, change) }

// without removes members.
func without(names ...string) func(object) {
	return func(o object) {
		for _, name := range names {
			delete(o, name)
		}
	}
}

// members changes members of accounts and endpoints, if they have this type.
func members[T, U any](change func(T) U, names ...string) hook {
	return ours(func(o object) {
		for _, name := range names {
			if v, ok := o[name].(T); ok {
				o[name] = change(v)
			}
		}
	})
}

// connected changes the phone numbers of connected accounts.
func connected(change func(number string) string) hook {
	return before(func(c *call) {
		c.edit(func(e *stored, o object) {
			number, ok := o["phone_number"].(string)
			if ok && e.entity.(*Account).Status == StatusConnected {
				o["phone_number"] = change(number)
			}
		})
	})
}
