package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// check verifies the conditions that hold after every apply.
func (d *driver) check(before map[string]instance, wanted wish, told report) error {
	state, err := d.state()
	if err != nil {
		return err
	}
	d.settle(state, wanted)
	d.mu.Lock()
	defer d.mu.Unlock()
	return errors.Join(d.orphans(state), d.doubles(), d.kept(before, state, wanted), d.tainted(state), d.present(state, wanted, told), d.secrets(told, state))
}

// settle removes completed work from the list of pending imports and replacements.
func (d *driver) settle(state map[string]instance, wanted wish) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, i := range state {
		delete(d.strangers, i.ID)
	}
	for i := range accountPool {
		address := accountAddress(i)
		if _, exists := d.server.Account(d.pending[address]); !exists || state[address].ID == d.pending[address] {
			delete(d.pending, address)
		}
		if d.pending[address] == "" && !slices.ContainsFunc(d.server.Accounts(), func(a mockapi.Account) bool { return d.strangers[a.ID] && accountIndex(a) == i }) {
			d.pinned.accounts[i] = account{}
		}
	}
	for i, e := range wanted.endpoints {
		address := endpointAddress(i)
		held := state[address]
		if held.ID != "" && held.ID == d.pending[address] && e.version == 0 {
			d.reissue[address] = true
		}
		if _, exists := d.server.Endpoint(d.pending[address]); !exists || held.ID == d.pending[address] {
			delete(d.pending, address)
			d.pinned.endpoints[i] = endpoint{}
		}
		if held.ID == "" || held.SigningSecret != nil || e.version > 0 {
			delete(d.reissue, address)
		}
	}
}

// orphans reports objects on the server that are in no state and were not reported by an error.
func (d *driver) orphans(state map[string]instance) error {
	known := map[string]bool{}
	for id := range d.strangers {
		known[id] = true
	}
	for _, id := range d.pending {
		known[id] = true
	}
	for _, i := range state {
		known[i.ID] = true
	}
	var errs []error
	for _, a := range d.server.Accounts() {
		if !known[a.ID] {
			errs = append(errs, fmt.Errorf("orphaned: %+v", a))
		}
	}
	for _, e := range d.server.Endpoints() {
		if !known[e.ID] {
			errs = append(errs, fmt.Errorf("orphaned: %+v", e))
		}
	}
	for id := range d.strangers {
		_, account := d.server.Account(id)
		_, endpoint := d.server.Endpoint(id)
		if !account && !endpoint && !d.removed[id] {
			errs = append(errs, fmt.Errorf("somebody else's %s is gone", id))
		}
	}
	return errors.Join(errs...)
}

// doubles reports pairs of objects with the same number or address.
func (d *driver) doubles() error {
	var errs []error
	seen := map[string]string{}
	once := func(key, id string) {
		if other := seen[key]; other != "" {
			errs = append(errs, fmt.Errorf("doubled: %s is %s and %s", key, other, id))
		}
		seen[key] = id
	}
	for _, a := range d.server.Accounts() {
		once(a.PhoneNumber, a.ID)
	}
	for _, e := range d.server.Endpoints() {
		if i := endpointIndex(e); i >= 0 {
			once(endpointAddress(i), e.ID)
		}
	}
	return errors.Join(errs...)
}

// kept reports replaced objects that had to stay: paired accounts, and endpoints whose secret is in use.
func (d *driver) kept(before, after map[string]instance, wanted wish) error {
	var errs []error
	for address, was := range before {
		if d.removed[was.ID] || was.tainted {
			continue
		}
		stays := false
		for i, a := range wanted.accounts {
			stays = stays || accountAddress(i) == address && a.number == was.PhoneNumber
		}
		for i, e := range wanted.endpoints {
			stays = stays || endpointAddress(i) == address && e.url != "" && !d.replaced(was)
		}
		if stays && after[address].ID != was.ID {
			errs = append(errs, fmt.Errorf("%s was %s and is %q", address, was.ID, after[address].ID))
		}
	}
	return errors.Join(errs...)
}

// replaced reports whether the user replaces an endpoint to get a known secret.
func (d *driver) replaced(was instance) bool {
	return was.SigningSecret == nil && was.SecretVersion == 0
}

func (d *driver) tainted(state map[string]instance) error {
	var errs []error
	for address, i := range state {
		if i.tainted && !d.excused[address] {
			errs = append(errs, fmt.Errorf("%s is tainted, and no error said why", address))
		} else if !i.tainted {
			delete(d.excused, address)
		}
	}
	return errors.Join(errs...)
}

// present compares the state with the configuration after a successful apply.
func (d *driver) present(state map[string]instance, wanted wish, told report) error {
	if told.failed {
		return nil
	}
	var errs []error
	expect := func(address string, want bool) {
		if _, has := state[address]; has != want {
			errs = append(errs, fmt.Errorf("%s: in the state %t, configured %t, after an apply without an error", address, has, want))
		}
	}
	for i, a := range wanted.accounts {
		expect(accountAddress(i), a.number != "")
	}
	for i, e := range wanted.endpoints {
		expect(endpointAddress(i), e.url != "")
	}
	return errors.Join(errs...)
}

// secrets verifies that no output contains a secret, that write-only secrets are not in the state, and that generated secrets in the state are valid.
func (d *driver) secrets(told report, state map[string]instance) error {
	var errs []error
	refuse := func(secret, what string) {
		if strings.Contains(told.output, secret) {
			errs = append(errs, fmt.Errorf("the output has %s", what))
		}
	}
	refuse(apiKey, "the API key")
	refuse("whsec_own-canary", "a write-only secret")
	for _, e := range d.server.Endpoints() {
		refuse(e.Secret, "a signing secret")
	}
	for address, i := range state {
		if i.SecretWO != nil {
			errs = append(errs, fmt.Errorf("%s: a write-only secret is in the state", address))
		}
		if e, ok := d.server.Endpoint(i.ID); ok && i.SigningSecret != nil && *i.SigningSecret != e.Secret {
			errs = append(errs, fmt.Errorf("%s: the secret in the state is not the one in force", address))
		}
	}
	d.server.mu.Lock()
	defer d.server.mu.Unlock()
	if d.server.trapped > 0 {
		errs = append(errs, errors.New("a redirect was followed"))
	}
	return errors.Join(errs...)
}

// compare compares configuration, state, and server field by field.
func (d *driver) compare(state map[string]instance, w wish) error {
	var errs []error
	for i, a := range w.accounts {
		address := accountAddress(i)
		if a.number == "" {
			continue
		}
		held := state[address]
		has, _ := d.server.Account(held.ID)
		errs = append(errs,
			same(address, "number", a.number, held.PhoneNumber, has.PhoneNumber), same(address, "name", a.name, held.Name, has.Name),
			same(address, "status", has.Status, held.Status), sameTime(address, held.CreatedAt, has.CreatedAt))
	}
	for i, e := range w.endpoints {
		address := endpointAddress(i)
		if e.url == "" {
			continue
		}
		held := state[address]
		has, _ := d.server.Endpoint(held.ID)
		slices.Sort(held.Events)
		slices.Sort(has.Events)
		errs = append(errs,
			same(address, "url", e.url, held.URL, has.URL), same(address, "events", fmt.Sprint(e.events), fmt.Sprint(held.Events), fmt.Sprint(has.Events)),
			same(address, "description", e.description, text(held.Description), text(has.Description)),
			same(address, "enabled", !e.disabled, held.Enabled, has.Enabled), sameTime(address, held.CreatedAt, has.CreatedAt))
		if e.version > 0 {
			errs = append(errs, same(address, "secret", secret(i, e.version), has.Secret), same(address, "signing_secret", "", text(held.SigningSecret)))
		} else {
			errs = append(errs, same(address, "secret", text(held.SigningSecret), has.Secret))
		}
	}
	return errors.Join(errs...)
}

func same[T comparable](address, what string, first T, others ...T) error {
	for _, other := range others {
		if other != first {
			return fmt.Errorf("%s: %s is %v, want %v", address, what, other, first)
		}
	}
	return nil
}

// sameTime accepts servers that omit times or round them.
func sameTime(address string, held *string, has time.Time) error {
	if held == nil {
		return nil
	}
	at, err := time.Parse(time.RFC3339, *held)
	if err == nil && at.Sub(has).Abs() >= time.Second {
		err = fmt.Errorf("%s, and on the server %s", at, has)
	}
	if err != nil {
		return fmt.Errorf("%s: created_at is %w", address, err)
	}
	return nil
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
