package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// A configuration that Terraform generates for an import plans that import and nothing else.
func TestAccGeneratedConfig_import(t *testing.T) {
	t.Parallel()
	step := func(address, id string) resource.TestStep {
		return resource.TestStep{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: id, GenerateConfig: true}
	}
	for name, test := range map[string]struct {
		config string
		steps  []resource.TestStep
	}{
		"account":  {accountConfig("+1 415 555-0100", "Support"), []resource.TestStep{step(account, ""), step(account, "+14155550100")}},
		"endpoint": {endpointConfig("https://Example.com:443/hooks", `"b", "a"`), []resource.TestStep{step(endpoint, ""), step(endpoint, "https://example.com/hooks")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, mockapi.Options{})
			testTerraform(t, resource.TestCase{
				TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_5_0)}, ProtoV6ProviderFactories: factories(),
				Steps: append([]resource.TestStep{{Config: m.config(test.config)}}, test.steps...),
			})
		})
	}
}

func TestAccGeneratedConfig_identity(t *testing.T) {
	t.Parallel()
	for address, config := range map[string]string{
		account:  accountConfig("+14155550100", "Support"),
		endpoint: endpointConfig("https://example.com/hooks", `"a"`, `description = "Orders"`, "enabled = false"),
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, mockapi.Options{})
			testTerraform(t, resource.TestCase{
				TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)}, ProtoV6ProviderFactories: factories(),
				Steps: []resource.TestStep{
					{Config: m.config(config)},
					{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity, GenerateConfig: true},
				},
			})
		})
	}
}

// A query writes import and resource blocks for all that there is: as many imports, and no change.
func TestAccCLI_generatedByQuery(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	c.needs(1, 14)
	for i := range 12 {
		m.AddAccount(mockapi.Account{PhoneNumber: fmt.Sprintf("+141555501%02d", i), Name: `Line "${a}"`})
	}
	m.AddEndpoint(mockapi.Endpoint{URL: "https://example.com/hooks", Events: []string{"b", "a"}})
	c.config("")
	c.write("existing.tfquery.hcl", readExample(t, "guides/importing/existing.tfquery.hcl"))
	c.must("query", "-generate-config-out=generated.tf")
	c.says(c.must("plan"), "Plan: 13 to import, 0 to add, 0 to change, 0 to destroy.")
	c.must(apply...)
	c.says(c.must("plan"), "No changes.")
	if n := m.writes(); n > 0 {
		t.Errorf("%d writes", n)
	}
	if !strings.Contains(c.read("generated.tf"), "identity = {") {
		t.Error("the import blocks are not by identity")
	}
}
