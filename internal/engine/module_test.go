package engine_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

// What the guides say about modules: every module names the provider, and what can be in a module since when.
func TestModules(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("TF_ACC is not set")
	}
	e, err := engine.New(t.Context(), t.TempDir())
	must(t, err)
	config, err := e.Mirror(t.TempDir())
	must(t, err)
	const named = "terraform {\n  required_providers {\n    botbiz = { source = \"botbiz/botbiz\" }\n  }\n}\n"
	atLeast := func(name, v string) bool {
		return e.Name == name && e.Version.Core().GreaterThanOrEqual(version.Must(version.NewVersion(v)))
	}
	for name, c := range map[string]struct {
		module  string
		problem string // none: it is valid
	}{
		"without required_providers": {resource(""), "hashicorp/botbiz"},
		"with required_providers":    {named + resource(""), ""},
		"import": {
			named + resource("") + "import {\n  to = botbiz_whatsapp_account.support\n  id = \"wha_12345\"\n}\n",
			unless(atLeast("terraform", "1.16.0"), "root module"),
		},
		"prevent_destroy from a variable": {
			named + "variable \"keep\" {\n  default = true\n}\n" + resource("  lifecycle {\n    prevent_destroy = var.keep\n  }\n"),
			unless(atLeast("tofu", "1.12.0"), "Variables not allowed"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "import" && !atLeast("terraform", "1.5.0") && e.Name == "terraform" {
				t.Skip("import blocks need Terraform 1.5")
			}
			w := &engine.Workspace{Engine: e, Folder: t.TempDir(), CLIConfig: config}
			must(t, w.Configure("module \"line\" {\n  source = \"./line\"\n}\n"))
			must(t, os.MkdirAll(filepath.Join(w.Folder, "line"), 0o750))
			must(t, w.Write("line/main.tf", c.module))
			out, err := w.Run(t.Context(), "init", "-no-color")
			if err == nil {
				out, err = w.Run(t.Context(), "validate", "-no-color")
			}
			if c.problem == "" && err != nil || c.problem != "" && (err == nil || !strings.Contains(out, c.problem)) {
				t.Errorf("want the problem %q: %v\n%s", c.problem, err, out)
			}
		})
	}
}

func resource(lifecycle string) string {
	return "resource \"botbiz_whatsapp_account\" \"support\" {\n  phone_number = \"+14155550100\"\n  name         = \"Support\"\n" + lifecycle + "}\n"
}

func unless(valid bool, problem string) string {
	if valid {
		return ""
	}
	return problem
}
