package main

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// writes returns the methods of the requests that write, in order.
func (l *life) writes() (methods []string) {
	for _, r := range l.mock.Requests() {
		if r.Method != http.MethodGet {
			methods = append(methods, r.Method)
		}
	}
	return methods
}

func (l *life) replacements() {
	fmt.Println("Replacement and renaming")
	support, options := object{"phoneNumber": "+14155550100", "name": "Support"}, object{}
	all := object{"support": resource(accountType, support, options)}
	l.step("create and pair", 2, 1, func() error {
		if err := l.up(all); err != nil {
			return err
		}
		l.mock.Connect(l.account("+14155550100").ID)
		_, err := l.pulumi("refresh", "--yes", "--skip-preview")
		return err
	})
	l.step("another number: replaced in the preview, without the pairing warning", 2, 0, func() error {
		support["phoneNumber"] = "+14155550199"
		out, err := l.run(all, "preview")
		return errors.Join(err, check(strings.Contains(out, "to replace") && !strings.Contains(out, "pairing"), "%s", out))
	})
	l.step("up creates the new account before it deletes the old one", 3, 2, func() error {
		err := l.up(all)
		return errors.Join(err, check(slices.Equal(l.writes(), []string{http.MethodPost, http.MethodDelete}), "%v", l.writes()))
	})
	l.step("deleteBeforeReplace reverses that", 3, 2, func() error {
		support["phoneNumber"], options["deleteBeforeReplace"] = "+14155550100", true
		err := l.up(all)
		return errors.Join(err, check(slices.Equal(l.writes(), []string{http.MethodDelete, http.MethodPost}), "%v", l.writes()))
	})
	l.step("a renamed resource without an alias: refused, the account stays", 4, 0, func() error {
		renamed := object{"help": resource(accountType, support, options)}
		return errors.Join(refused(l.up(renamed), "already"), check(l.account("+14155550100").ID != "", "the account is gone"))
	})
	l.step("with an alias: no change", 0, 0, func() error {
		options["aliases"] = []string{urn + accountType + "::support"}
		return l.unchanged(object{"help": resource(accountType, support, options)})
	})
	l.step("without a name, Pulumi makes one up", 2, 1, func() error {
		all["second"] = resource(accountType, object{"phoneNumber": "+14155550101"}, nil)
		err := l.up(all)
		return errors.Join(err, check(strings.HasPrefix(l.account("+14155550101").Name, "second-"), "name %q", l.account("+14155550101").Name))
	})
	l.step("retainOnDelete: a removed resource leaves the account", 1, 0, func() error {
		options["retainOnDelete"] = true
		if err := l.up(all); err != nil {
			return err
		}
		delete(all, "support")
		return errors.Join(l.up(all), check(l.account("+14155550100").ID != "", "the account is gone"))
	})
	l.step("destroy", 2, 1, func() error {
		_, err := l.run(all, "destroy", "--yes", "--skip-preview")
		return err
	})
}

func (l *life) protection() {
	fmt.Println("Protection")
	support, options := object{"phoneNumber": "+14155550102", "name": "Support", "deletionProtection": true}, object{}
	all := object{"support": resource(accountType, support, options)}
	const title = "Account is protected from deletion"
	destroy := func(flag string) error {
		_, err := l.pulumi("destroy", flag)
		return err
	}
	l.step("create with deletionProtection", 2, 1, func() error { return l.up(all) })
	l.step("another number: the preview fails", 2, 0, func() error {
		support["phoneNumber"] = "+14155550103"
		_, err := l.run(all, "preview")
		return refused(err, title)
	})
	l.step("destroy: the preview passes, since Pulumi plans no deletion", 0, 0, func() error { return destroy("--preview-only") })
	l.step("destroy: refused, the account stays", 2, 0, func() error {
		return errors.Join(refused(destroy("--yes"), title), check(l.account("+14155550102").ID != "", "the account is gone"))
	})
	l.step("protect: the preview of destroy fails", 0, 0, func() error {
		support["phoneNumber"], support["deletionProtection"], options["protect"] = "+14155550102", false, true
		return errors.Join(l.up(all), refused(destroy("--preview-only"), "it is protected"))
	})
	l.step("unprotect, pair, and destroy: no warning on the pairing", 3, 1, func() error {
		options["protect"] = false
		if err := l.up(all); err != nil {
			return err
		}
		l.mock.Connect(l.account("+14155550102").ID)
		out, err := l.pulumi("destroy", "--yes", "--refresh")
		return errors.Join(err, check(!strings.Contains(out, "pairing"), "%s", out))
	})
}

func (l *life) imports() {
	fmt.Println("Import")
	existing := l.account("+14155550100")
	off := l.mock.AddEndpoint(mockapi.Endpoint{URL: "https://example.com/off", Events: []string{"whatsapp.message.received"}})
	options := object{"protect": true}
	byID := object{"support": resource(accountType, object{"phoneNumber": existing.PhoneNumber, "name": existing.Name}, options)}
	take := func(kind, name, id string) (string, error) {
		return l.run(nil, "import", kind, name, id, "--yes", "--skip-preview")
	}
	l.step("account by id, and no change", 2, 0, func() error {
		_, err := take(accountType, "support", existing.ID)
		return errors.Join(err, l.unchanged(byID))
	})
	l.step("account by number, and no change", 3, 0, func() error {
		if _, err := l.pulumi("state", "delete", urn+accountType+"::support", "--yes", "--force"); err != nil {
			return err
		}
		_, err := take(accountType, "support", existing.PhoneNumber)
		return errors.Join(err, l.unchanged(byID))
	})
	byID["off"] = resource(endpointType, endpoint("off"), options)
	l.step("disabled endpoint by URL: the generated code lacks enabled: false", 3, 0, func() error {
		out, err := take(endpointType, "off", off.URL)
		return errors.Join(err, check(strings.Contains(out, off.URL) && !strings.Contains(out, "enabled"), "%s", out))
	})
	l.step("so up with that code enables it: deliveries start", 2, 1, func() error {
		err := l.up(byID)
		return errors.Join(err, check(l.endpoint(off.URL).Enabled, "it is still disabled"))
	})
	l.step("an id that does not exist", 5, 0, func() error {
		_, err := take(accountType, "missing", "wha_missing")
		return refused(err, "Object to import not found")
	})
	l.step("unprotect and destroy", 3, 2, func() error {
		options["protect"] = false
		if err := l.up(byID); err != nil {
			return err
		}
		_, err := l.pulumi("destroy", "--yes", "--skip-preview")
		return err
	})
}
