package provider

import (
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// The import blocks of the output are valid for all values from Botbiz, and the plan contains imports only.
func TestAccCLI_importBlocksFromOutput(t *testing.T) {
	t.Parallel()
	const odd = `wha_3$${y}"\`
	c := newCLI(t, newMock(t, mockapi.Options{}))
	c.needs(1, 5)
	for number, account := range map[string]mockapi.Account{
		"+14155550101": {ID: "wha_1", Name: "Support"}, "+14155550102": {ID: "wha_2", Name: "\"${x}\" %{ if }"}, "+14155550103": {ID: odd, Name: "Odd"},
	} {
		account.PhoneNumber = number
		c.m.AddAccount(account)
	}
	c.m.AddEndpoint(mockapi.Endpoint{ID: "whe_1", URL: "https://example.com/hooks?a=${b}", Events: []string{"whatsapp.message.received"}})
	blocks := func() string {
		c.example("guides/importing/import-blocks.tf")
		c.must(apply...)
		return c.output("import_blocks")
	}
	c.write("import.tf", blocks())
	c.says(c.must("plan", "-generate-config-out=generated.tf", "-out=import.tfplan"), "Plan: 4 to import, 0 to add, 0 to change, 0 to destroy.")
	c.must("apply", "import.tfplan")
	c.write("import.tf", "") // a block for a configured object must not have a provider
	c.says(c.must("plan"), "No changes.")
	if n := c.m.writes(); n > 0 {
		t.Errorf("%d writes", n)
	}
}

// The check of the documentation names the account that is not connected.
func TestAccCLI_check(t *testing.T) {
	t.Parallel()
	c := newCLI(t, newMock(t, mockapi.Options{}))
	c.needs(1, 5)
	paired, pending := c.m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100"}), c.m.AddAccount(mockapi.Account{PhoneNumber: "+14155550101"})
	c.m.Connect(paired.ID)
	c.example("data-sources/botbiz_whatsapp_accounts/data-source-check.tf")
	out := c.must("plan")
	c.says(out, "Check block assertion failed", "Not connected: "+pending.ID+".")
	c.m.Connect(pending.ID)
	if out := c.must("plan"); strings.Contains(out, "assertion failed") {
		t.Errorf("a warning, and all are connected: %s", out)
	}
}

// -minimal-refresh reads only what changes.
func TestAccCLI_minimalRefresh(t *testing.T) {
	t.Parallel()
	c := newCLI(t, newMock(t, mockapi.Options{}))
	c.needs(1, 17)
	c.example("resources/botbiz_whatsapp_account/resource-many.tf")
	c.must(apply...)
	c.m.Connect(c.m.Accounts()[0].ID)
	c.m.ResetLog()
	if out, _ := c.run("plan", "-minimal-refresh"); strings.Contains(out, "flag provided but not defined") {
		t.Skip("only builds with experiments have -minimal-refresh")
	}
	c.m.ResetLog()
	c.says(c.must("plan", "-minimal-refresh"), "No changes.")
	if n := len(c.m.Requests()); n > 0 {
		t.Errorf("%d requests", n)
	}
	c.says(c.must("apply", "-refresh-only", "-auto-approve"), `"connected"`)
	// A phone that logs out goes unnoticed.
	c.m.Disconnect(c.m.Accounts()[0].ID)
	if out := c.must("plan", "-minimal-refresh"); strings.Contains(out, "disconnected") {
		t.Errorf("it was read: %s", out)
	}
}
