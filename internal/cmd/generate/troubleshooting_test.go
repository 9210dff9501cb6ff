package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The title of every error and warning is a heading of the troubleshooting guide, which errors link to.
func TestTroubleshooting(t *testing.T) {
	t.Parallel()
	text := files(t, filepath.Join(root(t), "docs"))["guides/troubleshooting.md"]
	sections := map[string]bool{}
	for _, found := range regexp.MustCompile(`(?m)^## (.+)$`).FindAllStringSubmatch(text, -1) {
		if sections[found[1]] {
			t.Errorf("two sections %q", found[1])
		}
		sections[found[1]] = true
	}
	titles := titles(t, filepath.Join(root(t), "internal", "provider"))
	if len(titles) < 30 {
		t.Errorf("only %d titles were found: %v", len(titles), titles)
	}
	for _, title := range titles {
		if !sections[title] {
			t.Errorf("there is no section %q", title)
		}
		delete(sections, title)
		if !anchors(text)[strings.ReplaceAll(strings.ToLower(title), " ", "-")] {
			t.Errorf("the errors' link to %q is dead", title)
		}
	}
	delete(sections, "Messages of Terraform itself")
	for section := range sections {
		t.Errorf("no error has the title %q", section)
	}
}

// titles reads the titles of all diagnostics from the source of a package, where they are constants.
func titles(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if title, ok := literal(n.Values...); ok && strings.HasPrefix(n.Names[0].Name, "title") {
					found[title] = true
				}
			case *ast.SelectorExpr:
				if regexp.MustCompile("^Add(Attribute)?(Error|Warning)$").MatchString(n.Sel.Name) {
					t.Errorf("%s makes a diagnostic without a link to the guide", name)
				}
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(found))
}

func literal(values ...ast.Expr) (string, bool) {
	if len(values) != 1 {
		return "", false
	}
	basic, ok := values[0].(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}
