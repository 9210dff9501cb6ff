package provider

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const threeAccounts = `
resource "botbiz_whatsapp_account" "test" {
  for_each     = toset(["1", "2", "3"])
  phone_number = "+1415555010${each.key}"
  name         = "Support"
}
resource "botbiz_webhook_endpoint" "test" {
  url    = "https://example.com/hooks"
  events = ["whatsapp.message.received"]
}
`

// A router below a wrong path responds as if the object did not exist. State and server do not change, for any number of plans,
// applies, and destroys.
func TestAccWitness(t *testing.T) {
	t.Parallel()
	for name, wrong := range map[string]func(m *mock, c *cli){
		"wrong path": func(m *mock, c *cli) {
			m.SetDifferences(mockapi.DiffEnvelopedMissingRoutes)
			c.Env = append(c.Env, "BOTBIZ_BASE_URL="+m.unchecked(t)+"/v1")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, mockapi.Options{})
			c := newCLI(t, m)
			c.config(threeAccounts)
			c.must(apply...)
			before, writes := c.state(), m.writes()
			wrong(m, c)
			for _, command := range [][]string{apply, apply, {"plan"}, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"}} {
				c.refused([]string{titleNoRoute, "base_url", "/whatsapp/accounts/"}, command...)
			}
			if len(m.Accounts()) != 3 || len(m.Endpoints()) != 1 || m.Count("POST", "") != 4 {
				t.Errorf("%d accounts and %d endpoints after %d more writes", len(m.Accounts()), len(m.Endpoints()), m.writes()-writes)
			}
			if after := c.state(); !slices.Equal(after, before) {
				t.Errorf("the state holds %v, want %v", after, before)
			}
		})
	}
}

// state returns the addresses in the state.
func (c *cli) state() []string {
	c.t.Helper()
	out, err := c.run("state", "list")
	must(c.t, err)
	return strings.Fields(out)
}

// A missing DELETE route that responds as if the object were already gone deletes nothing.
func TestAccWitness_delete(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Differences: []string{mockapi.DiffEnvelopedDelete404}})
	c := newCLI(t, m)
	c.config(threeAccounts)
	c.must(apply...)
	c.refused([]string{titleNoRoute, "DELETE", m.Accounts()[0].ID}, "destroy", "-auto-approve")
	if state := c.state(); len(m.Accounts()) != 3 || len(state) != 4 {
		t.Errorf("%d accounts, state %v", len(m.Accounts()), state)
	}
}

// Renamed for_each keys delete and create the same numbers in one apply, on a server that rejects duplicates.
func TestAccRenamedKeys(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	config := func(prefix string) {
		c.config(fmt.Sprintf(`
resource "botbiz_whatsapp_account" "test" {
  for_each     = { for n in range(12) : "%s-${n}" => n }
  phone_number = "+141555501${10 + each.value}"
  name         = "Support"
}`, prefix))
	}
	config("old")
	c.must(apply...)
	config("new")
	c.says(c.must(apply...), "12 added, 0 changed, 12 destroyed")
	if n := len(m.Accounts()); n != 12 {
		t.Errorf("%d accounts, want 12", n)
	}
	c.says(c.must("plan"), "No changes")
}

// All readers of a plan share one reading of the list, once a resource was read. Before that, a data source is as new as what
// it depends on, and ten of them, as many as Terraform reads at a time, share one. In which order Terraform reads is chance.
func TestAccOneReading(t *testing.T) {
	t.Parallel()
	const (
		managed = `
resource "botbiz_whatsapp_account" "test" {
  count        = 100
  phone_number = "+1415555${1000 + count.index}"
  name         = "Support"
}
`
		byID = `
data "botbiz_whatsapp_account" "id" {
  count = 100
  id    = local.ids[count.index]
}
`
		byNumber = `
data "botbiz_whatsapp_account" "number" {
  count        = 100
  phone_number = "+1415555${1000 + count.index}"
}
`
		plural = `
data "botbiz_whatsapp_accounts" "all" {}
`
		users = `
data "botbiz_users" "all" {
  count = 3
}
`
	)
	for name, test := range map[string]struct {
		managed bool
		config  string
		most    int
	}{
		"by id":      {false, byID, 30},
		"by number":  {false, byNumber, 30},
		"everything": {true, managed + byID + byNumber + plural, 30},
		"users":      {false, users, 3},
		"managed":    {true, managed, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, mockapi.Options{})
			c := newCLI(t, m)
			if test.managed {
				c.config(managed)
				c.must(apply...)
			} else {
				for n := range 100 {
					m.AddAccount(mockapi.Account{PhoneNumber: fmt.Sprintf("+1415555%d", 1000+n), Name: "Support"})
				}
			}
			var ids []string
			for _, a := range m.Accounts() {
				ids = append(ids, fmt.Sprintf("%q", a.ID))
			}
			c.config(test.config + "locals {\n  ids = [" + strings.Join(ids, ", ") + "]\n}\n")
			before := len(m.Requests())
			c.must("plan")
			if n := len(m.Requests()) - before; n > test.most {
				t.Errorf("%d requests, want at most %d", n, test.most)
			}
		})
	}
}

// A data source that depends on something written in the same apply is read after that write.
func TestAccReadAfterWrite(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	c.config(`
resource "botbiz_whatsapp_account" "first" {
  phone_number = "+14155550101"
  name         = "First"
}
data "botbiz_whatsapp_accounts" "first" {
  depends_on = [botbiz_whatsapp_account.first]
}
resource "botbiz_whatsapp_account" "second" {
  phone_number = "+14155550102"
  name         = "Second, after ${length(data.botbiz_whatsapp_accounts.first.accounts)}"
}
data "botbiz_whatsapp_account" "second" {
  id = botbiz_whatsapp_account.second.id
}
data "botbiz_whatsapp_accounts" "all" {
  depends_on = [botbiz_whatsapp_account.second]
}
output "seen" {
  value = "${data.botbiz_whatsapp_account.second.name}, ${length(data.botbiz_whatsapp_accounts.all.accounts)}"
}`)
	c.must(apply...)
	if seen := c.output("seen"); seen != "Second, after 1, 2" {
		t.Errorf("seen %q", seen)
	}
}
