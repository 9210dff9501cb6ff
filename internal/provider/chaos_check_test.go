package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// facts are what a configuration, a state, and the API have in common. The key is the natural one: the number of an account,
// or the URL of an endpoint with its events, since deliveries of different events can go to one URL.
type facts struct{ key, rest string }

func factsOf(of map[string]any) facts {
	return facts{fmt.Sprintf("%v %v %v", of["phone_number"], of["url"], of["events"]), fmt.Sprintf("%v %v %v", of["name"], of["description"], of["enabled"])}
}

// key returns the natural key of the configuration.
func (a *actor) key() string { return factsOf(a.wish).key }

// objects returns all objects of the API, by id.
func (c *chaos) objects() map[string]facts {
	all := map[string]facts{}
	for _, a := range c.m.Accounts() {
		all[a.ID] = factsOf(block{"phone_number": a.PhoneNumber, "name": a.Name})
	}
	for _, e := range c.m.Endpoints() {
		shown := block{"url": e.URL, "events": e.Events, "enabled": e.Enabled}
		if e.Description != nil {
			shown["description"] = *e.Description
		}
		all[e.ID] = factsOf(shown)
	}
	return all
}

// owners returns the blocks whose states have an object.
func (c *chaos) owners(id string) []*actor {
	return c.filter(func(a *actor) bool { return a.exists() && a.id() == id })
}

// unmanaged returns the ids of the objects with a natural key that are in no state.
func (c *chaos) unmanaged(key string) (ids []string) {
	for id, is := range c.objects() {
		if is.key == key && len(c.owners(id)) == 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// check compares states and API after an apply with what there was before. doomed are the objects that the user wanted to
// delete. applied means that what has no error must be as configured.
func (c *chaos) check(there map[string]facts, doomed map[string]bool, applied bool) {
	c.t.Helper()
	now, made := c.objects(), map[string]int{}
	for id, was := range there {
		if _, exists := now[id]; !exists && !c.touched[id] && !doomed[id] {
			c.t.Errorf("%s (%s) was deleted, and nobody asked for it", id, was.key)
		}
	}
	for id, is := range now {
		owners, stranger := c.owners(id), c.strangers[id]
		told := slices.ContainsFunc(c.actors, func(a *actor) bool { return a.adopt == id || a.doubt && a.key() == is.key })
		switch strange := stranger.key != ""; {
		case len(owners) > 1:
			c.t.Errorf("%s and %s hold %s", owners[0].address, owners[1].address, id)
		case strange && len(owners) == 0 && is != stranger:
			c.t.Errorf("an object of others was %v and is %v", stranger, is)
		case !strange && len(owners) == 0 && !told:
			c.t.Errorf("orphaned: %s is %s", is.key, id)
		case !strange && (len(owners) == 0 || owners[0].key() == is.key): // others are on their way out
			made[is.key]++
		}
	}
	for key, n := range made {
		if wanted := len(c.filter(func(a *actor) bool { return a.key() == key })); n > max(1, wanted) {
			c.t.Errorf("doubled: %s is there %d times", key, n)
		}
	}
	for _, a := range c.actors {
		if _, exists := now[a.was]; exists && a.was != a.id() && !doomed[a.was] {
			c.t.Errorf("%s was %s, which exists, and is %q", a.address, a.was, a.id())
		}
		for id, is := range there {
			isNew := a.exists() && a.id() != a.was && a.id() != a.adopt && a.id() != id
			if isNew && is.key == a.key() && now[id].key == a.key() && !doomed[id] && !c.touched[id] && !c.server.delays() {
				c.t.Errorf("doubled: %s made %s, although there was %s", a.address, a.id(), id)
			}
		}
		want, in, on := factsOf(a.wish), factsOf(nil), now[a.id()]
		if a.exists() {
			in = factsOf(plain(a.state).(map[string]any))
			c.checkState(a, there, made)
		}
		if applied && a.err == nil && !c.touched[a.id()] && !c.rivals[a.id()] && (in != want || a.exists() && on != want) {
			c.t.Errorf("%s: configured %s, in the state %s, on the API %s", a.address, want, in, on)
		}
	}
}

// checkState finds an object that a block took over or tainted, a secret that is not in force, and one that is shown.
func (c *chaos) checkState(a *actor, there map[string]facts, made map[string]int) {
	c.t.Helper()
	id, secret, said := a.id(), a.text("signing_secret"), fmt.Sprint(a.err, a.warnings)
	_, old := there[id]
	switch isNew := id != a.was && id != a.adopt; {
	case isNew && old:
		c.t.Errorf("%s took over %s (%s), which was there before", a.address, id, there[id])
	case isNew && c.rivals[id] && made[a.key()] > 0:
		c.t.Errorf("%s took over %s, which others made, and not its own", a.address, id)
	case isNew && a.kind == endpointResource && secret == "" && !a.excused && !strings.Contains(said, titleSecretMissing):
		c.t.Errorf("%s: its signing secret is not in the state", a.address)
	case a.tainted && !a.excused:
		c.t.Errorf("%s is tainted, and no error said why", a.address)
	}
	if e, ok := c.m.Endpoint(id); ok && secret != "" && secret != e.Secret {
		c.t.Errorf("%s: the secret in the state is not the one in force", a.address)
	}
	for _, e := range append(c.m.Endpoints(), mockapi.Endpoint{Secret: canaryKey}) {
		if e.Secret != "" && strings.Contains(said, e.Secret) {
			c.t.Errorf("%s: a secret in: %s", a.address, said)
		}
	}
	a.excused = a.excused && a.tainted
}
