package provider

import (
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// never is the version of features that either Terraform or OpenTofu does not have.
var never = [2]int{99, 0}

// One provider block with for_each serves several Botbiz accounts, each with its own key.
func TestAccCLI_providerForEach(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Keys: map[string]string{"key-north": "north", "key-south": "south"}})
	c := newCLI(t, m)
	c.needsEach(never, [2]int{1, 9})
	c.config(`
locals {
  tenants = toset(["north", "south"])
}

provider "botbiz" {
  alias    = "tenant"
  for_each = local.tenants
  api_key  = "key-${each.key}"
}

resource "botbiz_whatsapp_account" "test" {
  for_each     = local.tenants
  provider     = botbiz.tenant[each.key]
  phone_number = "+14155550100"
  name         = each.key
}
`)
	c.must(apply...)
	c.says(c.must("plan"), "No changes.")
	if accounts := m.Accounts(); len(accounts) != 2 || accounts[0].Tenant == accounts[1].Tenant {
		t.Errorf("%+v", accounts)
	}
	c.must("destroy", "-auto-approve")
}

// enabled = false leaves a resource out.
func TestAccCLI_enabled(t *testing.T) {
	t.Parallel()
	c := newCLI(t, newMock(t, mockapi.Options{}))
	c.needsEach(never, [2]int{1, 11})
	enabled := func(value string) string {
		return accountConfig("+14155550100", "Support", "lifecycle {\n    enabled = "+value+"\n  }")
	}
	c.config(enabled("true"))
	c.must(apply...)
	c.config(enabled("false"))
	c.says(c.must(apply...), "0 added, 0 changed, 1 destroyed")
}

// An encrypted state contains neither ids nor a generated secret in plain text.
func TestAccCLI_encryptedState(t *testing.T) {
	t.Parallel()
	c := newCLI(t, newMock(t, mockapi.Options{}))
	c.needsEach(never, [2]int{1, 7})
	c.config(`
terraform {
  encryption {
    key_provider "pbkdf2" "test" {
      passphrase = "correct horse battery staple"
    }
    method "aes_gcm" "test" {
      keys = key_provider.pbkdf2.test
    }
    state {
      method = method.aes_gcm.test
    }
  }
}
` + endpointConfig("https://example.com/hooks", `"a"`))
	c.must(apply...)
	c.says(c.must("plan"), "No changes.")
	if state := c.read("terraform.tfstate"); strings.Contains(state, "whe_") || strings.Contains(state, "signing_secret") {
		t.Errorf("the state is readable: %s", state)
	}
	c.must("destroy", "-auto-approve")
}
