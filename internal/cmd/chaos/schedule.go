package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const (
	accountPool  = 12
	endpointPool = 6
)

// requestTimeout is the provider's; short, because many requests are left without an answer.
const requestTimeout = time.Second

// account is what the configuration says of one account; the zero value is none.
type account struct {
	number, name string
}

// endpoint is what the configuration says of one endpoint; without a URL it is none.
type endpoint struct {
	url         string
	events      []string
	description string
	disabled    bool
	version     int // of a secret of the user's own; 0: the server makes one
}

// wish is a whole configuration.
type wish struct {
	accounts  [accountPool]account
	endpoints [endpointPool]endpoint
}

// happening is something that others do to the server, or an interrupt.
type happening struct {
	at       int // before which request of the round; 0: before the round
	kind     string
	endpoint bool
	index    int // in the pool
	text     string
}

// Kinds of happenings.
const (
	interrupt      = "interrupt"       // to the engine alone, as `kill -INT` does
	interruptGroup = "interrupt-group" // to the provider as well, as a terminal does
	deleted        = "deleted"
	edited         = "edited"
	paired         = "paired"
	unpaired       = "unpaired"
	connected      = "connected" // by somebody else, a number that Terraform is about to connect
)

// round is one apply.
type round struct {
	wish       wish
	faults     []mockapi.Fault
	latency    time.Duration
	limit      int // 0: none
	window     time.Duration
	duplicates bool // the server makes the same thing twice if it is asked to
	happenings []happening
}

// schedule is everything that is going to happen.
type schedule struct {
	seed       uint64
	options    mockapi.Options
	rounds     []round
	operations int
}

// differences are those under which everything that is checked can still be seen.
var differences = []string{
	"", "", "",
	mockapi.DiffBareArray, mockapi.DiffNoHasMore, mockapi.DiffIgnoresLimit, mockapi.DiffLeanList, mockapi.DiffListWithoutStatus,
	mockapi.DiffNoListRoute, mockapi.DiffList405, mockapi.DiffListForbidden, mockapi.DiffNoGetRoute, mockapi.DiffGet405,
	mockapi.DiffPatch204, mockapi.DiffPatchEmptyObject, mockapi.DiffDelete200, mockapi.DiffDelete200Body, mockapi.DiffCreate200,
	mockapi.DiffNoCreatedAt, mockapi.DiffFractionalCreatedAt, mockapi.DiffOffsetCreatedAt, mockapi.DiffNoDate,
	mockapi.DiffNumbersWithoutPlus, mockapi.DiffNumbersWithSpaces, mockapi.DiffURLsNormalized, mockapi.DiffReversedEvents,
	mockapi.DiffNoEnabled, mockapi.DiffEmptyDescription, mockapi.DiffGone410, mockapi.DiffUnknownFields, mockapi.DiffNoQRURL,
}

// dice are a seeded source.
type dice struct{ *rand.Rand }

// one tells whether something happens that does so once in n times.
func (d dice) one(n int) bool { return d.IntN(n) == 0 }

func (d dice) millis(most int) time.Duration { return time.Duration(d.IntN(most)) * time.Millisecond }

func pick[T any](d dice, from []T) T { return from[d.IntN(len(from))] }

// makeSchedule makes a schedule of so many operations, in at most so many rounds; 0: as many as they take.
func makeSchedule(seed uint64, operations, rounds int) schedule {
	d := dice{rand.New(rand.NewPCG(seed, 0))}
	s := schedule{seed: seed, options: mockapi.Options{
		HeadersAlways: d.one(2),
		Aligned:       d.one(2),
		CountRefused:  d.one(3),
		ResetRounding: pick(d, []string{"ceil", "floor"}),
		ClockOffset:   pick(d, []time.Duration{0, 0, 10 * time.Minute, -10 * time.Minute}),
	}}
	if name := pick(d, differences); name != "" {
		s.options.Differences = []string{name}
	}
	var w wish
	for len(s.rounds) == 0 || s.operations < operations && (rounds == 0 || len(s.rounds) < rounds) {
		changes := 5 + d.IntN(8)
		for range changes {
			d.change(&w)
		}
		r := round{wish: w, latency: pick(d, []time.Duration{0, 0, d.millis(50), d.millis(300)}), duplicates: !d.one(4)}
		r.wish.endpoints = cloneEndpoints(w.endpoints)
		if d.one(3) {
			r.limit, r.window = 5+d.IntN(30), time.Second+d.millis(2000)
		}
		methods := pick(d, [][]string{writes, writes, everything})
		for range pick(d, []int{0, 2, 3, 4, 6, 8}) {
			r.faults = append(r.faults, d.fault(pick(d, methods)))
		}
		for range d.IntN(4) {
			h := d.happening(w)
			r.happenings = append(r.happenings, h)
			r.duplicates = r.duplicates && h.kind != connected // or there would be two, and nobody to blame
		}
		if d.one(3) {
			r.happenings = append(r.happenings, happening{at: 1 + d.IntN(12), kind: pick(d, []string{interrupt, interruptGroup})})
		}
		s.rounds = append(s.rounds, r)
		s.operations += changes + len(r.happenings)
	}
	return s
}

func cloneEndpoints(endpoints [endpointPool]endpoint) [endpointPool]endpoint {
	for i := range endpoints {
		endpoints[i].events = slices.Clone(endpoints[i].events)
	}
	return endpoints
}

// change changes one object of the configuration.
func (d dice) change(w *wish) {
	if d.one(3) {
		d.changeEndpoint(&w.endpoints, d.IntN(endpointPool))
		return
	}
	i := d.IntN(accountPool)
	a := &w.accounts[i]
	switch {
	case a.number == "":
		*a = account{number: number(i, 0), name: d.name()}
	case d.one(4):
		*a = account{}
	case d.one(5):
		a.number = number(i, d.IntN(2))
	default:
		a.name = d.name()
	}
}

// changeEndpoint keeps a third of the pool to secrets of the user's own; one endpoint goes over to them.
func (d dice) changeEndpoint(all *[endpointPool]endpoint, i int) {
	e := &all[i]
	switch {
	case e.url == "":
		*e = endpoint{url: url(i, 0), events: d.events(), description: d.description(), version: e.version}
		if i%3 == 2 {
			e.version++
		}
	case d.one(5):
		e.url = "" // the version stays: without one, the secret sent last would stay in force
	case d.one(4) && (e.version > 0 || i == 0):
		e.version++
	case d.one(4):
		e.url = url(i, d.IntN(3))
	case d.one(3):
		e.events = d.events()
	case d.one(2):
		e.disabled = !e.disabled
	default:
		e.description = d.description()
	}
}

// number and url are of one pool member only, so that two objects with the same one are a double.
func number(i, variant int) string { return fmt.Sprintf("+1555%d%06d", variant, i) }

func url(i, variant int) string {
	return fmt.Sprintf("https://hooks.example.com/%d/%d", i, variant)
}

// secret is the user's own for one version.
func secret(i, version int) string { return fmt.Sprintf("whsec_own-canary-%d-%d", i, version) }

func (d dice) name() string { return fmt.Sprintf("Name %d", d.IntN(1000)) }

func (d dice) description() string {
	return pick(d, []string{"", "Orders", fmt.Sprintf("Team %d", d.IntN(100))})
}

func (d dice) events() []string {
	all := []string{"whatsapp.account.connected", "whatsapp.message.received", "whatsapp.message.sent"}
	return all[d.IntN(2) : 2+d.IntN(2)]
}

func (d dice) happening(w wish) happening {
	h := happening{kind: pick(d, []string{deleted, edited, edited, paired, paired, unpaired, connected}), text: d.name()}
	h.endpoint = (h.kind == deleted || h.kind == edited) && d.one(3)
	if h.index = d.IntN(accountPool); h.endpoint {
		h.index = d.IntN(endpointPool)
	}
	if h.kind != connected && d.one(2) {
		h.at = 1 + d.IntN(12)
	}
	if h.kind == connected {
		h.text = w.accounts[h.index].number
	}
	return h
}

// What faults hit. Where reads fail, an apply hardly comes to its writes.
var (
	writes     = []string{"POST", "POST", "POST", "PATCH", "DELETE"}
	everything = []string{"POST", "GET", "GET", "PATCH", "DELETE", ""}
)

// fault is one that leaves the server's words true. What it says of an object that it has, such as a documented 404, has
// to be believed, so lies like that are not among them.
func (d dice) fault(method string) mockapi.Fault {
	f := mockapi.Fault{
		Kind:   pick(d, mockapi.FaultKinds()),
		Method: method,
		Route:  pick(d, []string{mockapi.RouteAccounts, mockapi.RouteEndpoints, "/whatsapp/*", "/webhooks/*", "*"}),
		Skip:   d.IntN(3), Count: 1 + d.IntN(4),
		Status: pick(d, []int{0, 500, 502, 503, 504}),
		Act:    d.one(2),
	}
	if method == http.MethodPatch || method == http.MethodDelete {
		f.Route = pick(d, []string{mockapi.RouteAccount, mockapi.RouteEndpoint, "/whatsapp/*", "/webhooks/*", "*"})
	}
	switch f.Kind {
	case mockapi.FaultStatus, mockapi.FaultStatusPlain, mockapi.FaultStatusEmpty:
		if d.one(3) {
			f.Status, f.Act = pick(d, []int{400, 401, 403, 422}), false
		}
	case mockapi.FaultStatusJSON, mockapi.FaultHTML:
		f.Status, f.Act = pick(d, []int{0, 200, 403, 404, 410, 502}), false
		if f.Kind == mockapi.FaultStatusJSON && f.Status == 200 {
			f.Status = 0
		}
	case mockapi.FaultActThenStatus:
		f.Status = pick(d, []int{408, 500, 502, 503, 504})
	case mockapi.FaultErrorIn200:
		f.Status, f.Act = pick(d, []int{0, 403, 500}), false
	case mockapi.FaultNotJSON, mockapi.FaultEmptyObject, mockapi.FaultPicture:
		f.Status, f.Act = 0, true // a success, so it must be one
	case mockapi.FaultRedirect:
		f.Status, f.Act = pick(d, []int{301, 302, 303, 307, 308}), false
	case mockapi.FaultPageLoop, mockapi.FaultHasMoreEmpty:
		f.Method, f.Skip = "GET", 0
	case mockapi.FaultOtherID: // a create or a list must tell the right id, nothing could show that it is wrong
		f.Method, f.Route = "GET", pick(d, []string{mockapi.RouteAccount, mockapi.RouteEndpoint})
	case mockapi.FaultDropBefore:
		f.Act = false
	case mockapi.FaultHang, mockapi.FaultHangAfter, mockapi.FaultActLate:
		f.Count = 1 + d.IntN(2)
		f.Delay = pick(d, []time.Duration{d.millis(800), requestTimeout + d.millis(4000)})
	case mockapi.FaultDrip:
		f.Delay, f.Count = 20*time.Millisecond+d.millis(40), 1+d.IntN(2)
	}
	return f
}
