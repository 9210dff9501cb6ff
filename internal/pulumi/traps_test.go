package pulumi

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

func (l *life) replacements() {
	fmt.Fprintln(os.Stdout, "Replacement and renaming")
	support, options := object{"phoneNumber": "+14155550100", "name": "Support"}, object{}
	all := object{"support": resource(accountType, support, options)}
	wrote := func(methods ...string) { l.check(slices.Equal(l.writes(), methods), "%v", l.writes()) }
	stays := func() { l.check(l.account("+14155550100").ID != "", "the account is gone") }

	l.step("create and pair", 2, 1, func() {
		l.up(all)
		l.mock.Connect(l.account("+14155550100").ID)
		l.must(l.pulumi("refresh", "--yes", "--skip-preview"))
	})
	l.step("another number: replaced in the preview, without the pairing warning", 2, 0, func() {
		support["phoneNumber"] = "+14155550199"
		out := l.must(l.run(all, "preview"))
		l.check(strings.Contains(out, "to replace") && !strings.Contains(out, "pairing"), "%s", out)
	})
	l.step("up creates the new account before it deletes the old one", 3, 2, func() {
		l.up(all)
		wrote(http.MethodPost, http.MethodDelete)
	})
	l.step("deleteBeforeReplace reverses that", 3, 2, func() {
		support["phoneNumber"], options["deleteBeforeReplace"] = "+14155550100", true
		l.up(all)
		wrote(http.MethodDelete, http.MethodPost)
	})
	l.step("a renamed resource without an alias: refused, the account stays", 4, 0, func() {
		out, err := l.run(object{"help": resource(accountType, support, options)}, "up", "--yes", "--skip-preview")
		l.refused(out, err, "already")
		stays()
	})
	l.step("with an alias: no change", 0, 0, func() {
		options["aliases"] = []string{urn + accountType + "::support"}
		l.unchanged(object{"help": resource(accountType, support, options)})
	})
	l.step("without a name, Pulumi makes one up", 2, 1, func() {
		all["second"] = resource(accountType, object{"phoneNumber": "+14155550101"}, nil)
		l.up(all)
		l.check(strings.HasPrefix(l.account("+14155550101").Name, "second-"), "name %q", l.account("+14155550101").Name)
	})
	l.step("retainOnDelete: a removed resource leaves the account", 1, 0, func() {
		options["retainOnDelete"] = true
		l.up(all)
		delete(all, "support")
		l.up(all)
		stays()
	})
	l.step("destroy", 2, 1, func() { l.must(l.run(all, "destroy", "--yes", "--skip-preview")) })
}

func (l *life) protection() {
	fmt.Fprintln(os.Stdout, "Protection")
	support, options := object{"phoneNumber": "+14155550102", "name": "Support", "deletionProtection": true}, object{}
	all := object{"support": resource(accountType, support, options)}
	const title = "Account is protected from deletion"

	l.step("create with deletionProtection", 2, 1, func() { l.up(all) })
	l.step("another number: the preview fails", 2, 0, func() {
		support["phoneNumber"] = "+14155550103"
		out, err := l.run(all, "preview")
		l.refused(out, err, title)
	})
	l.step("destroy: the preview passes, since Pulumi plans no deletion", 0, 0, func() { l.must(l.pulumi("destroy", "--preview-only")) })
	l.step("destroy: refused, the account stays", 2, 0, func() {
		out, err := l.pulumi("destroy", "--yes")
		l.refused(out, err, title)
		l.check(l.account("+14155550102").ID != "", "the account is gone")
	})
	l.step("protect: the preview of destroy fails", 0, 0, func() {
		support["phoneNumber"], support["deletionProtection"], options["protect"] = "+14155550102", false, true
		l.up(all)
		out, err := l.pulumi("destroy", "--preview-only")
		l.refused(out, err, "it is protected")
	})
	l.step("unprotect, pair, and destroy: no warning on the pairing", 3, 1, func() {
		options["protect"] = false
		l.up(all)
		l.mock.Connect(l.account("+14155550102").ID)
		out := l.must(l.pulumi("destroy", "--yes", "--refresh"))
		l.check(!strings.Contains(out, "pairing"), "%s", out)
	})
}

func (l *life) imports() {
	fmt.Fprintln(os.Stdout, "Import")
	existing := l.account("+14155550100")
	off := l.mock.AddEndpoint(mockapi.Endpoint{URL: "https://example.com/off", Events: []string{"whatsapp.message.received"}})
	options := object{"protect": true}
	byID := object{"support": resource(accountType, object{"phoneNumber": existing.PhoneNumber, "name": existing.Name}, options)}
	take := func(kind, name, id string) (string, error) {
		return l.run(nil, "import", kind, name, id, "--yes", "--skip-preview")
	}

	l.step("account by id, and no change", 2, 0, func() {
		l.must(take(accountType, "support", existing.ID))
		l.unchanged(byID)
	})
	l.step("account by number, and no change", 3, 0, func() {
		l.must(l.pulumi("state", "delete", urn+accountType+"::support", "--yes", "--force"))
		l.must(take(accountType, "support", existing.PhoneNumber))
		l.unchanged(byID)
	})
	byID["off"] = resource(endpointType, endpoint("off"), options)
	l.step("disabled endpoint by URL: the generated code lacks enabled: false", 3, 0, func() {
		out := l.must(take(endpointType, "off", off.URL))
		l.check(strings.Contains(out, off.URL) && !strings.Contains(out, "enabled"), "%s", out)
	})
	l.step("so up with that code enables it: deliveries start", 2, 1, func() {
		l.up(byID)
		l.check(l.endpoint(off.URL).Enabled, "it is still disabled")
	})
	l.step("an id that does not exist", 5, 0, func() {
		out, err := take(accountType, "missing", "wha_missing")
		l.refused(out, err, "Object to import not found")
	})
	l.step("unprotect and destroy", 3, 2, func() {
		options["protect"] = false
		l.up(byID)
		l.must(l.pulumi("destroy", "--yes", "--skip-preview"))
	})
}
