package provider

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// versions maps features to the first Terraform version that has them.
var versions = map[string]*version.Version{
	`terraform_data`:                          tfversion.Version1_4_0,
	`(?m)^(import \{|check ")`:                tfversion.Version1_5_0,
	`(?m)^import \{\s+for_each`:               tfversion.Version1_7_0,
	`provider::`:                              tfversion.Version1_8_0,
	`(?m)^ephemeral |ephemeral\s+= true`:      tfversion.Version1_10_0,
	`_wo\s+=`:                                 tfversion.Version1_11_0,
	`(?m)^  identity = \{`:                    tfversion.Version1_12_0,
	`(?m)^(action|list) |^\s*action_trigger `: tfversion.Version1_14_0,
	`caller\.|before_destroy|on_failure`:      version.Must(version.NewVersion("1.16.0")),
}

// versionNeeded returns the first version that can run a configuration.
func versionNeeded(config string) *version.Version {
	least := tfversion.Version1_0_0
	for pattern, since := range versions {
		if regexp.MustCompile(pattern).MatchString(config) && since.GreaterThan(least) {
			least = since
		}
	}
	return least
}

// versionChecks skip a test on versions that cannot run its configurations.
func versionChecks(configs ...string) []tfversion.TerraformVersionCheck {
	return []tfversion.TerraformVersionCheck{tfversion.SkipBelow(versionNeeded(strings.Join(configs, "\n")))}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	for config, want := range map[string]string{
		"resource \"x\" \"y\" {\n}\n":                "1.0.0",
		"import {\n  to = x.y\n}\n":                  "1.5.0",
		"import {\n  for_each = x\n}\n":              "1.7.0",
		"a = provider::x::y()\n":                     "1.8.0",
		"  lifecycle {\n    action_trigger {\n    }": "1.14.0",
	} {
		if got := versionNeeded(config); got.String() != want {
			t.Errorf("%q needs %s, not %s", config, got, want)
		}
	}
}
