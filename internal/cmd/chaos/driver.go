package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// driver acts like a user: it writes configurations, applies them, and follows the instructions in errors.
type driver struct {
	workspace
	server *server
	out    io.Writer

	// Pending work. An address stays in the configuration until its work is done.
	pending map[string]string // address: id to import
	pinned  wish              // configuration of these addresses
	reissue map[string]bool   // addresses of imported endpoints, whose secrets are unknown
	excused map[string]bool   // addresses that may be tainted, because an error reported it

	mu        sync.Mutex
	strangers map[string]bool // ids of objects that others created
	removed   map[string]bool // ids that others deleted

	stats stats
}

// play runs all rounds and the final apply without faults.
func (d *driver) play(ctx context.Context, s schedule) error {
	d.reissue, d.excused, d.removed = map[string]bool{}, map[string]bool{}, map[string]bool{}
	d.strangers[d.server.AddAccount(mockapi.Account{PhoneNumber: "+4930123456", Name: "Somebody's"}).ID] = true
	d.strangers[d.server.AddEndpoint(mockapi.Endpoint{URL: "https://somebody.example.com/", Events: []string{"x"}}).ID] = true
	for i, r := range s.rounds {
		if err := d.round(ctx, i, r); err != nil {
			return fmt.Errorf("round %d: %w", i, err)
		}
	}
	if err := d.quiet(ctx, s.rounds[len(s.rounds)-1].wish); err != nil {
		return fmt.Errorf("in the end: %w", err)
	}
	return nil
}

// round runs one apply, which may fail.
func (d *driver) round(ctx context.Context, i int, r round) error {
	r.duplicates = r.duplicates && d.strange() == ""
	d.server.begin(r)
	interrupted := false
	for _, h := range r.happenings {
		interrupted = interrupted || strings.HasPrefix(h.kind, interrupt)
		if h.at > 0 {
			d.server.at(h.at, func() { d.happen(h, r) })
		} else {
			d.happen(h, r)
		}
	}
	before, err := d.alive()
	if err != nil {
		return err
	}
	wanted := d.wanted(r.wish)
	told, err := d.apply(ctx, wanted)
	hits := d.server.end()
	d.stats.round(r, told, hits)
	_, _ = fmt.Fprintf(d.out, "round %d: %d operations, failed %t, interrupts %t, faults %s\n", i, told.operations, told.failed, interrupted, describeFaults(r.faults, hits))
	for _, e := range told.errors() {
		_, _ = fmt.Fprintf(d.out, "  %s %s: %.160q\n", e.Address, e.Summary, e.Detail)
	}
	if err != nil {
		return err
	}
	if err := d.follow(told, wanted); err != nil {
		return err
	}
	return d.check(before, wanted, told)
}

// quiet applies without faults until the pending work is done. Then the plan is empty, and state, server, and configuration
// are equal.
func (d *driver) quiet(ctx context.Context, last wish) error {
	for homework := true; homework; {
		homework = len(d.pending)+len(d.reissue) > 0 || d.strange() != ""
		before, err := d.alive()
		if err != nil {
			return err
		}
		wanted := d.wanted(last)
		told, err := d.apply(ctx, wanted)
		if err != nil {
			return err
		}
		d.stats.quiet++
		if err := d.follow(told, wanted); err != nil {
			return err
		}
		if err := d.check(before, wanted, told); err != nil {
			return err
		}
		// The error about a number that was connected by others can appear in this apply.
		if told.failed && (len(d.pending) == 0 || d.stats.quiet > 5) {
			return fmt.Errorf("a quiet apply failed: %v", told.errors())
		}
		homework = homework || told.failed
	}
	if err := d.write(last, nil); err != nil {
		return err
	}
	plan, err := d.run(ctx, "plan", "-detailed-exitcode")
	if err != nil {
		return err
	}
	if plan.failed {
		return fmt.Errorf("the last plan is not empty:\n%s", plan.output)
	}
	state, err := d.state()
	if err != nil {
		return err
	}
	return d.compare(state, d.able(last))
}

// alive returns the state without deleted objects. The response to a delete can be lost.
func (d *driver) alive() (map[string]instance, error) {
	state, err := d.state()
	maps.DeleteFunc(state, func(_ string, i instance) bool {
		_, account := d.server.Account(i.ID)
		_, endpoint := d.server.Endpoint(i.ID)
		return !account && !endpoint
	})
	return state, err
}

func (d *driver) apply(ctx context.Context, wanted wish) (report, error) {
	if err := d.write(wanted, d.pending); err != nil {
		return report{}, err
	}
	args := []string{"apply", "-auto-approve"}
	for _, address := range slices.Sorted(maps.Keys(d.reissue)) {
		args = append(args, "-replace="+address)
	}
	return d.run(ctx, args...)
}

// wanted returns the configuration together with all pending imports.
func (d *driver) wanted(w wish) wish {
	w = d.able(w)
	for i, a := range d.pinned.accounts {
		if a.number != "" {
			w.accounts[i] = a
		}
	}
	for i, e := range d.pinned.endpoints {
		if e.url != "" {
			w.endpoints[i] = e
		}
	}
	return w
}

// able removes what this Terraform version does not support.
func (d *driver) able(w wish) wish {
	if d.engine.Version.Core().Segments()[1] < 11 { // no write-only arguments
		for i := range w.endpoints {
			w.endpoints[i].version = 0
		}
	}
	return w
}

// happen runs an event if it is possible.
func (d *driver) happen(h happening, r round) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stats.happened(h)
	switch h.kind {
	case interrupt, interruptGroup:
		d.interrupt(h.kind == interruptGroup)
		return
	case connected:
		if h.text == "" || r.duplicates || slices.ContainsFunc(d.server.Accounts(), func(a mockapi.Account) bool { return accountIndex(a) == h.index }) {
			return
		}
		d.strangers[d.server.AddAccount(mockapi.Account{PhoneNumber: h.text, Name: "Somebody's"}).ID] = true
		d.pinned.accounts[h.index] = account{h.text, "Name of mine"}
		return
	}
	if h.endpoint {
		for _, e := range d.server.Endpoints() {
			if endpointIndex(e) != h.index {
				continue
			}
			if h.kind == deleted {
				d.server.DeleteEndpoint(e.ID)
				d.removed[e.ID] = true
			} else {
				d.server.UpdateEndpoint(e.ID, func(e *mockapi.Endpoint) { e.Description, e.Enabled = &h.text, !e.Enabled })
			}
		}
		return
	}
	for _, a := range d.server.Accounts() {
		if accountIndex(a) != h.index {
			continue
		}
		switch h.kind {
		case deleted:
			d.server.DeleteAccount(a.ID)
			d.removed[a.ID] = true
		case edited:
			d.server.Rename(a.ID, h.text)
		case paired:
			d.server.Connect(a.ID)
		case unpaired:
			d.server.Disconnect(a.ID)
		}
	}
}

// strange returns the id of an object in the pool that others created and that is not imported yet.
func (d *driver) strange() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, a := range d.server.Accounts() {
		if d.strangers[a.ID] && accountIndex(a) >= 0 {
			return a.ID
		}
	}
	return ""
}

var never = regexp.MustCompile(`(?i)provider produced|plugin did not respond|crash|panic|unexpected error|please report`)

var importedID = regexp.MustCompile(`(?m)^\s*id = "(wh[ae]_[0-9a-f]+)"$`)

// follow follows the instructions in errors.
func (d *driver) follow(told report, wanted wish) error {
	for _, e := range told.diagnostics {
		if text := e.Summary + ": " + e.Detail; never.MatchString(text) {
			return fmt.Errorf("%s: %s", e.Address, text)
		}
	}
	for _, e := range told.errors() {
		switch e.Summary {
		case "Phone number already connected":
			id := importedID.FindStringSubmatch(e.Detail)
			if id == nil {
				return fmt.Errorf("no id to import in: %s", e.Detail)
			}
			d.toImport(e.Address, id[1], wanted)
		case "Outcome unknown":
			d.stats.unknown++
			switch found := d.lookUp(e.Address, wanted); len(found) {
			case 0: // "If it does not exist, run Terraform again."
			case 1:
				d.toImport(e.Address, found[0], wanted)
			default:
				return fmt.Errorf("%s was made several times: %v", e.Address, found)
			}
		case "Signing secret lost":
			d.excused[e.Address] = true
		}
	}
	return nil
}

// toImport adds an import to the next apply.
func (d *driver) toImport(address, id string, wanted wish) {
	d.pending[address] = id
	d.stats.imports++
	for i := range wanted.accounts {
		if accountAddress(i) == address {
			d.pinned.accounts[i] = wanted.accounts[i]
		}
	}
	for i := range wanted.endpoints {
		if endpointAddress(i) == address {
			d.pinned.endpoints[i] = wanted.endpoints[i]
		}
	}
}

// lookUp returns the ids of objects on the server that an address may have created.
func (d *driver) lookUp(address string, wanted wish) (ids []string) {
	state, _ := d.state()
	managed := func(id string) bool {
		return slices.ContainsFunc(slices.Collect(maps.Values(state)), func(i instance) bool { return i.ID == id })
	}
	for _, a := range d.server.Accounts() {
		if i := accountIndex(a); i >= 0 && accountAddress(i) == address && a.PhoneNumber == wanted.accounts[i].number && !managed(a.ID) {
			ids = append(ids, a.ID)
		}
	}
	for _, e := range d.server.Endpoints() {
		if i := endpointIndex(e); i >= 0 && endpointAddress(i) == address && !managed(e.ID) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// accountIndex and endpointIndex return the index of an object in the pool, or -1.
func accountIndex(a mockapi.Account) int {
	for i := range accountPool {
		if a.PhoneNumber == number(i, 0) || a.PhoneNumber == number(i, 1) {
			return i
		}
	}
	return -1
}

func endpointIndex(e mockapi.Endpoint) int {
	var i, variant int
	if n, _ := fmt.Sscanf(e.URL, "https://hooks.example.com/%d/%d", &i, &variant); n != 2 {
		return -1
	}
	return i
}
