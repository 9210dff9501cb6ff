package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// documentedOnly are the APIs exactly as documented, with each form of "no such route".
var documentedOnly = []string{"documented-routes-only", "documented-routes-only-html", "documented-routes-only-405"}

const documentedConfig = `
resource "botbiz_whatsapp_account" "line" {
  for_each     = { a = "+14155550100", b = "+14155550101", c = "+14155550102" }
  phone_number = each.value
  name         = "NAME ${each.key}"
}

data "botbiz_users" "all" {}
`

// On the API exactly as documented, a second plan is empty with one warning, and what needs another route is an error with the
// way on, which changes nothing.
func TestAccCLI_documentedAPI(t *testing.T) {
	t.Parallel()
	for _, difference := range documentedOnly {
		t.Run(difference, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, mockapi.Options{Keys: map[string]string{canaryKey: "", "renewed": ""}, Differences: []string{difference}})
			c := newCLI(t, m)
			c.config(documentedConfig)
			c.must(apply...)
			if n := len(m.Accounts()); n != 3 {
				t.Fatalf("%d accounts", n)
			}
			before := c.read("terraform.tfstate")

			m.ResetLog()
			c.config(strings.ReplaceAll(documentedConfig, `data "botbiz_users" "all" {}`, ""))
			out := c.must("plan", "-detailed-exitcode") // warns about the development override too
			if n := strings.Count(out, "Warning:"); n != 2 || !strings.Contains(out, titleUnreadable) || strings.Contains(out, "other API key") {
				t.Errorf("%d warnings: %s", n, out)
			}
			if n := len(m.Requests()); n > 4 {
				t.Errorf("%d requests for the plan of 3 accounts", n)
			}

			c.config(strings.ReplaceAll(documentedConfig, "NAME", "New"))
			c.refused([]string{titleNoRoute, "failed: P", "does not have the route", "ignore_changes = [name]", "dashboard"}, apply...)
			c.config("")
			c.refused([]string{titleNoRoute, "DELETE /v1/whatsapp", "destroy = false", "everything that refers to it", "terraform state rm", "dashboard"}, apply...)
			c.config(strings.Replace(documentedConfig, "550100", "550109", 1))
			c.refused([]string{titleNoRoute, "replaces it, use `terraform state rm ADDRESS`", "apply again"}, apply...)
			if n := len(m.Accounts()); n != 3 || slices.ContainsFunc(m.Accounts(), func(a mockapi.Account) bool { return !strings.HasPrefix(a.Name, "NAME") }) {
				t.Errorf("the server changed: %+v", m.Accounts())
			}
			after := c.read("terraform.tfstate")
			for _, account := range m.Accounts() {
				if !strings.Contains(before, account.ID) || !strings.Contains(after, account.ID) {
					t.Errorf("%s is not in the state", account.ID)
				}
			}

			c.config(strings.ReplaceAll(documentedConfig, `data "botbiz_users" "all" {}`, ""))
			c.API(m.url, "renewed")
			out = c.must("plan", "-detailed-exitcode")
			if n := strings.Count(out, "Warning:"); n != 2 || !strings.Contains(out, titleUnreadable+": other API key") || !strings.Contains(out, "do not apply") {
				t.Errorf("%d warnings: %s", n, out)
			}
			c.API(m.url, canaryKey)

			id := m.Accounts()[0].ID
			for name, body := range map[string]string{
				"data source": `data "botbiz_whatsapp_account" "x" { id = "` + id + `" }`,
				"by number":   `data "botbiz_whatsapp_account" "x" { phone_number = "+14155550100" }`,
				"plural":      `data "botbiz_whatsapp_accounts" "x" {}`,
				"endpoint":    "resource \"botbiz_webhook_endpoint\" \"x\" {\n  url    = \"https://example.com\"\n  events = [\"whatsapp.message.received\"]\n}",
				"connection":  `resource "botbiz_whatsapp_account_connection" "x" { account_id = "` + id + `" }`,
			} {
				fresh := newCLI(t, m)
				fresh.config(body)
				if out := fresh.refused(nil, apply...); !strings.Contains(out, titleNoRoute) || !strings.Contains(out, "does not have the route") {
					t.Errorf("%s: %s", name, out)
				}
			}
			fresh := newCLI(t, m)
			fresh.config("resource \"botbiz_whatsapp_account\" \"x\" {\n  phone_number = \"+14155550100\"\n  name = \"NAME a\"\n}")
			fresh.refused([]string{"cannot be imported"}, "import", "botbiz_whatsapp_account.x", id)
		})
	}
}

// With actions: a message is sent, the code is drawn, and the action says that this API reports no status.
func TestAccCLI_documentedAPIActions(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Differences: []string{"documented-routes-only"}})
	c := newCLI(t, m)
	c.needs(1, 14)
	c.config(accountConfig("+14155550100", "Support") + `
action "botbiz_whatsapp_account_pair" "test" {
  config { account_id = botbiz_whatsapp_account.test.id }
}

action "botbiz_whatsapp_message_send" "test" {
  config {
    to      = "+14155550199"
    type    = "text"
    content = "Hi"
  }
}
`)
	c.must(apply...)
	drawn := c.must(with(apply, "-invoke=action.botbiz_whatsapp_account_pair.test")...)
	c.says(drawn, "▄", "does not report the status", "To show it again:")
	if strings.Contains(drawn, "stops waiting") {
		t.Errorf("the action does not wait: %s", drawn)
	}
	c.says(c.must(with(apply, "-invoke=action.botbiz_whatsapp_message_send.test")...), "was sent")
}
