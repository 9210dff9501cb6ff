package provider

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/cryptotest"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/memnet"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

var chaosSeeds = flag.Uint64("chaos.seeds", 50, "number of runs of TestChaos")

// TestChaos applies random configurations on an API with random differences, faults, and changes by others, and follows the
// errors as a user does. Nothing is doubled, taken over, forgotten, or deleted without being asked, no object is orphaned
// without an error, and no text contains a secret. In the end, configuration, state, and API agree. The clock is fake, and each seed is always the same run:
// it sends the same requests at the same times.
func TestChaos(t *testing.T) { //nolint:paralleltest // the order of goroutines is that of one processor
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for seed := range *chaosSeeds {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			if first := play(t, seed); seed < 3 {
				if again := play(t, seed); again != first {
					t.Errorf("two runs:\n%s\n\n%s", first, again)
				}
			}
		})
	}
}

// play runs a seed and returns its requests.
func play(t *testing.T, seed uint64) (trace string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := newChaos(t, seed)
		c.run()
		slices.Sort(c.trace) // several requests can end at the same time
		trace = strings.Join(c.trace, "\n")
	})
	return trace
}

// chaos is one run. It decides everything with the random numbers of its seed.
type chaos struct {
	*rand.Rand
	t      *testing.T
	seed   uint64
	server differing
	m      *mock
	net    http.RoundTripper
	actors []*actor

	mu        sync.Mutex
	sent      map[string]int   // equal requests
	trace     []string         // requests
	strangers map[string]facts // objects that others made and Terraform does not manage, by id
	rivals    map[string]bool  // ids of objects that others made during an apply, with the key of a create
	touched   map[string]bool  // ids of objects that others changed or deleted, until an apply without faults

	keeps    bool // one process of the provider carries out all walks, as in some programs
	wrongKey bool // this apply uses the key of another Botbiz account
	faulty   bool // something fails in this apply
	calm     bool // nothing fails any more
}

// actor is a resource block of the user, with its object in the state.
type actor struct {
	*object
	address string
	wish    block   // nil: no block
	number  int     // of its key
	adopt   string  // id in an import block
	was     string  // id in the state before this apply
	next    *object // after the refresh
	planned intent
	err     error // of this apply
	doubt   bool  // an error said that the outcome of its create is unknown
	excused bool  // an error said that its signing secret is lost
}

// id returns the id in the state, or nothing.
func (a *actor) id() string { return a.text("id") }

// busy reports whether the user has to finish something with this block before changing it.
func (a *actor) busy() bool { return a.doubt || a.adopt != "" }

func newChaos(t *testing.T, seed uint64) *chaos {
	cryptotest.SetGlobalRandom(t, seed) // of ids and secrets
	c := &chaos{
		t: t, seed: seed, Rand: rand.New(rand.NewPCG(seed, 0)),
		sent: map[string]int{}, rivals: map[string]bool{}, touched: map[string]bool{},
	}
	c.server = c.anyServer()
	c.keeps = c.one(4) || c.server.misleads()
	t.Logf("differences %q, %d objects of others, one process: %t", c.server.differences, c.server.others, c.keeps)
	c.m = &mock{mockapi.New(mockapi.Options{
		Keys: map[string]string{canaryKey: "", anotherKey: "another"}, Differences: c.server.differences, HeadersAlways: c.one(2),
		Lag: pick(c, []time.Duration{8 * time.Second, 16 * time.Second}), ClockOffset: pick(c, []time.Duration{0, 10 * time.Minute, -10 * time.Minute}),
	}), fmt.Sprintf("http://127.0.0.1:%d/v1", seed+1), c}
	c.net = memnet.Transport(t, c.m.Server)
	t.Cleanup(c.m.Close)
	t.Cleanup(func() { forget(c.m.url, canaryKey, anotherKey) })
	for i := range 1 + c.server.others {
		c.strange(c.block(accountResource, -i))
		c.strange(c.block(endpointResource, -i))
	}
	c.strangers = c.objects()
	for i := range 15 {
		kind, e := []string{accountResource, accountResource, endpointResource}[i%3], newEngine(t, c.m)
		e.provider["request_timeout"] = "10s"
		c.actors = append(c.actors, &actor{address: fmt.Sprintf("%s.%d", kind, i), object: e.object(kind)})
	}
	return c
}

// run applies with faults, and then without, until nothing is left to do. Then a change succeeds at once.
func (c *chaos) run() {
	for range 6 {
		c.round()
		if c.t.Failed() {
			return
		}
	}
	time.Sleep(10 * time.Second) // for what others still do
	c.calm, c.faulty, c.wrongKey = true, false, false
	c.finish()
	for range 8 {
		c.change(pick(c, c.actors))
	}
	if c.apply(0, 10*time.Minute) {
		if !c.server.delays() {
			c.t.Error("an apply without faults fails")
		}
		c.finish()
	}
	c.plan()
	for _, a := range c.actors {
		if a.err != nil || a.planned.action != "none" {
			c.t.Errorf("the last plan of %s is %q: %v", a.address, a.planned.action, a.err)
		}
	}
}

// finish applies until nothing is left to do.
func (c *chaos) finish() {
	for range 8 {
		if failed := c.apply(0, 10*time.Minute); !failed && !slices.ContainsFunc(c.actors, (*actor).busy) || c.t.Failed() {
			return
		}
	}
	c.t.Error("applies without faults go on failing")
}

// apply applies the wishes, follows the errors, checks the result, and waits for the next apply.
func (c *chaos) apply(interrupt, patience time.Duration) (failed bool) {
	there, doomed, sent := c.objects(), map[string]bool{}, len(c.trace)
	for _, a := range c.actors {
		a.was, a.warnings = a.id(), nil
		doomed[a.was] = a.wish == nil || a.tainted || a.kind == accountResource && there[a.was].key != a.key()
	}
	if !c.faulty { // a fault can hide what others changed before
		clear(c.touched)
	}
	applied := c.plan()
	if applied {
		c.walk(interrupt, func(a *actor) error { return a.object.walk().carryOut(a.object, a.planned, a.wish) })
	}
	c.m.ClearFaults()
	synctest.Wait()
	c.t.Logf("requests:\n%s", strings.Join(c.trace[sent:], "\n"))
	if c.server.has("delete-slow") {
		time.Sleep(time.Minute)
	}
	for _, a := range c.actors {
		if a.err != nil {
			failed = true
			c.t.Logf("%s: %.350q", a.address, a.err)
			c.follow(a, a.err.Error())
		}
	}
	c.check(there, doomed, applied && interrupt == 0)
	for _, a := range c.actors {
		delete(c.strangers, a.id())
		a.doubt = a.doubt && a.wish != nil && !a.exists()
		if a.doubt {
			patience = 10 * time.Minute // the user looks in the dashboard
		}
		if a.exists() && a.id() == a.adopt || a.wish == nil {
			a.adopt = ""
		}
	}
	time.Sleep(patience)
	return failed
}

var (
	bug       = regexp.MustCompile(`(?i)provider produced|provider returned|inconsistent|panic|please report|resource identity|non-existent remote`)
	blockedID = regexp.MustCompile(`(?m)^\s*id = "([^"]+)"$`)
)

// follow does what an error says. If it has import blocks, or the list does not tell, the user imports the object with the key
// of the block, rather one that the provider made. Without one, the key of another block is a mistake, which the user corrects.
func (c *chaos) follow(a *actor, text string) {
	if bug.MatchString(text) {
		c.t.Errorf("%s: a bug: %s", a.address, text)
	}
	if c.wrongKey { // the user sees what is wrong
		return
	}
	if !c.faulty && !c.server.delays() && strings.Contains(text, titleOutcomeUnknown) {
		c.t.Errorf("%s: no response was lost: %s", a.address, text)
	}
	a.doubt = a.doubt || strings.Contains(text, titleOutcomeUnknown) || strings.Contains(text, "As far as the provider can see")
	a.excused = a.excused || strings.Contains(text, titleSecretLost)
	listed := blockedID.MatchString(text)
	taken := strings.Contains(text, titleNumberTaken) || strings.Contains(text, titleEndpointTaken)
	_, exists := c.objects()[a.id()]
	free := slices.DeleteFunc(c.unmanaged(a.key()), func(id string) bool {
		return slices.ContainsFunc(c.actors, func(b *actor) bool { return b != a && b.adopt == id })
	})
	switch {
	case taken && !listed:
		c.t.Errorf("%s: no import block: %s", a.address, text)
	case strings.Contains(text, titleNothingToImport):
		a.adopt = ""
	case a.exists() && !exists && (strings.Contains(text, "terraform state rm") || c.server.listless()): // without a list, no text says so
		*a.object = *a.engine.object(a.kind)
	case a.exists(), !listed && !c.server.hides():
	case (taken || a.doubt) && len(free) > 0, strings.Contains(text, "is already connected") && len(free) > 0:
		own := slices.IndexFunc(free, func(id string) bool { return c.strangers[id] == facts{} })
		a.adopt = free[max(own, 0)]
	case slices.ContainsFunc(c.actors, func(b *actor) bool { return b != a && b.key() == a.key() && (b.exists() || b.busy()) }):
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
