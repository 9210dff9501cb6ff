package provider

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// one returns true once in n times on average.
func (c *chaos) one(n int) bool { return c.IntN(n) == 0 }

func (c *chaos) upTo(most time.Duration) time.Duration { return time.Duration(c.Int64N(int64(most))) }

func pick[T any](c *chaos, from []T) T { return from[c.IntN(len(from))] }

// habits are differences that make it hard to know what there is. Half of the differences in all runs are among them.
var habits = []string{
	"no-list-route", "lean-list", "no-get-route", "plain-404", "create-200", "patch-204",
	"allows-duplicates", "allows-duplicates", "list-connected-only", "late-objects", "late-objects", "late-in-lists", "has-more-always",
	"created-at-local", "created-at-minute-behind", "create-existing", "create-existing", "create-existing", "create-202-job", "no-number-in-create", "delete-slow",
	"tombstone-flag", "tombstone-time", "tombstone-status", "list-in-items", "list-by-id", "single-in-data", "put-not-patch", "patch-replaces",
	"400-gone", "403-gone", "500-gone", "null-gone",
}

// refusals are differences of an API that says yes and does not do what it is asked for, and of one that hides objects after
// the first twenty. They end before the last applies.
var refusals = []string{
	"patch-success-false", "patch-405", "no-patch-route", "delete-success-false", "delete-errors", "delete-code-403", "delete-unconfirmed",
	"delete-text", "delete-refused-status", "delete-unchanged", "delete-405", "no-delete-route", "enveloped-404-for-delete",
	"first-20-only", "has-more-false",
}

func isRefusal(name string) bool { return slices.Contains(refusals, name) }

// unfit are differences that chaos does not know how to live with. Tests of their own cover them.
var unfit = []string{
	"other-api-refuses", "other-api-accepts", "documented-routes-only", "documented-routes-only-html", "documented-routes-only-405",
	"numbers-masked", // after an import, the state has the masked number
}

// ordinary are all other differences.
var ordinary = slices.DeleteFunc(mockapi.Differences(), func(name string) bool { return isRefusal(name) || slices.Contains(unfit, name) })

// hides reports whether a create may not see an object, of which it reads the first 200, so that a careful user looks in the
// dashboard.
func (d differing) hides() bool {
	return d.listless() || d.others > 200 || d.has("list-connected-only") || d.has("first-20-only", "has-more-false") && d.others > 0
}

// delays reports whether an object that a create makes can appear after its answer.
func (d differing) delays() bool {
	return d.hides() || d.has("late-objects", "late-in-lists", "create-202-job", "delete-slow")
}

// anyServer returns what kind of API this is: with at most three differences, which leave some way to read objects.
func (c *chaos) anyServer() differing {
	for {
		s := differing{others: pick(c, []int{0, 0, 0, 45, 130, 230})}
		for range pick(c, []int{0, 1, 1, 2, 2}) {
			s.differences = append(s.differences, pick(c, [][]string{habits, ordinary}[c.IntN(2)][:]))
		}
		if c.one(6) {
			s.differences = append(s.differences, pick(c, refusals))
		}
		if !s.blind() && !(s.getless() && s.hides()) {
			return s
		}
	}
}

// options returns the other properties of the API.
func (c *chaos) options() mockapi.Options {
	o := mockapi.Options{
		Keys: map[string]string{canaryKey: "", anotherKey: "another"}, Differences: c.server.differences, Lag: pick(c, []time.Duration{8 * time.Second, 16 * time.Second}),
		HeadersAlways: c.one(2), Aligned: c.one(2), CountRefused: c.one(3),
		ClockOffset: pick(c, []time.Duration{0, 0, 10 * time.Minute, -10 * time.Minute}),
	}
	if c.one(4) {
		o.Limit, o.Window = 15+c.IntN(30), 10*time.Second
	}
	return o
}

// ownSecret begins the user's own signing secrets.
const ownSecret = "whsec_own-canary-"

// change changes one block of the configuration.
func (c *chaos) change(a *actor) {
	was, key, name := a.wish, c.freeKey(a), fmt.Sprint("Name ", c.IntN(1000))
	switch {
	case a.busy(), was == nil && (key == "" || c.calm && a.exists()):
		return
	case was == nil && c.one(4) && !c.calm && !c.server.delays() && c.twin(a):
	case was == nil && a.kind == accountResource:
		a.wish = block{"phone_number": key, "name": name}
	case was == nil:
		a.wish = block{"url": key, "events": c.events(), "enabled": true}
		if c.one(3) {
			c.newSecret(a)
		}
	case c.one(5):
		a.wish = nil
	case c.one(5):
		c.readdress(a)
	case a.kind == accountResource:
		a.wish = block{"phone_number": was["phone_number"], "name": name}
		if c.one(4) && key != "" {
			a.wish["phone_number"] = key
		}
	default:
		a.wish = maps.Clone(was)
		a.wish["enabled"], a.wish["description"] = c.one(2), nil
		if c.one(3) && key != "" && !c.calm { // another block can take over the old key, which fails at first
			a.wish["url"], a.wish["events"] = key, c.events()
		}
		if c.one(2) {
			a.wish["description"] = name
		}
		if was["signing_secret_wo"] != nil && c.one(3) {
			c.newSecret(a)
		}
	}
	c.t.Logf("%s becomes %v", a.address, a.wish)
}

// freeKey returns one of a few natural keys of an actor that is in no configuration, or nothing.
func (c *chaos) freeKey(a *actor) string {
	format := map[string]string{accountResource: "+1555%d%06d", endpointResource: "https://hooks.example.com/%d/%d"}[a.kind]
	key := fmt.Sprintf(format, c.IntN(3), slices.Index(c.actors, a))
	if slices.ContainsFunc(c.actors, func(b *actor) bool { return b.wish["phone_number"] == key || b.wish["url"] == key }) {
		return ""
	}
	return key
}

func (c *chaos) events() []string { return pick(c, [][]string{{"a"}, {"b", "a"}, {"c"}}) }

func (c *chaos) newSecret(a *actor) {
	c.secrets++
	a.wish["signing_secret_wo"], a.wish["signing_secret_wo_version"] = fmt.Sprint(ownSecret, c.secrets), c.secrets
}

// twin gives a block the natural key of another one, which is a mistake of the user.
func (c *chaos) twin(a *actor) bool {
	others := c.filter(func(b *actor) bool { return b.kind == a.kind && b.wish != nil && !b.exists() && !b.busy() })
	if len(others) == 0 {
		return false
	}
	a.wish = maps.Clone(pick(c, others).wish)
	c.twice[a.key()] = true
	return true
}

// readdress moves a configuration to a free block without a moved block, like a renamed for_each key.
func (c *chaos) readdress(a *actor) {
	free := c.filter(func(b *actor) bool { return b.kind == a.kind && b.wish == nil && !b.exists() && !b.busy() })
	if len(free) > 0 {
		free[0].wish, a.wish = a.wish, nil
		c.t.Logf("%s becomes %v, which was %s", free[0].address, free[0].wish, a.address)
	}
}

// happen changes something outside of Terraform, now or during the apply. It reports whether others make an object during the
// apply that the provider can confuse with its own.
func (c *chaos) happen(a *actor) (rival bool) {
	id, at, name := a.id(), time.Duration(0), fmt.Sprint("Edited ", c.IntN(1000))
	if c.one(2) {
		at = c.upTo(5 * time.Second)
	}
	if id == "" {
		if rival = at > 0 && a.wish != nil && !a.busy() && !c.server.delays(); rival || at == 0 && a.wish != nil {
			like, key := a.wish, a.key()
			c.t.Logf("others create %s after %s", key, at)
			c.line.after(at, func() { c.rival(like, key, at > 0) })
		}
		return rival
	}
	event := pick(c, []string{"delete", "edit", "pair", "unpair"})
	c.t.Logf("others %s %s after %s", event, a.address, at)
	c.line.after(at, map[string]func(){
		"delete": func() {
			c.edited[id] = true
			c.removed[id] = c.m.DeleteAccount(id) || c.m.DeleteEndpoint(id) || c.removed[id]
		},
		"edit": func() {
			c.edited[id] = true
			c.m.Rename(id, name)
			c.m.UpdateEndpoint(id, func(e *mockapi.Endpoint) { e.Description, e.Enabled = &name, !e.Enabled })
		},
		"pair":   func() { c.m.Connect(id) },
		"unpair": func() { c.m.Disconnect(id) },
	}[event])
	return false
}

// rival makes others create an object that the user configured, where the API allows it.
func (c *chaos) rival(like block, key string, late bool) {
	exists := slices.Contains(slices.Collect(maps.Values(c.objects())), key)
	if exists && (!late || like["url"] == nil && !c.server.has("allows-duplicates")) {
		return
	}
	if id := c.strange(like); late {
		c.rivals[id] = true
	}
}

// strange adds an object of others with the natural key of a configuration, and returns its id.
func (c *chaos) strange(like block) (id string) {
	old := time.Now().Add(-time.Hour) // no API hides it because it is young
	if number, ok := like["phone_number"].(string); ok {
		a := c.m.AddAccount(mockapi.Account{PhoneNumber: number, Name: "Somebody's", CreatedAt: old})
		id, c.strangers[a.ID] = a.ID, a
	} else {
		e := c.m.AddEndpoint(mockapi.Endpoint{URL: like["url"].(string), Events: like["events"].([]string), Enabled: true, CreatedAt: old})
		id, c.strangers[e.ID] = e.ID, e
	}
	c.foreign[id] = true
	return id
}

// noes are bodies of a response 200 that mean no.
var noes = []string{
	`{"success":false,"message":"Not done."}`, `{"errors":["Not done."]}`, `{"code":403,"message":"Not allowed."}`, `{"confirmation_required":true}`, "Service temporarily unavailable",
}

// faultKinds are all but two: an empty page says that there are no objects, and an object does not become invisible again.
var faultKinds = slices.DeleteFunc(mockapi.FaultKinds(), func(kind string) bool {
	return kind == "has-more-empty" || kind == "lag"
})

// passingFaults are faults that are not taken for an API without a list.
var passingFaults = []string{"act-then-status", "drop-before", "drop-after", "hang", "429"}

// hides reports whether a fault can make a list look like one that does not exist, or is empty.
func hides(f mockapi.Fault) bool {
	return (f.Method == "GET" || f.Method == "") && !slices.Contains(passingFaults, f.Kind)
}

// faults returns the faults of one apply. Some lose the answers of creates, of which one may not have seen what there is.
func (c *chaos) faults(doubt bool) (all []mockapi.Fault) {
	taken := c.filter(func(a *actor) bool { return a.wish != nil && !a.exists() && len(c.unmanaged(a.key())) > 0 })
	if !doubt && len(taken) > 0 && c.one(2) {
		kind := pick(c, taken).kind
		route := map[string]string{accountResource: mockapi.RouteAccounts, endpointResource: mockapi.RouteEndpoints}[kind]
		if c.one(3) {
			read := len(c.filter(func(a *actor) bool { return a.kind == kind && a.exists() })) // the plan reads the list first
			all = append(all, mockapi.Fault{Kind: pick(c, []string{"not-json", "html"}), Method: "GET", Route: route, Skip: min(1, read), Count: 1})
		}
		all = append(all, mockapi.Fault{Kind: pick(c, []string{"drop-before", "drop-after", "status-empty"}), Method: "POST", Route: route, Count: 5})
	}
	for range pick(c, []int{0, 2, 4, 6, 10}) {
		all = append(all, c.fault(doubt))
	}
	return all
}

// fault returns a fault that does not lie about an object: a documented 404 for one that exists must be believed. If a create
// is in doubt, reading fails only in passing.
func (c *chaos) fault(doubt bool) mockapi.Fault {
	f := mockapi.Fault{
		Kind:   pick(c, faultKinds),
		Method: pick(c, []string{"POST", "POST", "POST", "PATCH", "DELETE", "GET", "GET", ""}),
		Route:  pick(c, []string{"/whatsapp/*", "/webhooks/*", "*"}),
		Skip:   c.IntN(3), Count: 1 + c.IntN(5), Act: c.one(2),
		Status: pick(c, []int{0, 500, 502, 503, 504}),
	}
	if f.Method == "GET" {
		f.Route = pick(c, []string{mockapi.RouteAccounts, mockapi.RouteEndpoints, mockapi.RouteAccount, mockapi.RouteEndpoint, "*"})
	}
	switch f.Kind {
	case "status", "status-plain", "status-empty":
		if c.one(3) {
			f.Status, f.Act = pick(c, []int{400, 401, 403, 422}), false
		}
		if f.Kind != "status" && c.one(3) {
			f.Status, f.Act = pick(c, []int{404, 405, 410}), false
		}
	case "status-json", "html":
		f.Status, f.Act = pick(c, []int{0, 200, 403, 404, 410, 502}), false
		if f.Kind == "status-json" && f.Status == 200 {
			f.Body = pick(c, noes)
		}
	case "act-then-status":
		f.Status = pick(c, []int{408, 500, 502, 503, 504})
	case "error-in-200":
		f.Status, f.Act = pick(c, []int{0, 403, 500}), false
	case "not-json", "picture":
		f.Status = 0
	case "empty-object": // to a PATCH, {} is a yes
		f.Status, f.Method = 0, pick(c, []string{"POST", "GET", "DELETE"})
	case "redirect":
		f.Status, f.Act, f.Location = pick(c, []int{301, 302, 303, 307, 308}), false, "https://trap.example.com/v1/whatsapp/accounts"
	case "page-loop":
		f.Method, f.Skip = "GET", 0
	case "other-id": // a wrong id in a create or a list cannot be detected
		f.Method, f.Route = "GET", pick(c, []string{mockapi.RouteAccount, mockapi.RouteEndpoint})
	case "drop-before":
		f.Act = false
	case "hang", "hang-after", "act-late":
		f.Count, f.Delay = 1+c.IntN(2), c.upTo(requestTimeout+20*time.Second)
	case "drip":
		f.Delay, f.Count = 20*time.Millisecond+c.upTo(100*time.Millisecond), 1+c.IntN(2)
	}
	if doubt && hides(f) {
		return c.fault(doubt)
	}
	return f
}

// requestTimeout is that of the provider.
const requestTimeout = 10 * time.Second
