package provider

import (
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// A saved plan contains the arguments of the provider, so it contains an API key from a variable that is not ephemeral. The
// index page warns of it.
func TestAccCLI_keyInSavedPlan(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, variable  string
		terraform, tofu [2]int
		saved           bool
	}{
		{"variable", "sensitive = true", [2]int{1, 0}, [2]int{1, 6}, true},
		{"ephemeral variable", "sensitive = true\n  ephemeral = true", [2]int{1, 10}, [2]int{1, 11}, false},
		{"environment", "", [2]int{1, 0}, [2]int{1, 6}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t, newMock(t, mockapi.Options{}))
			c.needsEach(test.terraform, test.tofu)
			provider := "provider \"botbiz\" {}\n"
			if test.variable != "" {
				c.Env = append(c.Env, "BOTBIZ_API_KEY=", "TF_VAR_key="+canaryKey)
				provider = "variable \"key\" {\n  " + test.variable + "\n}\nprovider \"botbiz\" {\n  api_key = var.key\n}\n"
			}
			c.config(provider + accountConfig("+1234567890", "Support"))
			c.must("plan", "-out=plan")
			if got := strings.Contains(c.must("show", "-json", "plan"), canaryKey); got != test.saved {
				t.Errorf("the plan contains the key: %t", got)
			}
		})
	}
}
