// Package engine runs Terraform or OpenTofu with the provider built from this module. The demo, the benchmarks, and the
// chaos run use it.
package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// Engine is Terraform or OpenTofu.
type Engine struct {
	Name    string // terraform or tofu
	Path    string
	Version *version.Version
}

// Find returns the engine at TF_ACC_TERRAFORM_PATH, or terraform or tofu from PATH. Without these, it downloads Terraform
// into folder.
func Find(ctx context.Context, folder string) (*Engine, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return open(ctx, path)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return open(ctx, path)
		}
	}
	path, err := (&releases.LatestVersion{Product: product.Terraform, InstallDir: folder, Timeout: 2 * time.Minute}).Install(ctx)
	if err != nil {
		return nil, fmt.Errorf("neither terraform nor tofu is on PATH, and Terraform cannot be fetched (%w); "+
			"install one of them (https://developer.hashicorp.com/terraform/install, https://opentofu.org/docs/intro/install) and run this again", err)
	}
	return open(ctx, path)
}

func open(ctx context.Context, path string) (*Engine, error) {
	var answer struct {
		Version string `json:"terraform_version"`
	}
	cmd := exec.CommandContext(ctx, path, "version", "-json")
	cmd.Env = append(environment(), "CHECKPOINT_DISABLE=1")
	out, err := cmd.Output()
	if err := errors.Join(err, json.Unmarshal(out, &answer)); err != nil {
		return nil, fmt.Errorf("%s does not tell its version: %w", path, err)
	}
	v, err := version.NewVersion(answer.Version)
	name := "terraform"
	if text, terr := exec.CommandContext(ctx, path, "version").Output(); terr == nil && strings.Contains(string(text), "OpenTofu") {
		name = "tofu"
	}
	return &Engine{Name: name, Path: path, Version: v}, err
}

// Terraform reports whether the engine is Terraform of at least this version.
func (e *Engine) Terraform(atLeast string) bool {
	return e.Name == "terraform" && e.Version.Core().GreaterThanOrEqual(version.Must(version.NewVersion(atLeast)))
}

// Command returns a command that runs the engine in a folder with a CLI configuration. If the context is canceled, the
// engine gets an interrupt, and is killed after 20 seconds. The command does not inherit environment variables that
// configure Terraform or the provider.
func (e *Engine) Command(ctx context.Context, in, config string, out io.Writer, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, e.Path, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = in, out, out
	cmd.Env = append(environment(), "TF_CLI_CONFIG_FILE="+config, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = 20 * time.Second
	return cmd
}

func environment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "BOTBIZ_") {
			kept = append(kept, variable)
		}
	}
	return kept
}
