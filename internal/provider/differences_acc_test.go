package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// TestAccDifferences runs both resources with Terraform against some servers. The in-process engine of these tests runs them
// against all.
func TestAccDifferences(t *testing.T) {
	t.Parallel()
	for _, differences := range [][]string{
		{"lean-list", "patch-204", "numbers-without-plus"},
		{"no-list-route", "patch-empty-object", "null-optionals"},
		{"no-get-route", "bare-array", "urls-normalized", "trimmed-descriptions", "reversed-events"},
		{"create-200", "delete-200-body", "unknown-fields", "no-enabled", "extra-status"},
	} {
		t.Run(strings.Join(differences, "+"), func(t *testing.T) {
			t.Parallel()
			m := newMock(t, mockapi.Options{Differences: differences})
			first := m.config(accountConfig("+1 (415) 555-0100", "Support") +
				endpointConfig("HTTPS://Example.com:443", `"whatsapp.message.received", "a"`, `description = "Orders \n"`))
			second := m.config(accountConfig("+1 (415) 555-0100", "Sales") + endpointConfig("https://example.com", `"b", "a"`, "enabled = false"))
			updates := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(account, plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction(endpoint, plancheck.ResourceActionUpdate),
			}}
			acc(t, m,
				resource.TestStep{Config: first},
				resource.TestStep{Config: first, ConfigPlanChecks: emptyPlan},
				resource.TestStep{Config: second, ConfigPlanChecks: updates},
				resource.TestStep{Config: second, ConfigPlanChecks: emptyPlan},
				resource.TestStep{ResourceName: account, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"phone_number"}}, // the spelling is lost
			)
		})
	}
}
