package provider

import (
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// paired returns a workspace with one connected account.
func paired(t *testing.T, config string) *cli {
	t.Helper()
	c := newCLI(t, newMock(t, mockapi.Options{}))
	c.config(config)
	c.must(apply...)
	c.m.Connect(c.m.Accounts()[0].ID)
	return c
}

// kept checks that the account and its pairing exist, and that there was no warning.
func (c *cli) kept(out string) {
	c.t.Helper()
	if strings.Contains(out, titlePairingLost) {
		c.t.Errorf("a warning, and the pairing is kept: %s", out)
	}
	if accounts := c.m.Accounts(); len(accounts) != 1 || accounts[0].Status != mockapi.StatusConnected {
		c.t.Errorf("the pairing is lost: %+v", accounts)
	}
}

// A removed block that does not destroy keeps the account. OpenTofu has the lifecycle block in it since 1.10.
func TestAccCLI_removedBlockKeepsPairing(t *testing.T) {
	t.Parallel()
	c := newCLI(t, newMock(t, mockapi.Options{}))
	c.needsEach([2]int{1, 7}, [2]int{1, 10})
	c = paired(t, accountConfig("+14155550100", "Support"))
	c.config(strings.Replace(readExample(t, "guides/pairing/removed.tf"), "account.support", "account.test", 1))
	c.kept(c.must(apply...))
	c.says(c.must("plan"), "No changes.")
}

// keepingConfig returns accounts with destroy = false, one for each key.
func keepingConfig(number string, keys ...string) string {
	return "resource \"botbiz_whatsapp_account\" \"test\" {\n  for_each = toset([\"" + strings.Join(keys, `", "`) + "\"])\n" +
		"  phone_number = \"" + number + "\"\n  name = each.key\n  lifecycle {\n    destroy = false\n  }\n}\n"
}

// destroy = false keeps the account when its key goes, and in terraform destroy.
func TestAccCLI_destroyFalseKeepsPairing(t *testing.T) {
	t.Parallel()
	for name, remove := range map[string]func(c *cli) string{
		"key": func(c *cli) string {
			c.config(strings.Replace(keepingConfig("+14155550100"), `toset([""])`, "toset([])", 1))
			return c.must(apply...)
		},
		"destroy": func(c *cli) string {
			out, _ := c.run("destroy", "-auto-approve") // OpenTofu reports what it leaves behind as an error
			return out
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newCLI(t, newMock(t, mockapi.Options{})).needsEach([2]int{1, 16}, [2]int{1, 12})
			c := paired(t, keepingConfig("+14155550100", "support"))
			c.kept(remove(c))
			if state := c.read("terraform.tfstate"); strings.Contains(state, "wha_") {
				t.Errorf("the state still has it: %s", state)
			}
		})
	}
}

// What destroy = false does not cover, deletion_protection does.
func TestAccCLI_destroyFalseAndProtection(t *testing.T) {
	t.Parallel()
	newCLI(t, newMock(t, mockapi.Options{})).needsEach([2]int{1, 16}, [2]int{1, 12})
	protected := func(number string) string {
		return strings.Replace(keepingConfig(number, "support"), "  lifecycle", "  deletion_protection = true\n  lifecycle", 1)
	}
	c := paired(t, protected("+14155550100"))
	c.config(protected("+14155550101"))
	c.refused([]string{"Account is protected from deletion"}, apply...)
	c.config("")
	out, _ := c.run(with(apply, "-no-color")...) // Terraform drops the rule with the block, OpenTofu keeps it
	c.kept(out)
}
