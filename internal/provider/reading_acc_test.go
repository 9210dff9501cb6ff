package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// In an apply, a data source sees what something that it depends on did, whatever that is.
func TestAccCLI_dataSeesWhatItDependsOn(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	c.config(accountConfig("+14155550100", "Support") + fmt.Sprintf(`
data "botbiz_whatsapp_accounts" "before" {
  depends_on = [botbiz_whatsapp_account.test]
}


resource "terraform_data" "other" {
  input = length(data.botbiz_whatsapp_accounts.before.accounts)
  provisioner "local-exec" {
    command = <<-EOT
      curl -s -X POST -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -d '{"phone_number":"+14155550101","name":"Other"}' %s/whatsapp/accounts
    EOT
  }
}

data "botbiz_whatsapp_accounts" "after" {
  depends_on = [terraform_data.other]
}

data "botbiz_whatsapp_account" "other" {
  phone_number = "+14155550101"
  depends_on   = [terraform_data.other]
}

output "seen" {
  value = "${length(data.botbiz_whatsapp_accounts.before.accounts)}, ${length(data.botbiz_whatsapp_accounts.after.accounts)}, ${data.botbiz_whatsapp_account.other.name}"
}`, canaryKey, m.url))
	c.needsEach([2]int{1, 4}, [2]int{1, 6})
	c.must(apply...)
	if seen := c.output("seen"); seen != "1, 2, Other" {
		t.Errorf("seen %q", seen)
	}
}

// Thirty connections of one account share one reading.
func TestConnection_manyOfOneAccount(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	e := newEngine(t, m)
	id := m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "Support", Status: "Active"}).ID
	var all []*object
	for range 30 {
		o := e.object(connectionResource)
		_, err := o.apply(block{"account_id": id})
		must(t, err)
		all = append(all, o)
	}
	m.ResetLog()
	w := e.walk()
	for _, o := range all {
		must(t, w.read(o))
	}
	if n := m.Count("GET", "*"); n > 2 {
		t.Errorf("%d requests", n)
	}
}

// A program such as Crossplane reads an object before it creates it, with an empty id, and later by its external name, which
// can be a natural key.
func TestRead_externalNames(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		onFakeClock(t, s.kind, func(t *testing.T) {
			m := newMockInMemory(t, mockapi.Options{})
			o := newEngine(t, m).object(s.kind)
			_, err := o.apply(s.lives[0])
			must(t, err)
			id := o.text("id")
			m.ResetLog()
			o.engine.warnings = nil

			none := *o
			none.state = withText(t, o.state, "id", "")
			must(t, none.refresh())
			if none.exists() || len(m.Requests()) > 0 || len(none.warnings) > 0 {
				t.Errorf("%s: in the state %t, %d requests, warned %q", s.kind, none.exists(), len(m.Requests()), none.warnings)
			}
			named := *o
			named.state = withText(t, o.state, "id", s.key)
			must(t, named.refresh())
			if got := named.text("id"); got != id {
				t.Errorf("%s: the id is %q, want %q", s.kind, got, id)
			}
			// One that a program only observes has no arguments. Planning it is no error.
			w := o.walk()
			schema := w.schemas.ResourceSchemas[s.kind]
			observed := o.engine.object(s.kind)
			observed.state = o.configure(schema, block{"id": s.key})
			must(t, observed.refresh())
			nothing := o.configure(schema, nil)
			if _, err := w.planChange(observed, observed.state, nothing, nothing); err != nil || observed.text("id") != id {
				t.Errorf("%s: observed, the id is %q: %v", s.kind, observed.text("id"), err)
			}
			missing := *o
			missing.state = withText(t, o.state, "id", s.noKey)
			impossible(t, missing.refresh(), "does not exist")
			if !missing.exists() {
				t.Errorf("%s: an unknown key emptied the state", s.kind)
			}
		})
	}
}

// withText returns a state with another value of a text.
func withText(t *testing.T, state tftypes.Value, name, value string) tftypes.Value {
	t.Helper()
	all := members(state)
	all[name] = tftypes.NewValue(tftypes.String, value)
	return tftypes.NewValue(state.Type(), all)
}

// One object that is imported at two addresses warns.
func TestImport_twice(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	e := newEngine(t, m)
	id := m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "Support"}).ID
	w := e.walk()
	for want := range 2 {
		resp, err := w.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: accountResource, ID: id})
		must(t, err)
		must(t, w.note(resp.Diagnostics))
		if got := strings.Count(strings.Join(e.warnings, "\n"), titleImportedTwice); got != want {
			t.Errorf("%d warnings, want %d", got, want)
		}
	}
}
