package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// registry is the address of the pages in the Terraform Registry.
const registry = "https://registry.terraform.io/providers/botbiz/botbiz/latest/docs"

var relativeLink = regexp.MustCompile(`\]\(([a-z0-9_./-]+)\.md(#[a-z0-9-]+)?\)`)

// absoluteLinks makes the links between pages absolute. Templates contain relative links, which are easier to write and
// check. Registries show pages at other addresses than a file browser and do not rewrite links.
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
