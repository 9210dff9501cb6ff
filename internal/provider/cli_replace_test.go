package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const createFirst = "lifecycle {\n    create_before_destroy = true\n  }"

// If the server rejects duplicates, the error of a create-before-destroy replacement describes a solution that works.
func TestAccCLI_createBeforeDestroy(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	c.config(accountConfig("+14155550100", "Support", createFirst))
	c.must(apply...)
	id := m.Accounts()[0].ID
	replace := with(apply, "-replace="+account)
	c.refused([]string{titleNumberTaken, id, "Remove create_before_destroy", "moved block"}, replace...)

	c.config(accountConfig("+14155550100", "Support"))
	c.says(c.must(replace...), "1 added, 0 changed, 1 destroyed")
	if accounts := m.Accounts(); len(accounts) != 1 || accounts[0].ID == id {
		t.Errorf("%+v", accounts)
	}
	c.must("destroy", "-auto-approve")
}

// If the server accepts them, a protected account remains as a deposed object, and every plan fails. The solution in the
// error works.
func TestAccCLI_deposedAndProtected(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Differences: []string{mockapi.DiffAllowsDuplicates}})
	c := newCLI(t, m)
	c.needs(1, 5)
	c.config(accountConfig("+14155550100", "Support", "deletion_protection = true", createFirst))
	c.must(apply...)
	id := m.Accounts()[0].ID
	wayOut := []string{titleProtected, id, "deposed", "remove create_before_destroy", "`terraform state rm`", "import the account"}
	c.refused(wayOut, with(apply, "-replace="+account)...)
	c.refused(wayOut, "plan")

	if out, err := c.run("state", "rm", account); err != nil {
		t.Fatal(out)
	}
	c.config("import {\n  to = " + account + "\n  id = \"" + id + "\"\n}\n" + accountConfig("+14155550100", "Support", "deletion_protection = true"))
	c.says(c.must(apply...), "1 imported, 0 added, 1 changed, 0 destroyed")
	c.says(c.must("plan"), "No changes")
	if n := len(m.Accounts()); n != 2 {
		t.Errorf("%d accounts: the other one is for the dashboard", n)
	}
}

// A removed block warns in every version that plans its deletion with the provider. A rename with a moved block does not
// warn.
func TestAccCLI_removedBlocksWarn(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	c.needs(1, 3)
	const count = "resource \"botbiz_whatsapp_account\" \"test\" {\n  count = 5\n  phone_number = \"+1415555010${count.index}\"\n  name = \"x\"\n}\n"
	c.config(count)
	c.must(apply...)
	for _, a := range m.Accounts() {
		m.Connect(a.ID)
	}
	c.config("")
	m.ResetLog()
	out := c.must("plan")
	for _, a := range m.Accounts() {
		c.says(out, "The WhatsApp account "+a.ID+" is connected")
	}
	if n := m.Count("GET", "*"); n > 2 {
		t.Errorf("%d requests", n)
	}
	m.ResetLog()
	c.must("plan", "-refresh=false")
	if n := len(m.Requests()); n > 0 {
		t.Errorf("%d requests without a refresh", n)
	}
}

// A secret that is null, for example from an ephemeral variable, does not block a destroy.
func TestAccCLI_destroyWithNullSecret(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	c.needs(1, 11)
	c.config("variable \"secret\" {\n  ephemeral = true\n  default = null\n}\n" +
		endpointConfig("https://example.com", `"a"`, "signing_secret_wo = var.secret", "signing_secret_wo_version = 1"))
	c.must(with(apply, "-var=secret=own")...)
	c.says(c.must("plan"), "No changes")
	c.must("destroy", "-auto-approve")
	if len(m.Endpoints()) > 0 {
		t.Error("it is still there")
	}
}

// A plan with more writes than the limit warns once, and the apply does not warn.
func TestAccCLI_planOverLimit(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	c.config("resource \"botbiz_whatsapp_account\" \"test\" {\n  count = 61\n  phone_number = \"+14155550${100 + count.index}\"\n  name = \"x\"\n}\n")
	out := c.must("plan", "-out=plan", "-parallelism=61")
	c.says(out, titlePlanOverLimit, "more than 60")
	c.config("resource \"botbiz_whatsapp_account\" \"test\" {\n  count = 60\n  phone_number = \"+14155550${100 + count.index}\"\n  name = \"x\"\n}\n")
	if out := c.must("plan"); strings.Contains(out, titlePlanOverLimit) {
		t.Errorf("a plan at the limit warns: %s", out)
	}
}

// A replacement is two writes. Terraform shows only the warnings of its first plan, so that one counts both.
func TestAccCLI_planOverLimit_replace(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	const config = "resource \"botbiz_whatsapp_account\" \"test\" {\n  count = 3\n  phone_number = \"+1415555%d1${count.index}\"\n  name = \"x\"\n}\n"
	c.config(fmt.Sprintf(config, 1))
	c.must(apply...)
	c.config(fmt.Sprintf(config, 2))
	for limit, want := range map[int]int{5: 1, 6: 0} {
		c.Env = append(c.Env, fmt.Sprintf("BOTBIZ_REQUESTS_PER_MINUTE=%d", limit))
		if out := c.must("plan"); strings.Count(out, titlePlanOverLimit) != want {
			t.Errorf("limit %d: want %d warnings: %s", limit, want, out)
		}
	}
}
