// Package engine runs Terraform or OpenTofu with the provider built from this module, for the demo, the benchmarks, and tests.
package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/hashicorp/go-version"
)

// Engine is Terraform or OpenTofu.
type Engine struct {
	Name    string // terraform or tofu
	Path    string
	Version *version.Version
	// Provider is the path of the provider's binary, if [New] built it.
	Provider string
}

// New finds an engine like [Find], and builds the provider into folder.
func New(ctx context.Context, folder string) (*Engine, error) {
	e, err := Find(ctx)
	if err == nil {
		e.Provider, err = build(ctx, folder)
	}
	return e, err
}

// Find returns the engine at TF_ACC_TERRAFORM_PATH, or terraform or tofu from PATH.
func Find(ctx context.Context) (*Engine, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return open(ctx, path)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return open(ctx, path)
		}
	}
	return nil, errors.New("put terraform or tofu on PATH: https://developer.hashicorp.com/terraform/install, https://opentofu.org/docs/intro/install")
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

func environment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "BOTBIZ_") {
			kept = append(kept, variable)
		}
	}
	return kept
}
