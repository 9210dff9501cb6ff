package provider

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// What a server calls an object is only ever text in the block, so pasting the block reads no variable and runs no function.
func FuzzImportBlock(f *testing.F) {
	for _, id := range []string{
		"wha_12345", "wha_${var.db_password}", "%{for x in y}", "$${a}", "$$${a}", "%%{", "${", "$", "%", `a"b\`, "\"\n}\nresource {", "a\tb\r\n", "\u202e☎\U0001f600", "\x00\x7f", "",
	} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if !utf8.ValidString(id) {
			t.Skip("JSON has no such string")
		}
		file, diags := hclsyntax.ParseConfig([]byte(importBlock(accountResource, id)), "", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		blocks := file.Body.(*hclsyntax.Body).Blocks
		if len(blocks) != 1 || len(blocks[0].Body.Attributes) != 2 {
			t.Fatalf("%d blocks, attributes %v", len(blocks), blocks[0].Body.Attributes)
		}
		expression := blocks[0].Body.Attributes["id"].Expr
		value, diags := expression.Value(nil)
		if diags.HasErrors() || len(expression.Variables()) > 0 || isASCII(id) && value.AsString() != id {
			t.Errorf("%q became %v, %v", id, value, diags)
		}
	})
}

// isASCII leaves out texts that the Terraform language reads in Unicode's composed form.
func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}
