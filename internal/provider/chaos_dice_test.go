package provider

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// one returns true once in n times on average.
func (c *chaos) one(n int) bool { return c.IntN(n) == 0 }

func (c *chaos) upTo(most time.Duration) time.Duration { return time.Duration(c.Int64N(int64(most))) }

func pick[T any](c *chaos, from []T) T { return from[c.IntN(len(from))] }

// habits are differences that make it hard to know what there is. Tests of their own cover what others do to a value.
var habits = []string{
	"no-list-route", "lean-list", "lean-list", "no-get-route", "plain-404", "create-200", "patch-204",
	"allows-duplicates", "allows-duplicates", "late-objects", "late-objects", "late-in-lists", "has-more-always", "create-existing", "create-existing",
	"create-existing", "create-202-job", "create-202-job", "no-number-in-create", "delete-slow", "tombstone-flag", "tombstone-time", "tombstone-status", "put-not-patch", "patch-replaces",
}

// hides reports whether a create, which reads the first 200 objects, may not see one, so that a careful user looks in the
// dashboard.
func (d differing) hides() bool { return d.listless() || d.others > 200 }

// misleads reports whether such a create gets the object of another one: only a process that saw it before knows.
func (d differing) misleads() bool { return d.hides() && d.has("create-existing") }

// delays reports whether an object can appear after its create, or stay after its delete.
func (d differing) delays() bool {
	return d.hides() || d.has("late-objects", "late-in-lists", "create-202-job", "delete-slow")
}

// anyServer returns what kind of API this is: with at most two differences, which leave some way to read objects.
func (c *chaos) anyServer() (s differing) {
	for ok := false; !ok; ok = !s.blind() {
		s = differing{others: pick(c, []int{0, 0, 45, 130, 230})}
		for range pick(c, []int{0, 1, 1, 2, 2}) {
			s.differences = append(s.differences, pick(c, habits))
		}
	}
	return s
}

// block returns a configuration of an account or endpoint with the number n.
func (c *chaos) block(kind string, n int) block {
	text := fmt.Sprint("Text ", c.IntN(1000))
	if kind == accountResource {
		return block{"phone_number": fmt.Sprintf("+1555%07d", 1000+n), "name": text}
	}
	return block{"url": fmt.Sprintf("https://hooks.example.com/%d", n), "events": [][]string{{"a"}, {"a", "b"}}[n&1], "description": text, "enabled": c.one(2)}
}

// change changes one block of the configuration. That two blocks have the same key is a mistake, or the key moves to another
// block without a moved block, like a renamed for_each key.
func (c *chaos) change(a *actor) {
	n := 1 + c.IntN(18)
	if a.wish != nil && (c.one(2) || c.calm && a.kind == endpointResource) { // in place
		n = a.number
	}
	wish := c.block(a.kind, n)
	key := factsOf(wish).key
	used := slices.IndexFunc(c.actors, func(b *actor) bool { return b != a && b.key() == key })
	switch {
	case a.busy(), used >= 0 && (c.calm || !c.one(4)), c.calm && (len(c.unmanaged(key)) > 0 || a.wish == nil && a.exists()):
		return
	case a.wish != nil && c.one(4):
		a.wish = nil
	case used >= 0:
		a.wish, a.number = c.actors[used].wish, n
	default:
		a.wish, a.number = wish, n
	}
	c.t.Logf("%s becomes %v", a.address, a.wish)
}

// happen makes others delete or change an object, or create the one of a block, now or during the apply.
func (c *chaos) happen(a *actor) {
	id, wish, at, deletes := a.id(), a.wish, time.Duration(0), c.one(2)
	if c.one(2) {
		at = c.upTo(5 * time.Second)
	}
	if id == "" && (wish == nil || a.busy() || c.server.delays() && at > 0 || c.server.misleads()) {
		return
	}
	c.t.Logf("others touch %s %s after %s: deleted %t", a.address, a.key(), at, deletes)
	happens := func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.touched[id] = true
		same := func(is facts) bool { return is.key == factsOf(wish).key }
		switch exists := slices.ContainsFunc(slices.Collect(maps.Values(c.objects())), same); {
		case id != "" && deletes:
			_ = c.m.DeleteAccount(id) || c.m.DeleteEndpoint(id)
		case id != "":
			c.m.Rename(id, "Edited")
			c.m.UpdateEndpoint(id, func(e *mockapi.Endpoint) { e.Enabled = !e.Enabled })
		case !exists || at > 0 && (a.kind == endpointResource || c.server.has("allows-duplicates")):
			made := c.strange(wish)
			c.strangers[made], c.rivals[made] = c.objects()[made], at > 0
		}
	}
	if at > 0 {
		time.AfterFunc(at, happens)
		return
	}
	happens()
}

// strange adds an object of others with the natural key of a configuration, and returns its id.
func (c *chaos) strange(like block) (id string) {
	old := time.Now().Add(-time.Hour) // no API hides it because it is young
	if number, ok := like["phone_number"].(string); ok {
		id = c.m.AddAccount(mockapi.Account{PhoneNumber: number, Name: "Somebody's", CreatedAt: old}).ID
	} else {
		id = c.m.AddEndpoint(mockapi.Endpoint{URL: like["url"].(string), Events: like["events"].([]string), CreatedAt: old}).ID
	}
	return id
}

// troubles are faults of any request, which do not make a list look like one that does not exist, or is empty. Act: they act
// or do not.
var troubles = []mockapi.Fault{
	failing("status", 0, true), failing("status-empty", 0, true), failing("act-then-status", 0, false), failing("drop-before", 0, false),
	failing("drop-after", 0, false), failing("hang", 0, true), failing("hang-after", 0, false), failing("429", 0, false), failing("truncated", 0, false),
}

// misleading are faults of writes, and of reads of one object.
var misleading = []mockapi.Fault{
	failing("status", 400, false), failing("status", 403, false), failing("error-in-200", 403, false),
	failing("status-plain", 404, false), failing("status-plain", 404, false), failing("status-empty", 405, false),
	failing("html", 0, true), failing("status-json", 0, true), failing("not-json", 0, true),
	failing("no-id", 0, false), failing("truncated-json", 0, false), failing("status-json", 200, false, `{"success":false,"message":"Not done."}`),
	failing("status-json", 200, false, `{"errors":["Not done."]}`), failing("status-json", 200, false, `{"confirmation_required":true}`),
}

// failing returns a fault. The status 0 is that of the kind, or of a server that fails.
func failing(kind string, status int, act bool, body ...string) mockapi.Fault {
	return mockapi.Fault{Kind: kind, Status: status, Act: act, Body: strings.Join(body, "")}
}

// fault returns a fault that does not lie about an object: a documented 404 for one that exists must be believed.
func (c *chaos) fault() mockapi.Fault {
	f, method, route := pick(c, troubles), pick(c, []string{"POST", "POST", "POST", "PATCH", "DELETE", "GET", "GET", ""}), pick(c, []string{"/whatsapp/*", "/webhooks/*"})
	if method != "" && c.one(2) {
		f = pick(c, misleading)
		f.Act = f.Act && !c.server.delays()
		if method == "GET" {
			route = pick(c, []string{mockapi.RouteAccount, mockapi.RouteEndpoint})
		}
	}
	f.Method, f.Route, f.Skip, f.Count, f.Act = method, route, c.IntN(3), 1+c.IntN(5), f.Act && c.one(2)
	if method == "DELETE" { // which are few
		f.Route, f.Skip = "*", 0
	}
	switch f.Kind {
	case "hang", "hang-after":
		f.Count, f.Delay = 1+c.IntN(2), c.upTo(30*time.Second)
	case "status", "status-empty", "act-then-status":
		f.Status = cmp.Or(f.Status, pick(c, []int{500, 502, 503, 504}))
	}
	return f
}

// round is an apply with faults, after and during changes by the user and by others.
func (c *chaos) round() {
	for range 2 + c.IntN(8) {
		c.change(pick(c, c.actors))
	}
	for range c.IntN(4) {
		c.happen(pick(c, c.actors))
		if made := c.filter(func(a *actor) bool { return a.wish != nil && !a.exists() }); len(made) > 0 && c.one(2) {
			c.happen(pick(c, made))
		}
	}
	faults := pick(c, []int{0, 2, 4, 6, 10})
	c.faulty = faults > 0
	for range faults {
		f := c.fault()
		c.m.AddFault(f)
		c.t.Logf("fault %+v", f)
	}
	c.wrongKey = c.one(8) && !c.server.listless() && slices.ContainsFunc(c.actors, func(a *actor) bool { return a.exists() && !a.tainted })
	patience := pick(c, []time.Duration{time.Second, 20 * time.Second, 10 * time.Minute})
	if c.server.has("late-objects") {
		patience = time.Second
	}
	c.apply(pick(c, []time.Duration{0, 0, 0, 0, 0, c.upTo(time.Second), c.upTo(20 * time.Second)}), patience)
}
