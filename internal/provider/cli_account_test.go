package provider

import (
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

var apply = []string{"apply", "-auto-approve", "-input=false"}

// with adds arguments to a command.
func with(command []string, more ...string) []string {
	return append(command[:len(command):len(command)], more...)
}

// If Terraform does not plan a deletion, Delete returns the error.
func TestAccCLI_deletionProtection(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	const address = "botbiz_whatsapp_account.test"
	c.config(accountConfig("+14155550100", "Support", "deletion_protection = true"))
	c.must(apply...)
	id := m.Accounts()[0].ID
	refused := []string{"Account is protected from deletion", id, "deletion_protection = false", "terraform untaint"}

	c.refused(refused, with(apply, "-replace="+address)...)
	c.refused(refused, "destroy", "-auto-approve")
	c.must("taint", address)
	c.refused(refused, apply...)
	c.must("untaint", address)
	c.says(c.must(apply...), "0 added, 0 changed, 0 destroyed")
	if accounts := m.Accounts(); len(accounts) != 1 || accounts[0].ID != id {
		t.Fatalf("the protected account is gone: %+v", accounts)
	}

	c.config(accountConfig("+14155550101", "Support")) // disabling the protection is an apply of its own
	c.refused(refused, apply...)
	m.ResetLog()
	c.config(accountConfig("+14155550100", "Support"))
	c.says(c.must(apply...), "0 added, 1 changed, 0 destroyed")
	if m.writes() > 0 {
		t.Errorf("the flag was sent: %+v", m.Requests())
	}
	c.must("destroy", "-auto-approve")
}

func TestAccCLI_pairingWillBeLost(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	c.needs(1, 3) // earlier versions do not call the provider to plan a deletion
	c.config(accountConfig("+14155550100", "Support"))
	c.must(apply...)
	if out := c.must("plan", "-destroy"); strings.Contains(out, titlePairingLost) {
		t.Errorf("a warning for an account that is not paired: %s", out)
	}
	id := m.Accounts()[0].ID
	m.Connect(id)
	warning := []string{titlePairingLost, id, "+14155550100", "deletion_protection = true"}
	c.says(c.must("plan", "-destroy"), warning...)
	c.config("") // a removed block is planned before it is refreshed
	c.says(c.must("plan"), warning...)
	c.config(accountConfig("+14155550101", "Support"))
	c.says(c.must("plan"), with(warning, "must be replaced")...)
	c.config(accountConfig("+14155550100", "Sales"))
	if out := c.must("plan"); strings.Contains(out, titlePairingLost) {
		t.Errorf("a warning for a rename: %s", out)
	}
	c.must("taint", "botbiz_whatsapp_account.test") // Terraform plans it as a create
	c.says(c.must("plan"), with(warning[:2], "must be replaced")...)
}

// validate needs neither a key nor a server.
func TestAccCLI_validate(t *testing.T) {
	t.Parallel()
	c := newCLI(t, newMock(t, mockapi.Options{}))
	c.Env = append(c.Env, "BOTBIZ_API_KEY=", "BOTBIZ_BASE_URL=")
	c.config("provider \"botbiz\" {}\n" + accountConfig("+14155550100", "Support"))
	c.says(c.must("validate"), "Success!")
	c.refused([]string{"Missing API key", "BOTBIZ_API_KEY", "api_key_file"}, "plan")
	if n := len(c.m.Requests()); n > 0 {
		t.Errorf("%d requests", n)
	}
	// Terraform validates the block of a provider that something uses.
	for argument, words := range map[string][]string{
		`base_url = "https://dash.botbiz.io/api/v1/secret-canary"`: {"base_url", "dash.botbiz.io", titleOtherAPI},
		`headers = { Authorization = "Bearer secret-canary" }`:     {"headers", "Authorization cannot be set", titleInvalidValue},
		`headers = { Host = "secret-canary" }`:                     {"headers", "Host cannot be set", titleInvalidValue},
	} {
		for _, use := range []string{accountConfig("+14155550100", "Support"), "data \"botbiz_users\" \"all\" {}\n"} {
			c.config("provider \"botbiz\" {\n  " + argument + "\n}\n" + use)
			if out := c.refused(words, "validate"); strings.Contains(out, "secret-canary") {
				t.Errorf("the value is shown: %s", out)
			}
		}
	}
	c.config(endpointConfig("https://example.com/hooks", `"whatsapp.message.received"`, "signing_secret_wo_version = 1.5"))
	if out := c.refused([]string{"Invalid value", "signing_secret_wo_version", "not a whole number"}, "validate"); strings.Contains(out, "big.Float") {
		t.Error(out)
	}
	c.config("variable \"key\" {}\nprovider \"botbiz\" {\n  api_key = var.key\n}\n" + accountConfig("+14155550100", "Support"))
	c.Env = append(c.Env, "TF_VAR_key=a\nb-canary")
	if out := c.refused([]string{"api_key", "line break"}, "plan"); strings.Contains(out, "b-canary") {
		t.Errorf("the key is shown: %s", out)
	}
}
