package provider

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// cli runs Terraform with the built provider in a folder, to test what the testing module does not support: warnings,
// -replace, and files.
type cli struct {
	t   *testing.T
	m   *mock
	dir string
	env []string
}

// builds returns the folder of the provider's binary, which is built once for all tests.
var builds = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "botbiz-provider-")
	if err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "terraform-provider-botbiz"), "../..")
	if out, err := build.CombinedOutput(); err != nil {
		return dir, fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

func TestMain(m *testing.M) {
	var built atomic.Bool // tests call it in parallel
	build := builds
	builds = func() (string, error) { built.Store(true); return build() }
	code := m.Run()
	if left := outliving(5 * time.Second); code == 0 && left != "" {
		fmt.Fprintln(os.Stderr, "FAIL: goroutines outlive the tests:\n"+left)
		code = 1
	}
	if built.Load() {
		if dir, err := builds(); err == nil {
			_ = os.RemoveAll(dir)
		}
	}
	os.Exit(code)
}

// outliving returns the stacks of the goroutines that go on after the tests, or nothing. Connections get some time to close.
func outliving(patience time.Duration) string {
	stacks := make([]byte, 1<<20)
	others := func() string {
		all := strings.Split(string(stacks[:runtime.Stack(stacks, true)]), "\n\n")
		return strings.Join(slices.DeleteFunc(all[1:], func(stack string) bool { return strings.Contains(stack, "os/signal.loop") }), "\n\n")
	}
	tick, late := time.NewTicker(10*time.Millisecond), time.After(patience)
	defer tick.Stop()
	left := others()
	for ; left != ""; left = others() {
		select {
		case <-tick.C:
		case <-late:
			return left
		}
	}
	return left
}

// newCLI skips the test if TF_ACC is not set.
func newCLI(t *testing.T, m *mock) *cli {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("an acceptance test: set TF_ACC=1")
	}
	binary, err := builds()
	must(t, err)
	c := &cli{t: t, m: m, dir: t.TempDir()}
	c.write("cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"botbiz/botbiz\" = %q\n  }\n  direct {}\n}\n", binary))
	c.env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(c.dir, "cli.tfrc"), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"BOTBIZ_API_KEY="+canaryKey, "BOTBIZ_BASE_URL="+m.url)
	return c
}

func (c *cli) write(name, content string) {
	c.t.Helper()
	must(c.t, os.WriteFile(filepath.Join(c.dir, name), []byte(content), 0o600))
}

func (c *cli) read(name string) string {
	c.t.Helper()
	content, err := os.ReadFile(filepath.Join(c.dir, name))
	must(c.t, err)
	return string(content)
}

// config replaces the configuration.
func (c *cli) config(body string) {
	c.t.Helper()
	c.write("main.tf", "terraform {\n  required_providers {\n    botbiz = { source = \"botbiz/botbiz\" }\n  }\n}\n"+body)
}

// run runs a Terraform command and returns its output on one line.
func (c *cli) run(arguments ...string) (string, error) {
	c.t.Helper()
	var out bytes.Buffer
	err := c.exec(&out, &out, arguments...)
	// Boxes and line breaks depend on the width of the terminal.
	text := strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(out.String())
	return strings.Join(strings.Fields(ansi.ReplaceAllString(text, "")), " "), err
}

// output returns the value of an output.
func (c *cli) output(name string) string {
	c.t.Helper()
	var out bytes.Buffer
	must(c.t, c.exec(&out, os.Stderr, "output", "-raw", name))
	return out.String()
}

func (c *cli) exec(stdout, stderr io.Writer, arguments ...string) error {
	engine := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if engine == "" {
		engine = "terraform"
		if _, err := exec.LookPath(engine); err != nil {
			engine = "tofu"
		}
	}
	cmd := exec.CommandContext(context.WithoutCancel(c.t.Context()), engine, arguments...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = c.dir, c.env, stdout, stderr
	defer slot()()
	return cmd.Run()
}

// needs skips the test on a version that is too old.
func (c *cli) needs(major, minor int) {
	c.t.Helper()
	c.needsEach([2]int{major, minor}, [2]int{major, minor})
}

// needsEach is needs with different versions for Terraform and OpenTofu.
func (c *cli) needsEach(terraform, tofu [2]int) {
	c.t.Helper()
	out, err := c.run("version")
	must(c.t, err)
	needed := terraform
	if strings.HasPrefix(out, "OpenTofu") {
		needed = tofu
	}
	var has [2]int
	if _, err := fmt.Sscanf(out[strings.Index(out, " v"):], " v%d.%d", &has[0], &has[1]); err != nil || slices.Compare(has[:], needed[:]) < 0 {
		c.t.Skipf("version %v is below %v", has, needed)
	}
}

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

// must runs a command that must succeed.
func (c *cli) must(arguments ...string) string {
	c.t.Helper()
	out, err := c.run(append([]string{arguments[0], "-no-color"}, arguments[1:]...)...)
	if err != nil {
		c.t.Fatalf("%s: %v\n%s", arguments, err, out)
	}
	return out
}

// refused runs a command that must fail with these words.
func (c *cli) refused(words []string, arguments ...string) string {
	c.t.Helper()
	out, err := c.run(append([]string{arguments[0], "-no-color"}, arguments[1:]...)...)
	if err == nil {
		c.t.Fatalf("%s succeeded: %s", arguments, out)
	}
	c.says(out, words...)
	return out
}

func (c *cli) says(out string, words ...string) {
	c.t.Helper()
	for _, word := range words {
		if !strings.Contains(out, word) {
			c.t.Errorf("no %q in: %s", word, out)
		}
	}
}
