package provider

import (
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// lines are the phone numbers of the examples with several accounts.
var lines = map[string]string{"support": "+14155550100", "sales": "+14155550101"}

// example uses an example of the documentation, with replacements, as the configuration.
func (c *cli) example(name string, oldnew ...string) {
	c.t.Helper()
	c.config(strings.NewReplacer(oldnew...).Replace(readExample(c.t, name)))
}

// messages returns the texts that were sent since the last call.
func (c *cli) messages() string {
	c.t.Helper()
	var texts []string
	for _, request := range c.m.Requests() {
		if request.Method == "POST" && request.Route == mockapi.RouteMessages {
			texts = append(texts, request.Body)
		}
	}
	c.m.ResetLog()
	return strings.Join(texts, "\n")
}

// A message is sent before an account is deleted. A failed action does not prevent the deletion.
func TestAccCLI_closingAction(t *testing.T) {
	t.Parallel()
	const example = "actions/botbiz_whatsapp_message_send/action-closing.tf"
	c := newCLI(t, newMock(t, mockapi.Options{}))
	c.needs(1, 16)
	c.example(example)
	c.must(apply...)
	const action, target = "-invoke=action.botbiz_whatsapp_message_send.closing", `-target=botbiz_whatsapp_account.line["sales"]`
	c.must(with(apply, action, target)...)
	if sent := c.messages(); strings.Count(sent, "The line") != 1 || !strings.Contains(sent, "sales ("+lines["sales"]) {
		t.Errorf("the action of one line sent %q", sent)
	}

	fault := c.m.AddFault(mockapi.Fault{Kind: "status", Status: 500, Route: mockapi.RouteMessages})
	c.example(example, `    sales   = "+14155550101"`, "")
	c.says(c.must(apply...), "Warning:", "0 added, 0 changed, 1 destroyed")
	if fault.Fired() == 0 || len(c.m.Accounts()) != 1 {
		t.Errorf("%d accounts are left after %d failed messages", len(c.m.Accounts()), fault.Fired())
	}
	c.m.ClearFaults()
	c.m.ResetLog()

	c.must("destroy", "-auto-approve")
	if sent := c.messages(); strings.Count(sent, "The line") != 1 || !strings.Contains(sent, "support ("+lines["support"]) {
		t.Errorf("the line that closes sent %q", sent)
	}
}

// One action pairs every account, and with -target one account again.
func TestAccCLI_pairManyAction(t *testing.T) {
	t.Parallel()
	var c *cli
	m := newMock(t, mockapi.Options{OnRequest: func(r mockapi.Request) {
		for _, account := range c.m.Accounts() {
			if r.Route == mockapi.RouteQRCode && strings.Contains(r.Path, account.ID) {
				c.m.Connect(account.ID)
			}
		}
	}})
	c = newCLI(t, m)
	c.needs(1, 16)
	c.example("actions/botbiz_whatsapp_account_pair/action-many.tf")
	c.must(apply...)
	for _, account := range m.Accounts() {
		if account.Status != mockapi.StatusConnected {
			t.Errorf("%+v", account)
		}
	}
	m.ResetLog()
	out := c.must(with(apply, "-invoke=action.botbiz_whatsapp_account_pair.line", `-target=botbiz_whatsapp_account_connection.line["sales"]`)...)
	c.says(out, "1 invoked", "connected")
	c.must("destroy", "-auto-approve")
}
