package provider

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	terraform "github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

// cli runs Terraform with the built provider in a folder, to test what the testing module does not support: warnings,
// -replace, and files.
type cli struct {
	t *testing.T
	m *mock
	terraform.Workspace
}

// builds is the folder of the provider's binary.
var builds string

// cliEngine finds the engine and builds the provider once for all tests.
var cliEngine = sync.OnceValues(func() (*terraform.Engine, error) { return terraform.New(context.Background(), builds) })

func TestMain(m *testing.M) {
	var err error
	if builds, err = os.MkdirTemp("", "botbiz-provider-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if left := outliving(5 * time.Second); code == 0 && left != "" {
		fmt.Fprintln(os.Stderr, "FAIL: goroutines outlive the tests:\n"+left)
		code = 1
	}
	_ = os.RemoveAll(builds)
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
	found, err := cliEngine()
	must(t, err)
	c := &cli{t, m, terraform.Workspace{Engine: found, Folder: t.TempDir()}}
	c.CLIConfig, err = found.Override(c.Folder)
	must(t, err)
	c.API(m.url, canaryKey)
	return c
}

func (c *cli) write(name, content string) {
	c.t.Helper()
	must(c.t, c.Write(name, content))
}

func (c *cli) read(name string) string {
	c.t.Helper()
	content, err := os.ReadFile(filepath.Join(c.Folder, name))
	must(c.t, err)
	return string(content)
}

// config replaces the configuration.
func (c *cli) config(body string) {
	c.t.Helper()
	must(c.t, c.Configure(body))
}

// run runs a Terraform command and returns its output on one line.
func (c *cli) run(arguments ...string) (string, error) {
	c.t.Helper()
	defer slot()()
	out, err := c.Run(context.WithoutCancel(c.t.Context()), arguments...)
	// Boxes and line breaks depend on the width of the terminal.
	text := strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(out)
	return strings.Join(strings.Fields(ansi.ReplaceAllString(text, "")), " "), err
}

// output returns the value of an output.
func (c *cli) output(name string) string {
	c.t.Helper()
	defer slot()()
	value, err := c.Output(c.t.Context(), name)
	must(c.t, err)
	return value
}

// needs skips the test on a version that is too old.
func (c *cli) needs(major, minor int) {
	c.t.Helper()
	c.needsEach([2]int{major, minor}, [2]int{major, minor})
}

// needsEach is needs with different versions for Terraform and OpenTofu.
func (c *cli) needsEach(terraform, tofu [2]int) {
	c.t.Helper()
	least := map[string][2]int{"terraform": terraform, "tofu": tofu}[c.Name]
	if has := c.Version.Segments(); slices.Compare(has[:2], least[:]) < 0 {
		c.t.Skipf("%s %s is below %v", c.Name, c.Version, least)
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
