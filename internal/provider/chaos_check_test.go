package provider

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// objects returns the natural keys of all objects of the API, by id.
func (c *chaos) objects() map[string]string {
	all := map[string]string{}
	for _, a := range c.m.Accounts() {
		all[a.ID] = naturalKey(a.PhoneNumber, "", nil)
	}
	for _, e := range c.m.Endpoints() {
		all[e.ID] = naturalKey("", e.URL, e.Events)
	}
	return all
}

// owner returns the actor whose state has an object.
func (c *chaos) owner(id string) *actor {
	for _, a := range c.actors {
		if a.exists() && a.id() == id {
			return a
		}
	}
	return nil
}

// unmanaged returns the ids of the objects with a natural key that are in no state.
func (c *chaos) unmanaged(key string) (ids []string) {
	for id, k := range c.objects() {
		if k == key && c.owner(id) == nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// view is what there is before an apply.
type view struct {
	there  map[string]string // natural keys by id
	held   map[*actor]string // ids in the state
	mine   map[*actor]string // ids in the state or in an import block
	doomed map[string]bool   // ids of the objects that the user wants to delete
}

func (c *chaos) look() view {
	v := view{c.objects(), map[*actor]string{}, map[*actor]string{}, map[string]bool{}}
	for _, a := range c.actors {
		id := a.id()
		v.held[a], v.mine[a] = id, id
		if a.adopt != "" {
			v.mine[a] = a.adopt
		}
		v.doomed[id] = a.wish == nil || a.tainted || a.kind == accountResource && v.there[id] != a.key()
	}
	return v
}

// check compares states and API after an apply.
func (c *chaos) check(before view, errs map[*actor]error, applied bool) {
	c.t.Helper()
	now := c.objects()
	c.checkObjects(before, now)
	c.checkPosts()
	for _, a := range c.actors {
		said := fmt.Sprint(errs[a], strings.Join(a.warnings, "\n"))
		c.stored[a.id()] = c.stored[a.id()] || strings.Contains(said, titleStored)
		c.checkState(a, before, now, said)
		if applied && errs[a] == nil && !c.hidden && !c.edited[a.id()] {
			c.agrees(a)
		}
		for _, secret := range append(c.signingSecrets(), canaryKey, ownSecret) {
			if strings.Contains(said, secret) {
				c.t.Errorf("%s: a secret in: %s", a.address, said)
			}
		}
	}
}

// said reports whether there was a warning with this title.
func (c *chaos) said(title string) bool {
	return slices.ContainsFunc(c.actors, func(a *actor) bool { return strings.Contains(strings.Join(a.warnings, "\n"), title) })
}

func (c *chaos) signingSecrets() (all []string) {
	for _, e := range c.m.Endpoints() {
		if e.Secret != "" {
			all = append(all, e.Secret)
		}
	}
	return all
}

// checkObjects finds objects that are doubled, orphaned, or changed or deleted without being asked.
func (c *chaos) checkObjects(before view, now map[string]string) {
	c.t.Helper()
	for id, key := range before.there {
		if now[id] == "" && !c.removed[id] && !before.doomed[id] {
			c.t.Errorf("%s (%s) was deleted, and nobody asked for it", id, key)
		}
	}
	ids := map[string]string{} // by key
	for _, id := range slices.Sorted(maps.Keys(now)) {
		key, owner := now[id], c.owner(id)
		c.twice[key] = c.twice[key] || c.hidden && owner != nil && owner.key() != key // a create cannot wait for a delete that it does not see
		if !c.foreign[id] {
			if ids[key] != "" && !c.twice[key] {
				c.t.Errorf("doubled: %s is %s and %s", key, ids[key], id)
			}
			ids[key] = id
		}
		told := slices.ContainsFunc(c.actors, func(a *actor) bool { return a.adopt == id || a.doubt && a.key() == key })
		if owner == nil && c.strangers[id] == nil && !told {
			c.t.Errorf("orphaned: %s is %s", key, id)
		}
	}
	for id, was := range c.strangers {
		var is any
		if a, ok := c.m.Account(id); ok {
			is = a
		}
		if e, ok := c.m.Endpoint(id); ok {
			is = e
		}
		if !reflect.DeepEqual(was, is) && !c.removed[id] {
			c.t.Errorf("an object of others was %+v and is %+v", was, is)
		}
	}
}

// checkPosts finds creates that were sent again after an answer was lost.
func (c *chaos) checkPosts() {
	c.t.Helper()
	lost := map[string]string{}
	for _, p := range c.line.takePosts() {
		if lost[p.key] != "" && !c.twice[p.key] {
			c.t.Errorf("%s: a second POST after %s", p.key, lost[p.key])
		}
		lost[p.key] = p.lost
	}
}

// checkState finds objects that are forgotten, taken over, held twice, or tainted, and secrets that are not in force.
func (c *chaos) checkState(a *actor, before view, now map[string]string, said string) {
	c.t.Helper()
	was, id := before.held[a], a.id()
	if was != "" && was != id && !before.doomed[was] {
		if now[was] != "" {
			c.t.Errorf("%s was %s, which exists, and is %q", a.address, was, id)
		}
		if !strings.Contains(said, was) {
			c.t.Errorf("%s was %s, and nothing says that it is gone", a.address, was)
		}
	}
	if !a.exists() {
		return
	}
	isNew := before.mine[a] != id
	if owner := c.owner(id); owner != a {
		c.t.Errorf("%s and %s hold %s", a.address, owner.address, id)
	}
	switch {
	case isNew && before.there[id] != "" && c.hidden && c.server.has("create-existing"):
		c.rivals[id] = true // nothing tells that it was there before
	case isNew && before.there[id] != "":
		c.t.Errorf("%s took over %s (%s), which was there before", a.address, id, before.there[id])
	case isNew && c.rivals[id] && slices.ContainsFunc(c.unmanaged(a.key()), func(id string) bool { return !c.foreign[id] }):
		c.t.Errorf("%s took over %s, which others made, and not its own", a.address, id)
	}
	if a.tainted && !a.excused {
		c.t.Errorf("%s is tainted, and no error said why", a.address)
	}
	e, ok := c.m.Endpoint(id)
	secret := a.text("signing_secret")
	switch own := a.wish["signing_secret_wo"] != nil; {
	case !ok || own: // a change to the user's own can have failed
	case secret != "" && secret != e.Secret:
		c.t.Errorf("%s: the secret in the state is not the one in force", a.address)
	case secret == "" && isNew && !a.excused && !c.foreign[id] && !c.server.has("no-secret-in-create"):
		c.t.Errorf("%s: its signing secret is not in the state", a.address)
	}
	a.excused = a.excused && a.tainted
}

// agrees compares configuration, state, and API after an apply without an error.
func (c *chaos) agrees(a *actor) {
	c.t.Helper()
	id := a.id()
	if (a.wish != nil) != a.exists() {
		c.t.Errorf("%s: in the state %t, configured %t, and no error says why", a.address, a.exists(), a.wish != nil)
	}
	if a.wish == nil || !a.exists() || c.rivals[id] || c.stored[id] || c.said(titleUnreadable) {
		return
	}
	want, in, on := c.facts(a.wish), c.facts(plain(a.state)), ""
	if account, ok := c.m.Account(id); ok {
		on = c.facts(account)
	}
	if e, ok := c.m.Endpoint(id); ok {
		on = c.facts(e)
		if own := a.wish["signing_secret_wo"]; own != nil && own != e.Secret {
			c.t.Errorf("%s: the user's own secret is not in force", a.address)
		}
	}
	if in != want || on != want {
		c.t.Errorf("%s: configured %v, in the state %v, on the API %v", a.address, want, in, on)
	}
}

// facts returns what a configuration, a state, and the API have in common.
func (c *chaos) facts(object any) string {
	var f struct {
		PhoneNumber            string `json:"phone_number"`
		URL, Name, Description string
		Events                 []string
		Enabled                bool
	}
	encoded, err := json.Marshal(object)
	must(c.t, err)
	must(c.t, json.Unmarshal(encoded, &f))
	if c.server.has("no-enabled") { // nobody sees it
		f.Enabled = false
	}
	return fmt.Sprintf("%s %q %q %t", naturalKey(f.PhoneNumber, f.URL, f.Events), f.Name, f.Description, f.Enabled)
}
