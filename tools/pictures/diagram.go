package main

import (
	"path/filepath"
	"strings"
)

// diagrams draws every .d2 file in a folder.
func diagrams(folder string) error {
	sources, err := filepath.Glob(filepath.Join(folder, "*.d2"))
	if err != nil {
		return err
	}
	for _, source := range sources {
		if err := tool("d2", "--scale=1", source, strings.TrimSuffix(source, ".d2")+".svg"); err != nil {
			return err
		}
	}
	return nil
}
