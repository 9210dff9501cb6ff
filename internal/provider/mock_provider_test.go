package provider

import (
	"cmp"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// The example for users' own `terraform test` passes with the real engine.
func TestAccExample_mockProvider(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance test: set TF_ACC")
	}
	engine, err := exec.LookPath(cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform"))
	if err != nil {
		t.Skip("no engine: ", err)
	}
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("../../examples/guides/testing")); err != nil {
		t.Fatal(err)
	}
	reattach := reattachConfig(t)
	run := func(arguments ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), engine, arguments...)
		cmd.Dir = folder
		for _, variable := range os.Environ() {
			if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "BOTBIZ_") {
				cmd.Env = append(cmd.Env, variable)
			}
		}
		cmd.Env = append(cmd.Env, "TF_REATTACH_PROVIDERS="+reattach, "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1")
		defer slot()()
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(arguments, " "), err, out)
		}
		return string(out)
	}
	found := regexp.MustCompile(`(?m)^(\w+) v(\S+)$`).FindStringSubmatch(run("version"))
	since := map[string]string{"Terraform": "1.7.0", "OpenTofu": "1.8.0"}
	if found == nil || version.Must(version.NewVersion(found[2])).LessThan(version.Must(version.NewVersion(since[found[1]]))) {
		t.Skipf("%v has no mock_provider", found)
	}
	run("init", "-no-color")
	if out := run("test", "-no-color"); !strings.Contains(out, "2 passed, 0 failed") {
		t.Error(out)
	}
}

// Terraform ignores defaults for what there is not.
func TestMockDefaults(t *testing.T) {
	t.Parallel()
	defaults := readExample(t, "guides/testing/tests/botbiz.tfmock.hcl")
	var mocked []string
	for _, block := range regexp.MustCompile(`(?m)^mock_(resource|data) "(\w+)"`).FindAllStringSubmatch(defaults, -1) {
		mocked = append(mocked, block[1]+" "+block[2])
	}
	var want []string
	schema := serve(t, New("test")()).schema
	for name := range schema.ResourceSchemas {
		want = append(want, "resource "+name)
	}
	for name := range schema.DataSourceSchemas {
		want = append(want, "data "+name)
	}
	slices.Sort(mocked)
	slices.Sort(want)
	if !slices.Equal(mocked, want) {
		t.Errorf("there are defaults for %q, want them for %q", mocked, want)
	}
}

// reattachConfig serves the provider from this process and says where, as TF_REATTACH_PROVIDERS has it.
func reattachConfig(t *testing.T) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reattached, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
	go func() {
		_ = tf6server.Serve("registry.terraform.io/botbiz/botbiz", func() tfprotov6.ProviderServer {
			return providerserver.NewProtocol6(New("test")())()
		}, tf6server.WithDebug(ctx, reattached, closed), tf6server.WithGoPluginLogger(hclog.NewNullLogger()), tf6server.WithLoggingSink(t))
	}()
	t.Cleanup(func() {
		cancel()
		<-closed
	})
	config := <-reattached
	host := cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), "registry.terraform.io")
	encoded, err := json.Marshal(map[string]any{host + "/botbiz/botbiz": map[string]any{
		"Protocol": string(config.Protocol), "ProtocolVersion": config.ProtocolVersion, "Pid": config.Pid, "Test": config.Test,
		"Addr": map[string]string{"Network": config.Addr.Network(), "String": config.Addr.String()},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}
