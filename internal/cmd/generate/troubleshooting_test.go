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

// composed maps parts of titles in the code to the complete titles.
var composed = map[string][]string{
	"Invalid ":          {"Invalid phone number", "Invalid URL"},
	" no longer exists": {"WhatsApp account no longer exists", "Webhook endpoint no longer exists"},
}

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

// titles returns the titles of all diagnostics in the source of a package.
func titles(t *testing.T, dir string) []string {
	t.Helper()
	// Position of the title among the arguments.
	calls := map[string]int{
		"AddError": 0, "AddWarning": 0, "NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0,
		"AddAttributeError": 1, "AddAttributeWarning": 1, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found, constants, used := map[string]bool{}, map[string]string{}, map[string]bool{}
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
				for i, name := range n.Names {
					if i < len(n.Values) {
						constants[name.Name], _ = literal(n.Values[i])
					}
				}
			case *ast.CallExpr:
				selector, ok := n.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				i, ok := calls[selector.Sel.Name]
				if !ok || i >= len(n.Args) {
					return true
				}
				switch title := n.Args[i].(type) {
				case *ast.BasicLit:
					text, _ := literal(title)
					found[text] = true
				case *ast.BinaryExpr:
					part, ok := literal(title.X)
					if !ok {
						part, _ = literal(title.Y)
					}
					if composed[part] == nil {
						t.Errorf("%s composes a title of %q: add what comes of it to this test", name, part)
					}
					for _, title := range composed[part] {
						found[title] = true
					}
				case *ast.Ident:
					used[title.Name] = true
				}
			}
			return true
		})
	}
	for name, text := range constants {
		if text != "" && (used[name] || strings.HasPrefix(name, "title")) {
			found[text] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func literal(e ast.Expr) (string, bool) {
	basic, ok := e.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}
