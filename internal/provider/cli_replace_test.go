package provider

import (
	"fmt"
	"slices"
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

// A protected account is refused at plan, wherever it would go, and nothing changes.
func TestAccCLI_protectedAtPlan(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Differences: []string{"allows-duplicates"}})
	c := newCLI(t, m)
	c.needs(1, 5)
	const protected = "deletion_protection = true"
	for _, more := range []string{"", createFirst} {
		c.config(accountConfig("+14155550100", "Support", protected, more))
		c.must(apply...)
		id := m.Accounts()[0].ID
		c.refused([]string{titleProtected, id, "-replace"}, "plan", "-replace="+account)
		c.must("taint", account)
		c.refused([]string{titleProtected, id, "terraform untaint"}, "plan")
		c.must("untaint", account)
		c.refused([]string{titleProtected, id}, "plan", "-destroy")
		c.config(accountConfig("+14155550101", "Support", protected, more))
		c.refused([]string{titleProtected, id}, "plan")
		c.config("")
		c.refused([]string{titleProtected, id}, "plan")
	}
	trigger := func(version int, more ...string) string {
		return fmt.Sprintf("resource \"terraform_data\" \"trigger\" {\n  input = %d\n}\n", version) +
			accountConfig("+14155550100", "Support", append(more, protected)...)
	}
	const replaces = "lifecycle {\n  replace_triggered_by = [terraform_data.trigger]\n}"
	c.config(trigger(1)) // in OpenTofu, the creation of the trigger triggers too
	c.must(apply...)
	c.config(trigger(2, replaces))
	c.refused([]string{titleProtected, "undo the change of the trigger"}, "plan")
	c.config(trigger(1, replaces))
	c.says(c.must("plan"), "No changes")
	if n := len(m.Accounts()); n != 1 || m.Count("DELETE", "*") > 0 {
		t.Errorf("%d accounts, %d deletes", n, m.Count("DELETE", "*"))
	}
}

// An import of a protected account with another number is refused at plan, and without protection it replaces nothing.
func TestAccCLI_importOtherNumber(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	id := m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "Support", Status: mockapi.StatusConnected}).ID
	c := newCLI(t, m)
	c.needs(1, 5)
	block := "import {\n  to = " + account + "\n  id = \"" + id + "\"\n}\n"
	c.config(block + accountConfig("+14155550177", "Support", "deletion_protection = true"))
	c.refused([]string{titleProtected, id, "another phone number"}, apply...)
	c.config(block + accountConfig("+14155550177", "Support"))
	c.says(c.must(apply...), "1 imported, 0 added, 1 changed, 0 destroyed", titleOtherNumber)
	c.says(c.must("plan"), "No changes", titleOtherNumber)
	c.config(accountConfig("+14155550178", "Support"))
	c.says(c.must("plan"), "must be replaced", titlePairingLost+": "+id)
	if a := m.Accounts(); len(a) != 1 || a[0].ID != id {
		t.Errorf("%+v", a)
	}
}

// The key of another Botbiz account neither empties the state nor deletes anything, also without a refresh, and after a
// renewal of the key one apply notes the new one.
func TestAccCLI_otherKey(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Keys: map[string]string{canaryKey: "", "renewed": "", "other": "theirs"}})
	m.SeedAccounts("theirs", 3)
	c := newCLI(t, m)
	c.config(threeAccounts)
	c.must(apply...)
	before := c.state()
	c.must("plan", "-destroy", "-out=destroy.plan")
	c.API(m.url, "other")
	for _, command := range [][]string{{"apply", "destroy.plan"}, {"plan"}, apply, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"}} {
		c.refused([]string{titleOtherKey, "terraform state rm"}, command...)
	}
	if len(m.Accounts()) != 6 || len(m.Endpoints()) != 1 || !slices.Equal(c.state(), before) {
		t.Errorf("%d accounts, %d endpoints, in the state %s", len(m.Accounts()), len(m.Endpoints()), c.state())
	}
	c.API(m.url, "renewed")
	c.says(c.must("plan"), "No changes")
	c.must("apply", "-auto-approve", "-refresh-only")
	gone := m.Accounts()[3].ID // after those of the other tenant
	m.DeleteAccount(gone)
	c.says(c.must("plan"), "1 to add", "no longer exists: "+gone)
}

// Without a list, an account that was read before and is out of sight is no drift that goes unnoticed: under another key it
// belongs to that key, and under its own a person has to say that it is gone.
func TestAccCLI_readBefore(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Keys: map[string]string{canaryKey: "", "other": "theirs"}, Differences: []string{"no-list-route"}})
	c := newCLI(t, m)
	c.config(accountConfig("+14155550177", "Support"))
	c.must(apply...)
	c.must("apply", "-refresh-only", "-auto-approve")
	c.API(m.url, "other")
	for _, command := range [][]string{{"plan"}, apply, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"}} {
		c.refused([]string{titleOtherKey, "terraform state rm"}, command...)
	}
	c.API(m.url, canaryKey)
	c.says(c.must("plan"), "No changes")
	m.DeleteAccount(m.Accounts()[0].ID)
	for _, command := range [][]string{{"plan"}, apply, {"destroy", "-auto-approve"}} {
		c.refused([]string{titleNoRoute, "returned this object before", "terraform state rm"}, command...)
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
