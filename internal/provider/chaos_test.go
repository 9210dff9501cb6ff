package provider

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/cryptotest"
	"testing/synctest"
	"time"
)

var chaosSeeds = flag.Uint64("chaos.seeds", 50, "number of runs of TestChaos")

// TestChaos applies random configurations on an API with random differences, faults, and changes by others, and follows the
// errors as a user does. Nothing is doubled, taken over, forgotten, or deleted without being asked, no object is orphaned
// without an error, and no text contains a secret. In the end, configuration, state, and API agree. The clock is fake, and
// each seed is always the same run.
func TestChaos(t *testing.T) { //nolint:paralleltest // the order of goroutines is that of one processor
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for seed := range *chaosSeeds {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { newChaos(t, seed).run() })
		})
	}
}

// The same seed sends the same requests at the same times.
func TestChaos_reproduces(t *testing.T) { //nolint:paralleltest // the order of goroutines is that of one processor
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for seed := range min(3, *chaosSeeds) {
		var traces [2][]string
		for i := range traces {
			synctest.Test(t, func(t *testing.T) {
				c := newChaos(t, seed)
				c.run()
				traces[i] = slices.Sorted(slices.Values(c.line.trace)) // several requests can end at the same time
			})
		}
		if !slices.Equal(traces[0], traces[1]) {
			t.Errorf("seed %d: two runs:\n%s\n\n%s", seed, strings.Join(traces[0], "\n"), strings.Join(traces[1], "\n"))
		}
	}
}

// chaos is one run. It decides everything with the random numbers of its seed.
type chaos struct {
	*rand.Rand
	t      *testing.T
	server differing
	m      *mock
	line   *line
	actors []*actor

	strangers map[string]any  // objects that others made and Terraform does not manage, by id
	foreign   map[string]bool // ids of all objects that others made
	rivals    map[string]bool // ids of those that others made during an apply, with the key of a create
	removed   map[string]bool // ids of objects that others deleted
	stored    map[string]bool // ids of objects with another text than the configured one, as a warning said
	edited    map[string]bool // ids of objects that others changed during this apply
	twice     map[string]bool // keys that two objects may have: by a mistake of the user, or in the blind
	hidden    bool            // a create may not see what the API has
	calm      bool            // nothing fails any more
	wrongKey  bool            // this apply uses the key of another Botbiz account
	secrets   int             // the user's own signing secrets so far
}

// actor is a resource block of the user, with its object in the state.
type actor struct {
	*object
	address string
	wish    block  // nil: no block
	adopt   string // id in an import block
	planned intent
	doubt   bool // an error said that the outcome of its create is unknown
	excused bool // an error said that its signing secret is lost
}

// id returns the id in the state, or nothing. Some APIs list ids in upper case.
func (a *actor) id() string { return strings.ToLower(a.text("id")) }

// busy reports whether the user has to finish something with this block before changing it.
func (a *actor) busy() bool { return a.doubt || a.adopt != "" }

// key returns the natural key of the configuration, or nothing.
func (a *actor) key() string {
	number, _ := a.wish["phone_number"].(string)
	url, _ := a.wish["url"].(string)
	events, _ := a.wish["events"].([]string)
	return naturalKey(number, url, events)
}

// naturalKey returns the number of an account, or the URL of an endpoint with its events: deliveries of different events can
// go to one URL.
func naturalKey(number, url string, events []string) string {
	return strings.TrimSpace(number + url + " " + strings.Join(sorted(events), ","))
}

func sorted(events []string) []string { return slices.Sorted(slices.Values(events)) }

func newChaos(t *testing.T, seed uint64) *chaos {
	cryptotest.SetGlobalRandom(t, seed) // of ids and secrets
	c := &chaos{
		t: t, Rand: rand.New(rand.NewPCG(seed, 0)),
		strangers: map[string]any{}, foreign: map[string]bool{}, rivals: map[string]bool{}, removed: map[string]bool{}, stored: map[string]bool{}, twice: map[string]bool{},
	}
	c.server = c.anyServer()
	t.Logf("differences %q, %d objects of others", c.server.differences, c.server.others)
	c.line = newLine(t, seed, c.options())
	c.m = &mock{c.line.server, fmt.Sprintf("http://127.0.0.1:%d/v1", seed+1), c.line}
	t.Cleanup(func() { forget(c.m.url, canaryKey, anotherKey) })
	for i := range 1 + c.server.others {
		c.strange(block{"phone_number": fmt.Sprintf("+4930%06d", i)})
		c.strange(block{"url": fmt.Sprintf("https://somebody.example.com/%d", i), "events": []string{"x"}})
	}
	for i := range 15 {
		e := newEngine(t, c.m)
		e.provider["request_timeout"] = requestTimeout.String()
		kind := []string{accountResource, accountResource, endpointResource}[i%3]
		c.actors = append(c.actors, &actor{address: fmt.Sprintf("%s.%d", kind, i), object: e.object(kind)})
	}
	return c
}

// run applies with faults, and then without, until nothing is left to do. Then a change succeeds at once.
func (c *chaos) run() {
	for range 7 {
		c.round()
		if c.t.Failed() {
			return
		}
	}
	c.server.differences = slices.DeleteFunc(c.server.differences, isRefusal)
	c.m.SetDifferences(c.server.differences...)
	c.hidden, c.calm, c.wrongKey = c.server.hides(), true, false
	c.finish()
	for range 8 {
		c.change(pick(c, c.actors))
	}
	contested := slices.ContainsFunc(c.actors, func(a *actor) bool { return c.twice[a.key()] || len(c.unmanaged(a.key())) > 0 })
	if c.apply(0, 10*time.Minute) {
		if !contested && !c.server.delays() {
			c.t.Error("an apply without faults fails")
		}
		c.finish()
	}
	errs := c.plan()
	for a, err := range errs {
		c.t.Errorf("the last plan of %s fails: %v", a.address, err)
	}
	if len(errs) > 0 {
		return
	}
	for _, a := range c.actors {
		if a.planned.action != "none" {
			c.t.Errorf("the last plan of %s is %s", a.address, a.planned.action)
		}
		c.agrees(a)
	}
}

// round is an apply with faults, after and during changes by the user and by others.
func (c *chaos) round() {
	for range 2 + c.IntN(8) {
		c.change(pick(c, c.actors))
	}
	rivals, doubt := false, len(c.filter((*actor).busy)) > 0
	for range c.IntN(4) {
		rivals = c.happen(pick(c, c.actors)) || rivals
		if made := c.filter(func(a *actor) bool { return a.wish != nil && !a.exists() }); len(made) > 0 && c.one(2) {
			rivals = c.happen(pick(c, made)) || rivals
		}
	}
	c.hidden = c.server.hides()
	patience := pick(c, []time.Duration{time.Second, 20 * time.Second, 10 * time.Minute})
	if c.server.has("late-objects") {
		patience = time.Second
	}
	for _, f := range c.faults(doubt) {
		if rivals && (f.Kind == "act-late" || hides(f)) {
			continue // it would make the object of others look like the one that the provider made
		}
		if f.Kind == "act-late" {
			patience = 10 * time.Minute
		}
		c.hidden = c.hidden || hides(f)
		c.m.AddFault(f)
		c.t.Logf("fault %+v", f)
	}
	c.wrongKey = c.one(8) && !c.server.listless() && len(c.filter(func(a *actor) bool { return a.exists() && !a.tainted })) > 0
	interrupt := time.Duration(0)
	if c.one(6) {
		interrupt = c.upTo(pick(c, []time.Duration{time.Second, 20 * time.Second}))
	}
	c.apply(interrupt, patience)
}

// finish applies until nothing is left to do.
func (c *chaos) finish() {
	for range 8 {
		if failed := c.apply(0, 10*time.Minute); !failed && len(c.filter((*actor).busy)) == 0 || c.t.Failed() {
			return
		}
	}
	c.t.Error("applies without faults go on failing")
}

// apply applies the wishes, checks the result, follows the errors, and waits for the next apply.
func (c *chaos) apply(interrupt, patience time.Duration) (failed bool) {
	before, sent := c.look(), len(c.line.trace)
	c.edited = map[string]bool{}
	for _, a := range c.actors {
		a.warnings = nil
	}
	errs := c.plan()
	applied := len(errs) == 0
	if applied {
		errs = c.carryOut(interrupt)
	}
	c.m.ClearFaults()
	c.line.work.Wait() // for what the API still does
	c.t.Logf("requests:\n%s", strings.Join(c.line.trace[sent:], "\n"))
	if c.server.has("delete-slow") {
		time.Sleep(time.Minute)
	}
	for _, a := range c.actors {
		if err := errs[a]; err != nil {
			c.t.Logf("%s: %.350q", a.address, err)
			if !c.wrongKey { // the user sees what is wrong
				c.follow(a, err.Error())
			}
		}
		delete(c.strangers, a.id())
		if a.exists() && a.id() == a.adopt || a.wish == nil {
			a.adopt = ""
		}
		a.doubt = a.doubt && a.wish != nil && !a.exists()
	}
	c.check(before, errs, applied && interrupt == 0)
	if len(c.filter(func(a *actor) bool { return a.doubt })) > 0 {
		patience = 10 * time.Minute // the user looks in the dashboard
	}
	time.Sleep(patience)
	return len(errs) > 0
}

var (
	bug       = regexp.MustCompile(`(?i)provider produced|provider returned|inconsistent|panic|please report|resource identity|non-existent remote`)
	blockedID = regexp.MustCompile(`(?m)^\s*id = "([^"]+)"$`)
)

// follow does what an error says.
func (c *chaos) follow(a *actor, text string) {
	if bug.MatchString(text) {
		c.t.Errorf("%s: a bug: %s", a.address, text)
	}
	a.excused = a.excused || strings.Contains(text, titleSecretLost)
	switch {
	case strings.Contains(text, titleNothingToImport):
		a.adopt = ""
	case strings.Contains(text, titleNumberTaken), strings.Contains(text, titleEndpointTaken):
		if !blockedID.MatchString(text) {
			c.t.Errorf("%s: no import block: %s", a.address, text)
		}
		c.resolve(a)
	case strings.Contains(text, titleOutcomeUnknown):
		a.doubt = true
		if blockedID.MatchString(text) {
			c.resolve(a)
		}
	case c.objects()[a.id()] == "" && (strings.Contains(text, "terraform state rm") || c.server.listless()): // without a list, no text says so
		*a.object = *a.engine.object(a.kind)
	}
	if c.server.hides() && (a.doubt || strings.Contains(text, "is already connected")) { // the user looks in the dashboard
		c.resolve(a)
	}
}

// resolve makes the user import the object with the key of a block, rather one that the provider made. Without one, the key
// of another block is a mistake, which the user corrects.
func (c *chaos) resolve(a *actor) {
	free := slices.DeleteFunc(c.unmanaged(a.key()), func(id string) bool {
		return slices.ContainsFunc(c.actors, func(b *actor) bool { return b != a && b.adopt == id })
	})
	twins := c.filter(func(b *actor) bool { return b != a && b.key() == a.key() && (b.exists() || b.busy()) })
	switch {
	case a.exists():
	case len(free) > 0:
		own := slices.IndexFunc(free, func(id string) bool { return c.strangers[id] == nil })
		a.adopt = free[max(own, 0)]
	case len(twins) > 0:
		c.t.Logf("%s is removed, since %s is the same", a.address, twins[0].address)
		a.wish = nil
	}
}

func (c *chaos) filter(keep func(*actor) bool) (kept []*actor) {
	for _, a := range c.actors {
		if keep(a) {
			kept = append(kept, a)
		}
	}
	return kept
}
