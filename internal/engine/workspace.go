package engine

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Workspace is a folder with a configuration that an engine runs in.
type Workspace struct {
	*Engine
	Folder    string
	CLIConfig string   // path of the CLI configuration
	Env       []string // environment variables in addition to those that a command inherits
}

// API makes all commands use the API at this URL with this key.
func (w *Workspace) API(url, key string) {
	w.Env = append(w.Env, "BOTBIZ_BASE_URL="+url, "BOTBIZ_API_KEY="+key)
}

// Configure replaces the configuration, main.tf.
func (w *Workspace) Configure(hcl string) error {
	return w.Write("main.tf", "terraform {\n  required_providers {\n    botbiz = { source = \"botbiz/botbiz\" }\n  }\n}\n\n"+hcl)
}

// Write replaces a file of the workspace.
func (w *Workspace) Write(name, content string) error {
	if err := os.MkdirAll(w.Folder, 0o750); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.Folder, name), []byte(content), 0o600)
}

// Command returns a command that runs the engine. If the context is canceled, the engine gets an interrupt, and is killed
// after 20 seconds. The command does not inherit environment variables that configure Terraform or the provider.
func (w *Workspace) Command(ctx context.Context, out io.Writer, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, w.Path, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = w.Folder, out, out
	cmd.Env = append(environment(), "TF_CLI_CONFIG_FILE="+w.CLIConfig, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	cmd.Env = append(cmd.Env, w.Env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = 20 * time.Second
	return cmd
}

// Run runs the engine and returns its output. The error ends with the last part of it.
func (w *Workspace) Run(ctx context.Context, args ...string) (string, error) {
	var out bytes.Buffer
	if err := w.Command(ctx, &out, args...).Run(); err != nil {
		return out.String(), fmt.Errorf("%s %s: %w\n%s", w.Name, args[0], err, out.Bytes()[max(0, out.Len()-3000):])
	}
	return out.String(), nil
}

// Output returns the value of an output.
func (w *Workspace) Output(ctx context.Context, name string) (string, error) {
	cmd := w.Command(ctx, nil, "output", "-raw", name)
	cmd.Stdout, cmd.Stderr = nil, nil
	value, err := cmd.Output()
	return string(value), err
}
