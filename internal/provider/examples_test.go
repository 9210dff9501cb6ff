package provider

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
	"go.yaml.in/yaml/v4"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const examples = "../../examples"

// exampleSecret is the value of the secret variables that examples have.
const exampleSecret = "whsec_canary_example"

// exampleTests say what is done with the files below examples/. The first pattern that matches a file takes it. Of a
// file that needs a later Terraform version, only the other checks run.
var exampleTests = []exampleRule{
	{"provider/*.tf", nil}, // TestAccExamples_provider
	{"guides/rate-limits/aliases.tf", nil},
	{"guides/testing/*", nil}, // has a test of its own
	{"resources/*/import.sh", importedByCommand},
	{"resources/*/import-by-*.tf", importedByBlock},
	{"resources/*/resource*.tf", applied},
	{"data-sources/*/data-source*.tf", applied},
	{"ephemeral-resources/*/ephemeral-resource*.tf", applied},
	{"functions/*/function*.tf", applied},
	{"actions/*/action*.tf", applied},
	{"list-resources/*/list-resource*.tfquery.hcl", queried},
	{"guides/importing/*.tfquery.hcl", queried},
	{"guides/migrating/*.tf", nil}, // TestAccExamples_migrating
	{"guides/verifying-signatures/receiver.*", received},
	{"guides/quickstart/*.tf", quickstart},
	{"guides/pairing/removed.tf", nil}, // TestAccCLI_removedBlockKeepsPairing
	{"guides/network/*.tfrc", nil},     // TestMirrors in internal/engine
	{"guides/*/*.tf", applied},
	{"ci/*.yml", pipeline},
}

type exampleRule struct {
	pattern string
	test    func(t *testing.T, name, content string) // nil: another test does it
}

func (r exampleRule) takes(name string) bool {
	if folder, all := strings.CutSuffix(r.pattern, "/*"); all {
		return strings.HasPrefix(name, folder+"/")
	}
	ok, _ := path.Match(r.pattern, name)
	return ok
}

func TestAccExamples(t *testing.T) {
	t.Parallel()
	for _, name := range exampleFiles(t) {
		i := slices.IndexFunc(exampleTests, func(r exampleRule) bool { return r.takes(name) })
		if i < 0 {
			t.Errorf("no test takes %s", name)
			continue
		}
		if test := exampleTests[i].test; test != nil {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				content := readExample(t, name)
				if strings.HasSuffix(name, ".tf") || strings.HasSuffix(name, ".hcl") {
					fitsSchemas(t, content)
				}
				test(t, name, content)
			})
		}
	}
}

func exampleFiles(t *testing.T) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(examples, func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(examples, file)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func readExample(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(examples, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// exampleMock is a server with what the examples import and look up.
func exampleMock(t *testing.T, content string) *mock {
	t.Helper()
	options := mockapi.Options{}
	var m *mock
	if strings.Contains(content, "botbiz_whatsapp_account_connection") {
		options.PairAfter = 1 // somebody has scanned the code
	}
	if strings.Contains(content, "botbiz_whatsapp_account_pair") {
		options = mockapi.Options{OnRequest: func(r mockapi.Request) {
			if r.Route == mockapi.RouteQRCode {
				for _, account := range m.Accounts() {
					m.Connect(account.ID)
				}
			}
		}}
	}
	m = newMock(t, options)
	if !regexp.MustCompile(`(?m)^(import|data|list) |^terraform import `).MatchString(content) {
		return m
	}
	m.AddAccount(mockapi.Account{ID: "wha_12345", PhoneNumber: "+14155550100", Name: "Customer Support"})
	m.AddAccount(mockapi.Account{ID: "wha_67890", PhoneNumber: "+14155550101", Name: "Sales", Status: mockapi.StatusConnected})
	m.AddEndpoint(mockapi.Endpoint{
		ID: "whe_12345", URL: "https://example.com/hooks/botbiz", Events: []string{botbiz.EventMessageReceived}, Enabled: true,
	})
	return m
}

// exampleVariables are values for the secrets, which have no default.
func exampleVariables(content string) config.Variables {
	variables := config.Variables{}
	for _, name := range []string{"signing_secret", "botbiz_api_key", "gateway_token"} {
		if strings.Contains(content, `variable "`+name+`"`) {
			variables[name] = config.StringVariable(exampleSecret)
		}
	}
	return variables
}

// placeholders are what a reader replaces in an example.
var placeholders = strings.NewReplacer("<your phone number>", "+14155550100", "<your webhook URL>", "https://example.com/hooks/botbiz")

// quickstart applies main.tf and account.tf of the guide together with the file, once it was refused with the placeholders left in.
func quickstart(t *testing.T, name, content string) {
	for _, file := range []string{"guides/quickstart/main.tf", "guides/quickstart/account.tf"} {
		if file != name {
			content += readExample(t, file)
		}
	}
	content = strings.Replace(withoutSettings(t, content), "provider \"botbiz\" {}\n", "", 1) // the mock has its own
	m := newMock(t, mockapi.Options{})
	exampleTest(t, content,
		resource.TestStep{Config: m.config(content), ExpectError: regexp.MustCompile(`Invalid (phone number|URL)`)},
		resource.TestStep{Config: m.config(placeholders.Replace(content))},
	)
}

func exampleTest(t *testing.T, content string, steps ...resource.TestStep) {
	t.Helper()
	for i := range steps {
		steps[i].ConfigVariables = exampleVariables(content)
	}
	testTerraform(t, resource.TestCase{TerraformVersionChecks: versionChecks(content), ProtoV6ProviderFactories: factories(), Steps: steps})
}

// applied applies an example, expects nothing more to do, and destroys what it made.
func applied(t *testing.T, _, content string) {
	if strings.Contains(content, "local-exec") && runtime.GOOS == "windows" {
		t.Skip("the example's command is for a Unix shell")
	}
	content = withoutSettings(t, content)
	m := exampleMock(t, content)
	seeded := len(m.Accounts()) + len(m.Endpoints())
	steps := []resource.TestStep{{
		Config:           m.config(content),
		ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		PostApplyFunc: func() {
			if strings.Contains(content, "import {") && m.writes() > 0 {
				t.Errorf("importing wrote: %+v", m.Requests())
			}
		},
	}}
	if protected := "deletion_protection = true"; strings.Contains(content, protected) { // or it could not be destroyed
		steps = append(steps, resource.TestStep{Config: m.config(strings.ReplaceAll(content, protected, "deletion_protection = false"))})
	}
	// The testing library cannot read a state with for_each in it, so leave nothing for it to destroy.
	exampleTest(t, content, append(steps, resource.TestStep{Config: m.config("")})...)
	if left := len(m.Accounts()) + len(m.Endpoints()); left > seeded {
		t.Errorf("%d objects are left on the server", left)
	}
}

// importedByCommand runs each command of an import.sh; nothing may be planned after it.
func importedByCommand(t *testing.T, name, content string) {
	body := readExample(t, path.Dir(name)+"/resource.tf")
	n := 0
	for command := range strings.Lines(content) {
		fields := strings.Fields(command)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		if len(fields) != 4 || fields[0] != "terraform" || fields[1] != "import" {
			t.Fatalf("no import: %s", command)
		}
		n++
		t.Run(fields[3], func(t *testing.T) {
			t.Parallel()
			m := exampleMock(t, content)
			exampleTest(t, body,
				resource.TestStep{Config: m.config(body), PlanOnly: true, ExpectNonEmptyPlan: true},
				resource.TestStep{ResourceName: fields[2], ImportState: true, ImportStateId: fields[3], ImportStatePersist: true},
				resource.TestStep{Config: m.config(body), ConfigPlanChecks: emptyPlan},
			)
		})
	}
	if n == 0 {
		t.Error("no command")
	}
}

// importedByBlock applies an import block together with the page's first example: nothing may be written.
func importedByBlock(t *testing.T, name, content string) {
	body := readExample(t, path.Dir(name)+"/resource.tf") + content
	address := regexp.MustCompile(`to\s*=\s*(\S+)`).FindStringSubmatch(content)[1]
	m := exampleMock(t, content)
	exampleTest(t, body, resource.TestStep{
		Config: m.config(body),
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply:             []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop)},
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		},
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringRegexp(regexp.MustCompile(`^wh[ae]_12345$`))),
		},
		PostApplyFunc: func() {
			if m.writes() > 0 {
				t.Errorf("the import wrote: %+v", m.Requests())
			}
		},
	})
}

func queried(t *testing.T, _, content string) {
	if blocks, limits := strings.Count(content, `list "`), strings.Count(content, "limit "); blocks != limits {
		t.Errorf("%d list blocks and %d limits: Terraform's own limit of 100 surprises people", blocks, limits)
	}
	m := exampleMock(t, content)
	exampleTest(t, content, resource.TestStep{Config: m.config("")}, resource.TestStep{Query: true, Config: content}) // beside the provider block of the step before
}

// TestAccExamples_provider runs the provider blocks, which take the key and the address from the environment or a file.
func TestAccExamples_provider(t *testing.T) {
	m := newMock(t, mockapi.Options{Keys: map[string]string{canaryKey: "", exampleSecret: ""}})
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte(canaryKey+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BOTBIZ_BASE_URL", m.url)
	_, authority := overTLS(t)
	for _, name := range exampleFiles(t) {
		if !strings.HasPrefix(name, "provider/") && name != "guides/rate-limits/aliases.tf" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			content := readExample(t, name)
			if !strings.Contains(content, "api_key") {
				t.Setenv("BOTBIZ_API_KEY", canaryKey)
			}
			content = placeholders.Replace(withoutSettings(t, content))
			fitsSchemas(t, content)
			content = regexp.MustCompile(`"/run/secrets/[a-z-]+"`).ReplaceAllLiteralString(content, fmt.Sprintf("%q", filepath.ToSlash(file)))
			content = strings.ReplaceAll(content, "/etc/ssl/company-ca.pem", filepath.ToSlash(authority))
			if !strings.Contains(content, "resource ") {
				content += "\ndata \"botbiz_users\" \"all\" {}\n"
			}
			exampleTest(t, content, resource.TestStep{Config: content})
		})
	}
	if os.Getenv(resource.EnvTfAcc) != "" && len(m.Requests()) == 0 {
		t.Error("nothing was asked")
	}
}

// TestAccExamples_migrating takes the objects of stand-ins for the generic providers over: nothing is planned.
func TestAccExamples_migrating(t *testing.T) {
	t.Parallel()
	for _, generic := range []string{"restapi", "restful"} {
		t.Run(generic, func(t *testing.T) {
			t.Parallel()
			before := withoutSettings(t, readExample(t, "guides/migrating/"+generic+"-before.tf"))
			after := withoutSettings(t, readExample(t, "guides/migrating/"+generic+"-after.tf"))
			fitsSchemas(t, after)
			// What the stand-ins do not read: the objects are on the server already.
			before = regexp.MustCompile(`(?ms)^  (data|body) +=.*?^  \}\)?$`).ReplaceAllString(before, "")
			m := exampleMock(t, "import ")
			m.DeleteAccount("wha_67890") // stand-ins know one object of a kind
			with := factories()
			with[generic] = providerserver.NewProtocol6WithError(&genericProvider{generic, m})
			testTerraform(t, resource.TestCase{
				TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)}, ProtoV6ProviderFactories: with,
				Steps: []resource.TestStep{
					{Config: m.config(before)},
					{
						Config: m.config(after), ConfigPlanChecks: emptyPlan,
						ConfigStateChecks: []statecheck.StateCheck{
							statecheck.ExpectKnownValue("botbiz_webhook_endpoint.messages", tfjsonpath.New("signing_secret"), knownvalue.StringExact(m.Endpoints()[0].Secret)),
						},
						PostApplyFunc: func() {
							if m.writes() > 0 {
								t.Errorf("the move wrote: %+v", m.Requests())
							}
						},
					},
				},
			})
		})
	}
}

// pipeline checks that a CI example is YAML, passes the API key to the steps that need it, and keeps waiting runs.
func pipeline(t *testing.T, _, content string) {
	var file struct {
		Concurrency struct {
			Group, Queue string
		}
		Jobs map[string]struct {
			Env   map[string]string
			Steps []struct {
				Run string
				Env map[string]string
			}
		}
		Plan, Apply struct {
			ResourceGroup string              `yaml:"resource_group"`
			Rules         []map[string]string `yaml:"rules"`
		}
	}
	must(t, yaml.Unmarshal([]byte(content), &file))
	if len(file.Jobs) == 0 { // GitLab CI, which takes the key from the variables of the project
		if file.Plan.ResourceGroup == "" || file.Apply.ResourceGroup != file.Plan.ResourceGroup {
			t.Error("plan and apply are not in the same resource group")
		}
		for _, rules := range [][]map[string]string{file.Plan.Rules, file.Apply.Rules} {
			if len(rules) != 1 || rules[0]["if"] != "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" {
				t.Error("a job runs on branches that do not get the API key")
			}
		}
		return
	}
	if file.Concurrency.Group == "" || file.Concurrency.Queue != "max" {
		t.Error("a newer run cancels a waiting one")
	}
	for name, job := range file.Jobs {
		if job.Env["BOTBIZ_API_KEY"] != "" {
			t.Errorf("every step of job %s gets the API key", name)
		}
		for _, step := range job.Steps {
			needs := strings.HasPrefix(step.Run, "terraform plan") || strings.HasPrefix(step.Run, "terraform apply")
			if has := step.Env["BOTBIZ_API_KEY"] == "${{ secrets.BOTBIZ_API_KEY }}"; has != needs {
				t.Errorf("step %q of job %s gets the API key: %t, want %t", step.Run, name, has, needs)
			}
		}
	}
}
