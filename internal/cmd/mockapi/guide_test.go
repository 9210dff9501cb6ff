package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

// The commands of the guide "Testing your module" work in a clean checkout.
func TestAccGuide(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance test: set TF_ACC")
	}
	if runtime.GOOS == "windows" {
		t.Skip("the commands are for a Unix shell")
	}
	terraform, err := engine.Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if v := terraform.Version.Segments(); v[0] == 1 && v[1] < 6 {
		t.Skipf("version %s has no test command", terraform.Version)
	}
	checkout := checkout(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0") // a free port, which is probably still free when the mock starts
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()
	for _, name := range []string{"run.sh", "api/module.tftest.hcl"} {
		path := filepath.Join(checkout, "examples/guides/testing", name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.NewReplacer("8080", port, "terraform ", terraform.Path+" ").Replace(string(text))
		if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	script := (&engine.Workspace{Engine: terraform, Folder: checkout, CLIConfig: os.DevNull}).Command(t.Context(), nil)
	script.Path, script.Args = "/bin/sh", []string{"sh", "examples/guides/testing/run.sh"}
	script.Stdout, script.Stderr = nil, nil
	script.Env = append(script.Env, "HOME="+t.TempDir(), "GOCACHE="+goEnv(t, "GOCACHE"), "GOPATH="+goEnv(t, "GOPATH"), "NO_COLOR=1")
	out, err := script.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "2 passed, 0 failed") || !strings.Contains(string(out), "Mock of the Botbiz API") {
		t.Errorf("%v\n%s", err, out)
	}
}

// checkout copies the files that Git tracks, or would add, to a folder.
func checkout(t *testing.T) string {
	t.Helper()
	list := exec.CommandContext(t.Context(), "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = "../../.."
	names, err := list.Output()
	if err != nil {
		t.Skip("not a git repository: ", err)
	}
	folder := t.TempDir()
	for name := range strings.SplitSeq(strings.TrimSuffix(string(names), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join(list.Dir, name))
		if os.IsNotExist(err) {
			continue // deleted and not staged
		}
		if err != nil {
			t.Fatal(err)
		}
		copied := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(copied), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(copied, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	value, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(value))
}
