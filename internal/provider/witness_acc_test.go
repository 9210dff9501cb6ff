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
// applies, and destroys, and nothing is created there.
func TestAccWitness(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Differences: []string{"enveloped-404-for-missing-routes"}})
	c := newCLI(t, m)
	c.config(threeAccounts)
	c.must(apply...)
	before, writes := c.state(), m.writes()
	c.API(m.unchecked(t)+"/v1", canaryKey)
	for _, command := range [][]string{apply, apply, {"plan"}, {"refresh"}, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"}} {
		c.refused([]string{titleNoRoute, "base_url", "/v1 once", "/whatsapp/accounts/"}, command...)
	}
	if after := c.state(); !slices.Equal(after, before) {
		t.Errorf("the state holds %v, want %v", after, before)
	}
	c.config(threeAccounts + strings.Replace(accountConfig("+14155550109", "Sales"), `"test"`, `"other"`, 1))
	c.refused([]string{titleNoRoute, "nothing was created"}, with(apply, "-refresh=false")...)
	if len(m.Accounts()) != 3 || len(m.Endpoints()) != 1 {
		t.Errorf("%d accounts and %d endpoints after %d more writes", len(m.Accounts()), len(m.Endpoints()), m.writes()-writes)
	}
	c.API(m.url, canaryKey)
	c.config(threeAccounts)
	c.says(c.must("plan"), "No changes") // so the values in the state are as they were
	c.must("destroy", "-auto-approve")
}

// state returns the addresses in the state.
func (c *cli) state() []string {
	c.t.Helper()
	out, err := c.run("state", "list")
	must(c.t, err)
	return strings.Fields(out)
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
