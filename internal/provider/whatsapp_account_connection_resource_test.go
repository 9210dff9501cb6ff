package provider

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// wait makes an account and a connection that waits for it.
func wait(t *testing.T, m *mock, timeout any) (*object, error) {
	t.Helper()
	o := newEngine(t, m).object(connectionResource)
	id := m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "Support"}).ID
	_, err := o.apply(block{"account_id": id, "timeouts": block{"create": timeout}})
	return o, err
}

func TestConnection_waits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMockInMemory(t, mockapi.Options{PairAfter: time.Second})
		o, err := wait(t, m, "1m")
		must(t, err)
		if o.text("status") != "connected" || o.text("id") != m.Accounts()[0].ID {
			t.Errorf("%s", o.state)
		}
		if n := m.Count("GET", "*"); n > 2 { // at once, and after 2 s
			t.Errorf("%d requests", n)
		}
	})
}

func TestConnection_timesOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMockInMemory(t, mockapi.Options{})
		o, err := wait(t, m, "3s")
		id := m.Accounts()[0].ID
		impossible(t, err, "Timed out waiting for the account to connect", id, `"pending"`, "3s", "authenticated", "Pair the account and apply again",
			"botbiz_whatsapp_account_pair", "guides/pairing", "timeouts")
		if o.exists() {
			t.Errorf("something is in the state: %s", o.state)
		}
	})
}

func TestConnection_accountGoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var m *mock
		m = newMockInMemory(t, mockapi.Options{OnRequest: func(r mockapi.Request) {
			if accounts := m.Accounts(); r.Method == "GET" && len(accounts) > 0 {
				m.DeleteAccount(accounts[0].ID)
			}
		}})
		o, err := wait(t, m, "1m")
		impossible(t, err, `[AttributeName("account_id")]`, "wha_", "does not exist")
		if o.exists() {
			t.Error("something is in the state")
		}
	})
}

func TestConnection_noSuchAccount(t *testing.T) {
	t.Parallel()
	o := newEngine(t, newMock(t, mockapi.Options{})).object(connectionResource)
	_, err := o.apply(block{"account_id": "wha_none"})
	impossible(t, err, `[AttributeName("account_id")]`, "wha_none", "does not exist", "another Botbiz account")
}

// A response that proves nothing ends the wait with its own error.
func TestConnection_failures(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"401", "403", "404 page", "404 plain", "405", "501", "page", "truncated", "empty object", "redirect"} {
		onFakeClock(t, name, func(t *testing.T) {
			m := newMockInMemory(t, mockapi.Options{})
			m.AddFault(failures[name].fault)
			_, err := wait(t, m, "1m")
			impossible(t, err, failures[name].words...)
		})
	}
}

func TestConnection_badTimeouts(t *testing.T) {
	t.Parallel()
	for _, timeout := range []string{"0s", "-1m", "", "ten minutes", "10"} {
		m := newMock(t, mockapi.Options{})
		_, err := wait(t, m, timeout)
		impossible(t, err, "timeouts.create", titleInvalidValue)
		if strings.Contains(err.Error(), `\n`) || strings.Count(err.Error(), titleInvalidValue) > 1 {
			t.Errorf("%q: %v", timeout, err)
		}
		if len(m.Requests()) > 0 {
			t.Errorf("%q: something was sent", timeout)
		}
	}
	_, err := newEngine(t, newMock(t, mockapi.Options{})).object(connectionResource).plan(block{"account_id": "wha/1"})
	impossible(t, err, "account_id", "wha_12345")
}

func TestConnection_lives(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMockInMemory(t, mockapi.Options{PairAfter: time.Millisecond})
		o, err := wait(t, m, "1m")
		must(t, err)
		id := m.Accounts()[0].ID
		m.ResetLog()
		action, err := o.apply(block{"account_id": id, "timeouts": block{"create": "5m"}})
		if err != nil || action != "update" || m.writes() > 0 || m.Count("GET", "*") > 1 {
			t.Errorf("%s, %+v: %v", action, m.Requests(), err)
		}
		if action, err := o.plan(block{"account_id": "wha_other"}); err != nil || action != "replace" {
			t.Errorf("another account: %s: %v", action, err)
		}
		m.ResetLog()
		must(t, o.destroy())
		if o.exists() || m.writes() > 0 || len(m.Accounts()) != 1 {
			t.Error("destroying a connection touched the account")
		}

		_, err = o.apply(block{"account_id": id})
		must(t, err)
		m.Disconnect(id)
		o.engine.warnings = nil
		must(t, o.refresh())
		if warned := strings.Join(o.warnings, ""); o.exists() || !strings.Contains(warned, id) || !strings.Contains(warned, "disconnected") {
			t.Errorf("disconnected: warned %q", warned)
		}
		_, err = o.apply(block{"account_id": id, "timeouts": block{"create": "1s"}})
		impossible(t, err, "Timed out waiting for the account to connect", `"disconnected"`)
		m.Connect(id)
		_, err = o.apply(block{"account_id": id})
		must(t, err)
		m.DeleteAccount(id)
		o.engine.warnings = nil
		must(t, o.refresh())
		if warned := strings.Join(o.warnings, ""); o.exists() || !strings.Contains(warned, "no longer exists") || !strings.Contains(warned, "leaves the state") || strings.Contains(warned, "creates it again") {
			t.Errorf("gone: warned %q", warned)
		}
	})
}

func TestConnection_importRefused(t *testing.T) {
	t.Parallel()
	o := newEngine(t, newMock(t, mockapi.Options{})).object(connectionResource)
	impossible(t, o.importBy("wha_12345"), titleInvalidImport, `"wha_12345"`, "Remove the import block", guide)
}
