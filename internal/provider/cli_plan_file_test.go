package provider

import (
	"slices"
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

// A saved plan that deletes is refused under the key of another Botbiz account, and nothing is created in its place. One that
// only creates is applied, because Terraform passes the provider nothing of it. A key from a variable is in the plan.
func TestAccCLI_savedPlanOtherKey(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Keys: map[string]string{canaryKey: "", "other": "theirs"}})
	m.SeedAccounts("theirs", 1)
	c := newCLI(t, m)
	config := accountConfig("+14155550177", "Support")
	const fromVariable = "variable \"key\" {\n  sensitive = true\n}\nprovider \"botbiz\" {\n  api_key = var.key\n}\n"
	c.Env = append(c.Env, "TF_VAR_key="+canaryKey)
	c.config(fromVariable + config)
	c.must("plan", "-out=create.plan")
	c.Env = append(c.Env, "TF_VAR_key=other", "BOTBIZ_API_KEY=other")
	if _, err := c.run("apply", "create.plan"); err != nil { // OpenTofu refuses a variable that differs from the plan
		c.Env = append(c.Env, "TF_VAR_key="+canaryKey)
		c.must("apply", "create.plan")
	}
	if n := m.Count("POST", "*"); n != 1 {
		t.Errorf("%d creates", n)
	}

	c.API(m.url, canaryKey)
	c.config(config)
	c.says(c.must("plan"), "No changes") // so it was created with the key of the plan
	c.must("plan", "-replace="+account, "-out=replace.plan")
	c.API(m.url, "other")
	before := c.state()
	m.ResetLog()
	c.refused([]string{titleOtherKey}, "apply", "replace.plan")
	if n := m.Count("POST", "*") + m.Count("DELETE", "*"); n > 0 || !slices.Equal(c.state(), before) {
		t.Errorf("%d writes", n)
	}

	c.API(m.url, canaryKey)
	c.config(config + endpointConfig("https://example.com/hooks", `"whatsapp.message.received"`))
	c.must("plan", "-out=more.plan")
	c.API(m.url, "other")
	c.must("apply", "more.plan")
	if n := m.Count("POST", "*"); n != 1 {
		t.Errorf("%d creates: if the plan is refused now, SECURITY.md and the CI guide can say so", n)
	}
	c.says(c.must("destroy", "-auto-approve", "-target=botbiz_webhook_endpoint.test", "-refresh=false"), "1 destroyed")
}
