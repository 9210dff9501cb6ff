package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const account = "botbiz_whatsapp_account.test"

func accountConfig(number, name string, more ...string) string {
	return fmt.Sprintf("resource \"botbiz_whatsapp_account\" \"test\" {\n  phone_number = %q\n  name = %q\n  %s\n}\n", number, name, strings.Join(more, "\n  "))
}

func TestAccWhatsAppAccount_life(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	sameID, newID := statecheck.CompareValue(compare.ValuesSame()), statecheck.CompareValue(compare.ValuesDiffer())
	id := tfjsonpath.New("id")
	acc(t, m,
		resource.TestStep{
			Config:           m.config(accountConfig("+1234567890", "Customer Support")),
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: []statecheck.StateCheck{
				sameID.AddStateValue(account, id), newID.AddStateValue(account, id),
				statecheck.ExpectKnownValue(account, tfjsonpath.New("status"), knownvalue.StringExact("pending")),
				statecheck.ExpectKnownValue(account, tfjsonpath.New("phone_number"), knownvalue.StringExact("+1234567890")),
				statecheck.ExpectKnownValue(account, tfjsonpath.New("deletion_protection"), knownvalue.Bool(false)),
				statecheck.ExpectKnownValue(account, tfjsonpath.New("qr_code_url"), knownvalue.NotNull()),
				statecheck.ExpectKnownValue(account, tfjsonpath.New("created_at"), knownvalue.NotNull()),
			},
		},
		resource.TestStep{ // renamed in place
			Config:            m.config(accountConfig("+1234567890", "Sales")),
			ConfigPlanChecks:  planned(account, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{sameID.AddStateValue(account, id)},
		},
		resource.TestStep{ // the number in another spelling: nothing is planned, nothing is sent
			PreConfig:         m.ResetLog,
			Config:            m.config(accountConfig("+1 (234) 567-890", "Sales")),
			ConfigPlanChecks:  emptyPlan,
			ConfigStateChecks: []statecheck.StateCheck{sameID.AddStateValue(account, id)},
			Check: verify(func() error {
				if m.writes() > 0 {
					return fmt.Errorf("another spelling was sent: %+v", m.Requests())
				}
				return nil
			}),
		},
		resource.TestStep{ // another number replaces
			Config:            m.config(accountConfig("+1234567891", "Sales")),
			ConfigPlanChecks:  planned(account, plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{newID.AddStateValue(account, id)},
		},
	)
}

func TestAccWhatsAppAccount_spelledAtCreate(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	acc(t, m, resource.TestStep{
		Config:            m.config(accountConfig("+1 (415) 555-0100", "Spelled")),
		ConfigPlanChecks:  resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(account, tfjsonpath.New("phone_number"), knownvalue.StringExact("+1 (415) 555-0100"))},
		Check: verify(func() error {
			if got := m.Accounts()[0].PhoneNumber; got != "+14155550100" {
				return fmt.Errorf("sent %q, want E.164", got)
			}
			return nil
		}),
	}, resource.TestStep{
		Config:           m.config(accountConfig("+14155550100", "Spelled")),
		ConfigPlanChecks: emptyPlan,
	})
}

func TestAccWhatsAppAccount_statusFollowsTheServer(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	config := m.config(accountConfig("+14155550100", "Support"))
	acc(t, m,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig:         func() { m.Connect(m.Accounts()[0].ID) },
			Config:            config,
			ConfigPlanChecks:  emptyPlan,
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(account, tfjsonpath.New("status"), knownvalue.StringExact("connected"))},
		},
	)
}

func TestAccWhatsAppAccount_disappears(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	config := m.config(accountConfig("+14155550100", "Support"))
	acc(t, m,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig:        func() { m.DeleteAccount(m.Accounts()[0].ID) },
			Config:           config,
			ConfigPlanChecks: planned(account, plancheck.ResourceActionCreate),
		},
	)
}

func TestAccWhatsAppAccount_renamedOutside(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	config := m.config(accountConfig("+14155550100", "Support"))
	acc(t, m,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig:        func() { m.Rename(m.Accounts()[0].ID, "Somebody's") },
			Config:           config,
			ConfigPlanChecks: planned(account, plancheck.ResourceActionUpdate),
		},
	)
}

func TestAccWhatsAppAccount_deletionProtection(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	protected := m.config(accountConfig("+14155550100", "Support", "deletion_protection = true"))
	refused := regexp.MustCompile(`(?s)protected from deletion.*untaint`) // and how to go on
	acc(t, m,
		resource.TestStep{Config: protected},
		resource.TestStep{Config: protected, Destroy: true, ExpectError: refused},
		resource.TestStep{Config: m.config(""), ExpectError: refused}, // the block is removed
		resource.TestStep{Config: m.config(accountConfig("+14155550101", "Support", "deletion_protection = true")), ExpectError: refused},
		resource.TestStep{Config: m.config(accountConfig("+14155550101", "Support")), ExpectError: refused}, // disabling the protection is a separate apply
		resource.TestStep{ // disabled by a separate apply, which sends nothing
			PreConfig:        m.ResetLog,
			Config:           m.config(accountConfig("+14155550100", "Support")),
			ConfigPlanChecks: planned(account, plancheck.ResourceActionUpdate),
			Check: verify(func() error {
				if m.writes() > 0 {
					return fmt.Errorf("the flag was sent: %+v", m.Requests())
				}
				return nil
			}),
		},
	)
}
