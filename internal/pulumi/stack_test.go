// Package pulumi takes the provider through a life under the Pulumi command and its bridge to any Terraform provider, against
// the mock of Botbiz.
package pulumi

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

var enabled = flag.Bool("pulumi", false, "build the Pulumi command and run it")

const (
	// pluginVersion is a version that the Pulumi command finds the plugin by.
	pluginVersion = "1.0.0"
	accountType   = "botbiz:index/whatsappAccount:WhatsappAccount"
	endpointType  = "botbiz:index/webhookEndpoint:WebhookEndpoint"
	urn           = "urn:pulumi:life::life::"
)

type object = map[string]any

func TestLife(t *testing.T) {
	if !*enabled {
		t.Skip("it takes some minutes: make pulumi")
	}
	l := newLife(t)
	start := time.Now()
	l.schema()
	l.objects()
	l.replacements()
	l.protection()
	l.imports()
	l.many()
	fmt.Fprintln(os.Stdout, time.Since(start).Round(time.Second))
}

// life is a Pulumi stack with a local state, and a mock of Botbiz.
type life struct {
	*testing.T
	mock   *mockapi.Server
	folder string // of the project
	binary string // of the provider
	bin    string // of the Pulumi command
	env    []string
}

// newLife builds the provider, and what is missing in bin, and creates a stack.
func newLife(t *testing.T) *life {
	bin, err := filepath.Abs("../../bin/pulumi")
	if err != nil {
		t.Fatal(err)
	}
	l := &life{T: t, mock: mockapi.New(mockapi.Options{}), folder: t.TempDir(), bin: bin}
	l.binary = filepath.Join(l.folder, "terraform-provider-botbiz")
	const bridge = "github.com/pulumi/pulumi-terraform-bridge/v3/dynamic"
	const tools = "../../tools/pulumi"
	l.must(l.command("go", "list", "-C", tools, "-m", "github.com/pulumi/pulumi/pkg/v3", "github.com/pulumi/pulumi-yaml", "github.com/pulumi/pulumi-terraform-bridge/v3"))
	for _, args := range [][]string{
		{"../..", "-o", l.binary, "."},
		{tools, "-o", bin + string(os.PathSeparator), "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"},
		{tools, "-o", filepath.Join(bin, "plugin"), "-ldflags", "-X " + bridge + "/version.version=" + pluginVersion, bridge},
	} {
		l.must(l.command("go", append([]string{"build", "-C"}, args...)...))
	}
	server := httptest.NewServer(l.mock)
	t.Cleanup(func() { l.mock.Close(); server.Close() })
	l.env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "PULUMI_HOME="+filepath.Join(l.folder, "home"),
		"PULUMI_BACKEND_URL=file://"+l.folder, "PULUMI_CONFIG_PASSPHRASE=passphrase", "PULUMI_SKIP_UPDATE_CHECK=true", "NO_COLOR=1",
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true", "BOTBIZ_API_KEY=key", "BOTBIZ_BASE_URL="+server.URL+"/v1")
	l.program(nil, nil)
	l.must(l.pulumi("plugin", "install", "resource", "terraform-provider", pluginVersion, "--file", filepath.Join(bin, "plugin")))
	l.must(l.pulumi("stack", "init", "life"))
	l.must(l.pulumi("package", "add", "terraform-provider@"+pluginVersion, l.binary))
	return l
}

// pulumi runs the command in the project and returns what it prints. An error contains that too.
func (l *life) pulumi(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(l.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(l.bin, "pulumi"), append(args, "--non-interactive")...)
	cmd.Dir, cmd.Env = l.folder, l.env
	return output(cmd)
}

func (l *life) command(name string, args ...string) (string, error) {
	return output(exec.CommandContext(l.Context(), name, args...))
}

func output(cmd *exec.Cmd) (string, error) {
	out, err := cmd.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%v: %w\n%s", cmd.Args, err, out)
	}
	return string(out), err
}

// must returns what a command prints.
func (l *life) must(out string, err error) string {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
	return out
}

// refused wants an error with a text.
func (l *life) refused(_ string, err error, text string) {
	l.Helper()
	l.check(err != nil && strings.Contains(err.Error(), text), "want an error with %q: %v", text, err)
}

func (l *life) check(ok bool, format string, args ...any) {
	l.Helper()
	if !ok {
		l.Fatalf(format, args...)
	}
}

// step runs a step, and prints its verdict and its requests. More reads, or another number of writes, is a failure. A negative
// number is any.
func (l *life) step(name string, reads, writes int, do func()) {
	l.Helper()
	l.mock.ResetLog()
	verdict := "FAILED"
	defer func() {
		fmt.Fprintf(os.Stdout, "  %-6s  %-68s %3d read %3d write\n", verdict, name, l.mock.Count(http.MethodGet, "*"), len(l.writes()))
	}()
	do()
	gets := l.mock.Count(http.MethodGet, "*")
	l.check((reads < 0 || gets <= reads) && (writes < 0 || len(l.writes()) == writes), "%s: want at most %d reads and exactly %d writes", name, reads, writes)
	verdict = "ok"
}

// writes returns the methods of the requests that write, in order.
func (l *life) writes() (methods []string) {
	for _, r := range l.mock.Requests() {
		if r.Method != http.MethodGet {
			methods = append(methods, r.Method)
		}
	}
	return methods
}

// program replaces the program of the stack. Pulumi YAML is a superset of JSON.
func (l *life) program(resources, outputs object) {
	l.Helper()
	program := object{
		"name": "life", "runtime": "yaml",
		"packages": object{"botbiz": object{"source": "terraform-provider", "version": pluginVersion, "parameters": []string{l.binary}}},
	}
	if resources != nil {
		program["resources"] = resources
	}
	if outputs != nil {
		program["outputs"] = outputs
	}
	text, err := json.Marshal(program)
	l.must("", err)
	l.must("", os.WriteFile(filepath.Join(l.folder, "Pulumi.yaml"), text, 0o600))
}

// run runs a command with a program.
func (l *life) run(resources object, args ...string) (string, error) {
	l.Helper()
	l.program(resources, nil)
	return l.pulumi(args...)
}

// up applies a program.
func (l *life) up(resources object) {
	l.Helper()
	l.must(l.run(resources, "up", "--yes", "--skip-preview"))
}

// unchanged wants a program to change nothing.
func (l *life) unchanged(resources object) {
	l.Helper()
	l.must(l.run(resources, "preview", "--expect-no-changes"))
}

// account returns the account with a number.
func (l *life) account(number string) (found mockapi.Account) {
	all := l.mock.Accounts()
	if at := slices.IndexFunc(all, func(a mockapi.Account) bool { return a.PhoneNumber == number }); at >= 0 {
		found = all[at]
	}
	return found
}

// endpoint returns the endpoint with a URL.
func (l *life) endpoint(url string) (found mockapi.Endpoint) {
	all := l.mock.Endpoints()
	if at := slices.IndexFunc(all, func(e mockapi.Endpoint) bool { return e.URL == url }); at >= 0 {
		found = all[at]
	}
	return found
}

// resource returns a resource of a program.
func resource(kind string, properties, options object) object {
	r := object{"type": kind, "properties": properties}
	if options != nil {
		r["options"] = options
	}
	return r
}

func endpoint(name string) object {
	return object{"url": "https://example.com/" + name, "events": []string{"whatsapp.message.received"}}
}
