package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// registry is where the pages are published.
const registry = "https://registry.terraform.io/providers/botbiz/botbiz/latest/docs"

var relativeLink = regexp.MustCompile(`\]\(([a-z0-9_./-]+)\.md(#[a-z0-9-]+)?\)`)

// absoluteLinks makes the pages' links to each other absolute. Templates have relative ones, as they are easy to write and
// to check; but registries show pages at other addresses than a file browser does, and rewrite no link.
func absoluteLinks(docs string) error {
	return filepath.WalkDir(docs, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".md" {
			return err
		}
		page, err := filepath.Rel(docs, file)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(file, []byte(absolute(filepath.ToSlash(page), string(text))), 0o644)
	})
}

// absolute rewrites the links of one page, for example "guides/pairing.md".
func absolute(page, text string) string {
	return relativeLink.ReplaceAllStringFunc(text, func(link string) string {
		parts := relativeLink.FindStringSubmatch(link)
		target := path.Join(path.Dir(page), parts[1])
		return "](" + strings.TrimSuffix(registry+"/"+target, "/index") + parts[2] + ")"
	})
}
