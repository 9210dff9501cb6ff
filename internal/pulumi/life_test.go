package pulumi

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
)

func (l *life) schema() {
	fmt.Fprintln(os.Stdout, "Schema")
	var schema struct {
		Resources map[string]struct {
			Properties map[string]struct{ Secret bool }
		}
		Provider struct {
			InputProperties map[string]struct{ Secret bool }
		}
		Functions map[string]any
	}
	l.step("the provider's arguments, resources, and data sources", 0, 0, func() {
		out := l.must(l.pulumi("package", "get-schema", "terraform-provider@"+pluginVersion, l.binary))
		l.must("", json.NewDecoder(strings.NewReader(out[strings.Index(out, "{"):])).Decode(&schema))
		l.check(len(schema.Resources) == 3, "%d resources", len(schema.Resources))
	})
	l.step("the API key and the signing secrets are secrets", 0, 0, func() {
		hook := schema.Resources[endpointType].Properties
		l.check(schema.Provider.InputProperties["apiKey"].Secret && hook["signingSecret"].Secret && hook["signingSecretWo"].Secret, "one of them is not")
	})
	l.step("no functions, actions, ephemeral resources, or list resources", 0, 0, func() {
		names := slices.Sorted(maps.Keys(schema.Functions))
		names = slices.DeleteFunc(names, func(name string) bool { return strings.HasPrefix(name, "botbiz:index/get") })
		l.check(slices.Equal(names, []string{"pulumi:providers:botbiz/terraformConfig"}), "more than the data sources: %v", names)
	})
}

func (l *life) objects() {
	fmt.Fprintln(os.Stdout, "Account and endpoint")
	const first, second = "first-secret-0123456789", "second-secret-0123456789"
	support, own := object{"phoneNumber": "+14155550100", "name": "Support"}, endpoint("own")
	own["signingSecretWo"], own["signingSecretWoVersion"] = first, 1
	all := object{
		"support": resource(accountType, support, nil), "generated": resource(endpointType, endpoint("generated"), nil), "own": resource(endpointType, own, nil),
	}
	secret := func(name, want string) {
		l.check(l.endpoint("https://example.com/"+name).Secret == want, "the secret is another one")
	}
	named := func(want string) { l.check(l.account("+14155550100").Name == want, "the name is another one") }

	l.step("preview: nothing is sent", 0, 0, func() { l.must(l.run(all, "preview")) })
	l.step("create", 3, 3, func() {
		l.up(all)
		secret("own", first)
	})
	l.step("the state holds both signing secrets, encrypted", 0, 0, func() {
		closed, opened := l.must(l.pulumi("stack", "export")), l.must(l.pulumi("stack", "export", "--show-secrets"))
		for _, secret := range []string{l.endpoint("https://example.com/generated").Secret, first} {
			l.check(!strings.Contains(closed, secret) && strings.Contains(opened, secret), "a secret is in plain text, or not in the state")
		}
	})
	l.step("a second up: nothing is sent", 0, 0, func() { l.unchanged(all) })
	l.step("refresh: one reading of each list", 4, 0, func() { l.must(l.run(all, "refresh", "--yes", "--expect-no-changes")) })
	l.step("no change after the refresh", 0, 0, func() { l.unchanged(all) })
	l.step("rename: in place", 3, 1, func() {
		support["name"] = "Help"
		l.up(all)
		named("Help")
	})
	l.step("another notation of the number: no change", 0, 0, func() {
		support["phoneNumber"] = "+1 (415) 555-0100"
		l.unchanged(all)
	})
	l.step("renamed by somebody else: only a refresh shows it", 4, 0, func() {
		l.mock.Rename(l.account("+14155550100").ID, "Other")
		l.unchanged(all)
		out := l.must(l.run(all, "refresh", "--yes", "--diff"))
		l.check(strings.Contains(out, `"Help" => "Other"`), "no drift:\n%s", out)
	})
	l.step("and the next up corrects it", 3, 1, func() {
		l.up(all)
		named("Help")
	})
	l.step("another secret with the same version: not sent", 0, 0, func() {
		own["signingSecretWo"] = second
		l.up(all)
	})
	l.step("a new version: sent", 3, 1, func() {
		own["signingSecretWoVersion"] = 2
		l.up(all)
		secret("own", second)
	})
	l.step("data source", 2, 0, func() {
		invoke := object{"fn::invoke": object{"function": "botbiz:getWhatsappAccounts", "arguments": object{"nameContains": "Help"}, "return": "accounts"}}
		l.program(all, object{"found": invoke})
		l.must(l.pulumi("up", "--yes", "--skip-preview"))
		out := l.must(l.pulumi("stack", "output", "--json"))
		l.check(strings.Contains(out, l.account("+14155550100").ID), "not found:\n%s", out)
	})
	l.step("deleted by somebody else: a refresh drops it, without a warning", 12, 0, func() {
		l.mock.DeleteEndpoint(l.endpoint("https://example.com/generated").ID)
		out := l.must(l.run(all, "refresh", "--yes", "--skip-preview"))
		l.check(strings.Contains(out, "- 1 deleted") && !strings.Contains(out, "does not exist on Botbiz"), "%s", out)
	})
	l.step("and the next up creates it", 3, 1, func() { l.up(all) })
	l.step("destroy", 3, 3, func() {
		l.must(l.run(all, "destroy", "--yes", "--skip-preview"))
		l.check(len(l.mock.Accounts())+len(l.mock.Endpoints()) == 0, "objects are left")
	})
}

// accounts returns a program with n accounts.
func accounts(n int) object {
	all := object{}
	for i := range n {
		all[fmt.Sprintf("a%03d", i)] = resource(accountType, object{"phoneNumber": fmt.Sprintf("+14155560%03d", i), "name": "Line"}, nil)
	}
	return all
}

func (l *life) many() {
	const limit, n = 60, 180
	window := 6 * time.Second
	fmt.Fprintf(os.Stdout, "%d accounts with a limit of %d requests in %v\n", n, limit, window)
	l.mock.SetLimit(limit, window)
	l.step("create", -1, -1, func() {
		start, refused, windows := time.Now(), l.mock.Refused(), l.mock.Windows()
		l.up(accounts(n))
		refused, windows = l.mock.Refused()-refused, l.mock.Windows()-windows
		fmt.Fprintf(os.Stdout, "          %d requests refused in %d windows, %v\n", refused, windows, time.Since(start).Round(time.Second))
		l.check(len(l.mock.Accounts()) == n, "%d accounts", len(l.mock.Accounts()))
		l.check(refused <= 2*windows, "too many refused requests")
	})
	l.mock.SetLimit(0, 0)
	fmt.Fprintln(os.Stdout, "500 accounts")
	l.step("create 320 more", -1, 320, func() { l.up(accounts(500)) })
	l.step("up without changes", 0, 0, func() { l.unchanged(accounts(500)) })
	l.step("refresh", 12, 0, func() { l.must(l.pulumi("refresh", "--yes", "--skip-preview")) })
	l.step("destroy", -1, 500, func() {
		l.must(l.pulumi("destroy", "--yes", "--skip-preview"))
		l.check(len(l.mock.Accounts()) == 0, "%d accounts are left", len(l.mock.Accounts()))
	})
}
