package main

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// cases are the rows of the table. Each play emits its rows.
var cases = []struct {
	name string
	play func(*bench) error
}{
	{"200 accounts, 60 per 6 s, headers always", func(b *bench) error { return life(b, 200, true) }},
	{"200 accounts, 60 per 6 s, headers on 429 only", func(b *bench) error { return life(b, 200, false) }},
	{"200 accounts, 60 per minute", strategies},
	{"50 managed among 50", func(b *bench) error { return refresh(b, 50, 50) }},
	{"500 managed among 500", func(b *bench) error { return refresh(b, 500, 500) }},
	{"1,000 managed among 1,000", func(b *bench) error { return refresh(b, 1000, 1000) }},
	{"1 managed among 5,000", func(b *bench) error { return refresh(b, 1, 5000) }},
	{"20 managed among 5,000", func(b *bench) error { return refresh(b, 20, 5000) }},
	{"100 data sources by id", func(b *bench) error { return lookUps(b, 0, "id") }},
	{"100 data sources by number", func(b *bench) error { return lookUps(b, 0, "phone_number") }},
	{"100 managed, 100 data sources by id, 100 by number, the plural", func(b *bench) error { return lookUps(b, 100, "id", "phone_number") }},
	{"200 import blocks, half by id, half by number", imports},
	{"three applies of 60 at once, one key, 60 per 6 s", together},
	{"1,000 accounts, no limit, 2 ms", unlimited},
}

func life(b *bench, count int, always bool) error {
	api := serve(mockapi.Options{Limit: 60, Window: 6 * time.Second, HeadersAlways: always})
	defer api.close()
	w, err := b.workspace(api, "life", accounts(count, 0, 1))
	if err != nil {
		return err
	}
	steps := []struct {
		operation string
		args      []string
	}{
		{"create", []string{"apply", "-auto-approve"}},
		{"plan", []string{"plan", "-detailed-exitcode"}},
		{"destroy", []string{"destroy", "-auto-approve"}},
	}
	for _, step := range steps {
		if err := w.measure(step.operation, step.args...); err != nil {
			return err
		}
		select { // each operation begins with a whole window
		case <-time.After(7 * time.Second):
		case <-b.ctx.Done():
			return b.ctx.Err()
		}
	}
	return nil
}

func refresh(b *bench, managed, among int) error {
	api := serve(mockapi.Options{})
	defer api.close()
	all := api.SeedAccounts("", among)
	step := among / managed
	w, err := b.workspace(api, "refresh", accounts(managed, step/2, step))
	if err != nil {
		return err
	}
	var held []mockapi.Account
	for i := range managed {
		held = append(held, all[step/2+i*step])
	}
	if err := w.manage(held); err != nil {
		return err
	}
	return w.measure("plan", "plan", "-detailed-exitcode")
}

// lookUps plans 100 data sources by each of the given attributes. With managed accounts, it also plans the plural data
// source.
func lookUps(b *bench, managed int, by ...string) error {
	api := serve(mockapi.Options{})
	defer api.close()
	all := api.SeedAccounts("", 100)
	var hcl strings.Builder
	for _, attribute := range by {
		var values []string
		for _, a := range all {
			values = append(values, map[string]string{"id": a.ID, "phone_number": a.PhoneNumber}[attribute])
		}
		fmt.Fprintf(&hcl, "data \"botbiz_whatsapp_account\" \"by_%[1]s\" {\n  for_each = toset(split(\",\", %[2]q))\n  %[1]s = each.key\n}\n",
			attribute, strings.Join(values, ","))
	}
	if managed > 0 {
		hcl.WriteString(accounts(managed, 0, 1) + "data \"botbiz_whatsapp_accounts\" \"all\" {}\n")
	}
	w, err := b.workspace(api, "lookups", hcl.String())
	if err != nil {
		return err
	}
	if err := w.manage(all[:managed]); err != nil {
		return err
	}
	return w.measure("plan", "plan", "-detailed-exitcode")
}

func imports(b *bench) error {
	api := serve(mockapi.Options{})
	defer api.close()
	var hcl strings.Builder
	for i, a := range api.SeedAccounts("", 200) {
		id := a.ID
		if i%2 == 1 {
			id = a.PhoneNumber
		}
		fmt.Fprintf(&hcl, "import {\n  to = botbiz_whatsapp_account.a[%d]\n  id = %q\n}\n", i, id)
	}
	w, err := b.workspace(api, "imports", accounts(200, 0, 1)+hcl.String())
	if err != nil {
		return err
	}
	return w.measure("plan", "plan")
}

func together(b *bench) error {
	api := serve(mockapi.Options{Limit: 60, Window: 6 * time.Second})
	defer api.close()
	start, errs := time.Now(), make([]error, 3)
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			w, err := b.workspace(api, fmt.Sprint(i), accounts(60, 60*i, 1))
			if err == nil {
				_, _, err = w.run("apply", "-auto-approve")
			}
			errs[i] = err
		})
	}
	wait.Wait()
	b.rowOf(api, "create", time.Since(start), 0)
	return errors.Join(errs...)
}

func unlimited(b *bench) error {
	api := serve(mockapi.Options{Latency: 2 * time.Millisecond})
	defer api.close()
	w, err := b.workspace(api, "unlimited", accounts(1000, 0, 1))
	if err != nil {
		return err
	}
	if err := w.measure("create", "apply", "-auto-approve"); err != nil {
		return err
	}
	return w.measure("plan", "plan", "-detailed-exitcode")
}
