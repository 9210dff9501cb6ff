package provider

import (
	"fmt"
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
	config := m.config(accountConfig("+1 (234) 567-890", "Sales"))
	connected := statecheck.ExpectKnownValue(account, tfjsonpath.New("status"), knownvalue.StringExact("connected"))
	acc(t, m,
		resource.TestStep{
			Config:           m.config(accountConfig("+1 234 567-890", "Customer Support")),
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: []statecheck.StateCheck{
				sameID.AddStateValue(account, id), newID.AddStateValue(account, id),
				statecheck.ExpectKnownValue(account, tfjsonpath.New("status"), knownvalue.StringExact("pending")),
				statecheck.ExpectKnownValue(account, tfjsonpath.New("phone_number"), knownvalue.StringExact("+1 234 567-890")),
				statecheck.ExpectKnownValue(account, tfjsonpath.New("deletion_protection"), knownvalue.Bool(false)),
				statecheck.ExpectKnownValue(account, tfjsonpath.New("qr_code_url"), knownvalue.NotNull()),
				statecheck.ExpectKnownValue(account, tfjsonpath.New("created_at"), knownvalue.NotNull()),
			},
			Check: verify(func() error {
				if got := m.Accounts()[0].PhoneNumber; got != "+1234567890" {
					return fmt.Errorf("sent %q, want E.164", got)
				}
				return nil
			}),
		},
		resource.TestStep{ // renamed in place
			Config:            m.config(accountConfig("+1 234 567-890", "Sales")),
			ConfigPlanChecks:  planned(account, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{sameID.AddStateValue(account, id)},
		},
		resource.TestStep{ // the number in another spelling: nothing is planned, nothing is sent
			PreConfig:         m.ResetLog,
			Config:            config,
			ConfigPlanChecks:  emptyPlan,
			ConfigStateChecks: []statecheck.StateCheck{sameID.AddStateValue(account, id)},
			Check: verify(func() error {
				if m.writes() > 0 {
					return fmt.Errorf("another spelling was sent: %+v", m.Requests())
				}
				return nil
			}),
		},
		resource.TestStep{ // a phone is paired
			PreConfig: func() { m.Connect(m.Accounts()[0].ID) },
			Config:    config, ConfigPlanChecks: emptyPlan, ConfigStateChecks: []statecheck.StateCheck{connected},
		},
		resource.TestStep{ // renamed by somebody else, and back
			PreConfig: func() { m.Rename(m.Accounts()[0].ID, "Somebody's") },
			Config:    config, ConfigPlanChecks: planned(account, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{ // deleted by somebody else
			PreConfig: func() { m.DeleteAccount(m.Accounts()[0].ID) },
			Config:    config, ConfigPlanChecks: planned(account, plancheck.ResourceActionCreate),
		},
		resource.TestStep{ // another number replaces
			Config:            m.config(accountConfig("+1234567891", "Sales")),
			ConfigPlanChecks:  planned(account, plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{newID.AddStateValue(account, id)},
		},
	)
}
