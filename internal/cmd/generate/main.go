// Command generate formats the examples and generates docs/ from the schemas of the provider, templates/, examples/, and the
// contract. It reads the schemas from the provider and not with Terraform, because Terraform before 1.14 does not report list
// resources, actions, and identities.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	verbose := flag.Bool("v", false, "show what tfplugindocs says")
	flag.Parse()
	root, err := moduleRoot()
	if err == nil {
		err = generate(ctx, root, root, *verbose)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// generate formats the examples in dir and generates the pages there. It uses the tool that the module in root pins.
func generate(ctx context.Context, root, dir string, verbose bool) error {
	if err := formatExamples(filepath.Join(dir, "examples")); err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "generate-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	schemas := filepath.Join(temp, "schemas.json")
	if err := writeSchemas(ctx, schemas); err != nil {
		return err
	}
	common := []string{"--provider-dir", dir, "--provider-name", "botbiz", "--providers-schema", schemas}
	err = tfplugindocs(ctx, root, verbose, append([]string{"generate", "--rendered-provider-name", "Botbiz"}, common...)...)
	if err != nil {
		return err
	}
	if err := writeContract(filepath.Join(dir, "docs")); err != nil {
		return err
	}
	if err := edit(filepath.Join(dir, "docs", "index.md"), absolute); err != nil {
		return err
	}
	return tfplugindocs(ctx, root, verbose, append([]string{"validate"}, common...)...)
}

// tfplugindocs runs the pinned tool and shows its output if it fails.
func tfplugindocs(ctx context.Context, root string, verbose bool, args ...string) error {
	tool := filepath.Join(root, "tools", "tfplugindocs")
	cmd := exec.CommandContext(ctx, "go", append([]string{"tool", "-C", tool, "tfplugindocs"}, args...)...)
	cmd.Env = append(os.Environ(), "GOFLAGS=") // flags such as -mod=vendor are for the module of the provider
	out, err := cmd.CombinedOutput()
	if verbose || err != nil {
		_, _ = os.Stderr.Write(out)
	}
	if err != nil {
		return fmt.Errorf("tfplugindocs %s: %w", args[0], err)
	}
	// The tool only warns about a template for an object that the provider does not have.
	if strings.Contains(string(out), "does not exist") {
		return fmt.Errorf("tfplugindocs %s:\n%s", args[0], out)
	}
	return nil
}

// moduleRoot returns the folder of go.mod, from any folder in the module.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "terraform-registry-manifest.json")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("run it inside the repository")
		}
		dir = parent
	}
}
