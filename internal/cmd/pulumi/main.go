// Command pulumi takes the provider through a life under the Pulumi command and its bridge to any Terraform provider, against
// the mock of Botbiz. It prints each step with its requests, and fails if a step failed.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
	defer cancel()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	bin, err := filepath.Abs("bin/pulumi")
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "botbiz-pulumi-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	versions := exec.CommandContext(ctx, "go", "list", "-C", "tools/pulumi", "-m", "github.com/pulumi/pulumi/pkg/v3", "github.com/pulumi/pulumi-yaml",
		"github.com/pulumi/pulumi-terraform-bridge/v3")
	versions.Stdout = os.Stdout
	if err := versions.Run(); err != nil {
		return fmt.Errorf("run it in the folder of the repository: %w", err)
	}
	s, err := newStack(ctx, bin, folder)
	if err != nil {
		return err
	}
	l := &life{stack: s}
	start := time.Now()
	l.schema()
	l.objects()
	l.replacements()
	l.protection()
	l.imports()
	l.many()
	fmt.Println(time.Since(start).Round(time.Second))
	if l.failed > 0 {
		return fmt.Errorf("%d steps failed", l.failed)
	}
	return nil
}

// life is a stack whose steps are counted.
type life struct {
	*stack
	failed int
}

// step runs a step, and prints its verdict and its requests. More reads, or another number of writes, is a failure. A negative
// number is any.
func (l *life) step(name string, reads, writes int, do func() error) {
	l.mock.ResetLog()
	err := do()
	gets := l.mock.Count(http.MethodGet, "*")
	others := l.mock.Count("", "*") - gets
	if err == nil && (reads >= 0 && gets > reads || writes >= 0 && others != writes) {
		err = fmt.Errorf("want at most %d reads and exactly %d writes", reads, writes)
	}
	verdict := "ok"
	if err != nil {
		l.failed++
		verdict = "FAILED"
	}
	fmt.Printf("  %-6s  %-68s %3d read %3d write\n", verdict, name, gets, others)
	if err != nil {
		lines := strings.Split(err.Error(), "\n")
		fmt.Println(strings.Join(lines[:min(len(lines), 30)], "\n"))
	}
}
