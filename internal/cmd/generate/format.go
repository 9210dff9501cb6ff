package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// formatExamples writes every configuration below dir in canonical form, as "terraform fmt" would.
func formatExamples(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isHCL(path) {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		formatted, err := format(path, source)
		if err != nil || bytes.Equal(source, formatted) {
			return err
		}
		return os.WriteFile(path, formatted, 0o644)
	})
}

func format(path string, source []byte) ([]byte, error) {
	if _, diags := hclwrite.ParseConfig(source, path, hcl.InitialPos); diags.HasErrors() {
		return nil, fmt.Errorf("%s: %w", path, diags)
	}
	return hclwrite.Format(source), nil
}

func isHCL(path string) bool {
	return strings.HasSuffix(path, ".tf") || strings.HasSuffix(path, ".hcl")
}
