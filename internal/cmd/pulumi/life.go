package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

type object = map[string]any

const (
	accountType  = "botbiz:index/whatsappAccount:WhatsappAccount"
	endpointType = "botbiz:index/webhookEndpoint:WebhookEndpoint"
	urn          = "urn:pulumi:life::life::"
)

// resource returns a resource of a program.
func resource(kind string, properties, options object) object {
	r := object{"type": kind, "properties": properties}
	if options != nil {
		r["options"] = options
	}
	return r
}

func endpoint(name string) object {
	return object{"url": "https://example.com/" + name, "events": []string{"whatsapp.message.received"}}
}

// run runs a command with a program.
func (l *life) run(resources object, args ...string) (string, error) {
	if err := l.program(resources, nil); err != nil {
		return "", err
	}
	return l.pulumi(args...)
}

// up applies a program.
func (l *life) up(resources object) error {
	_, err := l.run(resources, "up", "--yes", "--skip-preview")
	return err
}

// unchanged wants a program to change nothing.
func (l *life) unchanged(resources object) error {
	_, err := l.run(resources, "preview", "--expect-no-changes")
	return err
}

// account returns the account with a number.
func (l *life) account(number string) mockapi.Account {
	all := l.mock.Accounts()
	if at := slices.IndexFunc(all, func(a mockapi.Account) bool { return a.PhoneNumber == number }); at >= 0 {
		return all[at]
	}
	return mockapi.Account{}
}

// endpoint returns the endpoint with a URL.
func (l *life) endpoint(url string) mockapi.Endpoint {
	all := l.mock.Endpoints()
	if at := slices.IndexFunc(all, func(e mockapi.Endpoint) bool { return e.URL == url }); at >= 0 {
		return all[at]
	}
	return mockapi.Endpoint{}
}

// check returns an error if a condition does not hold.
func check(ok bool, format string, args ...any) error {
	if ok {
		return nil
	}
	return fmt.Errorf(format, args...)
}

// refused wants an error with a text.
func refused(err error, text string) error {
	return check(err != nil && strings.Contains(err.Error(), text), "want an error with %q: %v", text, err)
}

func (l *life) schema() {
	fmt.Println("Schema")
	var schema struct {
		Resources map[string]struct {
			Properties map[string]struct{ Secret bool }
		}
		Provider struct {
			InputProperties map[string]struct{ Secret bool }
		}
		Functions map[string]any
	}
	l.step("the provider's arguments, resources, and data sources", 0, 0, func() error {
		out, err := l.pulumi("package", "get-schema", "terraform-provider@"+pluginVersion, l.binary)
		if err != nil {
			return err
		}
		if err := json.NewDecoder(strings.NewReader(out[strings.Index(out, "{"):])).Decode(&schema); err != nil {
			return err
		}
		return check(len(schema.Resources) == 3, "%d resources", len(schema.Resources))
	})
	l.step("the API key and the signing secrets are secrets", 0, 0, func() error {
		hook := schema.Resources[endpointType].Properties
		return check(schema.Provider.InputProperties["apiKey"].Secret && hook["signingSecret"].Secret && hook["signingSecretWo"].Secret, "one of them is not")
	})
	l.step("no functions, actions, ephemeral resources, or list resources", 0, 0, func() error {
		names := slices.Sorted(maps.Keys(schema.Functions))
		names = slices.DeleteFunc(names, func(name string) bool { return strings.HasPrefix(name, "botbiz:index/get") })
		return check(slices.Equal(names, []string{"pulumi:providers:botbiz/terraformConfig"}), "more than the data sources: %v", names)
	})
}

func (l *life) objects() {
	fmt.Println("Account and endpoint")
	support, own := object{"phoneNumber": "+14155550100", "name": "Support"}, endpoint("own")
	own["signingSecretWo"], own["signingSecretWoVersion"] = "first-secret-0123456789", 1
	all := object{
		"support": resource(accountType, support, nil), "generated": resource(endpointType, endpoint("generated"), nil), "own": resource(endpointType, own, nil),
	}
	l.step("preview: nothing is sent", 0, 0, func() error {
		_, err := l.run(all, "preview")
		return err
	})
	l.step("create", 3, 3, func() error {
		err := l.up(all)
		return errors.Join(err, check(l.endpoint("https://example.com/own").Secret == "first-secret-0123456789", "the secret is not the given one"))
	})
	l.step("the state holds both signing secrets, encrypted", 0, 0, func() error {
		closed, err := l.pulumi("stack", "export")
		opened, err2 := l.pulumi("stack", "export", "--show-secrets")
		if err := errors.Join(err, err2); err != nil {
			return err
		}
		for _, secret := range []string{l.endpoint("https://example.com/generated").Secret, "first-secret-0123456789"} {
			if strings.Contains(closed, secret) || !strings.Contains(opened, secret) {
				return errors.New("a secret is in plain text, or not in the state")
			}
		}
		return nil
	})
	l.step("a second up: nothing is sent", 0, 0, func() error { return l.unchanged(all) })
	l.step("refresh: one reading of each list", 4, 0, func() error {
		_, err := l.run(all, "refresh", "--yes", "--expect-no-changes")
		return err
	})
	l.step("no change after the refresh", 0, 0, func() error { return l.unchanged(all) })
	l.step("rename: in place", 3, 1, func() error {
		support["name"] = "Help"
		return errors.Join(l.up(all), check(l.account("+14155550100").Name == "Help", "the name is another one"))
	})
	l.step("another notation of the number: no change", 0, 0, func() error {
		support["phoneNumber"] = "+1 (415) 555-0100"
		return l.unchanged(all)
	})
	l.step("renamed by somebody else: only a refresh shows it", 4, 0, func() error {
		l.mock.Rename(l.account("+14155550100").ID, "Other")
		if err := l.unchanged(all); err != nil {
			return err
		}
		out, err := l.run(all, "refresh", "--yes", "--diff")
		return errors.Join(err, check(strings.Contains(out, `"Help" => "Other"`), "no drift:\n%s", out))
	})
	l.step("and the next up corrects it", 3, 1, func() error {
		return errors.Join(l.up(all), check(l.account("+14155550100").Name == "Help", "the name is another one"))
	})
	l.step("another secret with the same version: not sent", 0, 0, func() error {
		own["signingSecretWo"] = "second-secret-0123456789"
		return l.up(all)
	})
	l.step("a new version: sent", 3, 1, func() error {
		own["signingSecretWoVersion"] = 2
		return errors.Join(l.up(all), check(l.endpoint("https://example.com/own").Secret == "second-secret-0123456789", "the secret is not the new one"))
	})
	l.step("data source", 2, 0, func() error {
		invoke := object{"fn::invoke": object{"function": "botbiz:getWhatsappAccounts", "arguments": object{"nameContains": "Help"}, "return": "accounts"}}
		if err := l.program(all, object{"found": invoke}); err != nil {
			return err
		}
		if _, err := l.pulumi("up", "--yes", "--skip-preview"); err != nil {
			return err
		}
		out, err := l.pulumi("stack", "output", "--json")
		return errors.Join(err, check(strings.Contains(out, l.account("+14155550100").ID), "not found:\n%s", out))
	})
	l.step("deleted by somebody else: a refresh drops it, without a warning", 12, 0, func() error {
		l.mock.DeleteEndpoint(l.endpoint("https://example.com/generated").ID)
		out, err := l.run(all, "refresh", "--yes", "--skip-preview")
		return errors.Join(err, check(strings.Contains(out, "- 1 deleted") && !strings.Contains(out, "does not exist on Botbiz"), "%s", out))
	})
	l.step("and the next up creates it", 3, 1, func() error { return l.up(all) })
	l.step("destroy", 3, 3, func() error {
		_, err := l.run(all, "destroy", "--yes", "--skip-preview")
		return errors.Join(err, check(len(l.mock.Accounts())+len(l.mock.Endpoints()) == 0, "objects are left"))
	})
}
