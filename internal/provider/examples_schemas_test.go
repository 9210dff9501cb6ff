package provider

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// fitsSchemas checks the attributes of every block against the provider's schemas, without an engine.
func fitsSchemas(t *testing.T, content string) {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(content), "example", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	schemas := serve(t, New("test")()).schema
	actions := map[string]*tfprotov6.Schema{}
	for name, action := range schemas.ActionSchemas {
		actions[name] = action.Schema
	}
	kinds := map[string]map[string]*tfprotov6.Schema{
		"resource": schemas.ResourceSchemas, "data": schemas.DataSourceSchemas, "ephemeral": schemas.EphemeralResourceSchemas,
		"list": schemas.ListResourceSchemas, "action": actions, "provider": {"botbiz": schemas.Provider},
	}
	for _, block := range hclBody(t, file.Body).Blocks {
		kind, known := kinds[block.Type]
		if !known || !strings.HasPrefix(block.Labels[0], "botbiz") {
			continue
		}
		schema, known := kind[block.Labels[0]]
		if !known {
			t.Errorf("there is no %s %s", block.Type, block.Labels[0])
			continue
		}
		body := block.Body
		if block.Type == "list" || block.Type == "action" { // their arguments are in a block of their own
			body = &hclsyntax.Body{}
			for _, inner := range block.Body.Blocks {
				if inner.Type == "config" {
					body = inner.Body
				}
			}
		}
		fitsSchema(t, strings.Join(block.Labels, "."), body, schema)
	}
}

func fitsSchema(t *testing.T, name string, body *hclsyntax.Body, schema *tfprotov6.Schema) {
	t.Helper()
	for _, attribute := range schema.Block.Attributes {
		if _, set := body.Attributes[attribute.Name]; attribute.Required && !set {
			t.Errorf("%s lacks %s", name, attribute.Name)
		}
	}
	meta := []string{"provider", "alias", "depends_on", "for_each", "count"}
	for attribute := range body.Attributes {
		known := slices.ContainsFunc(schema.Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool {
			return a.Name == attribute && (a.Required || a.Optional)
		})
		if !known && !slices.Contains(meta, attribute) {
			t.Errorf("%s has no argument %s", name, attribute)
		}
	}
}

// The snippets that stand in the pages themselves fit the schemas too.
func TestPages_snippets(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir("../../docs", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		for i, found := range regexp.MustCompile("(?s)```terraform\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
			t.Run(fmt.Sprintf("%s/%d", filepath.Base(file), i+1), func(t *testing.T) {
				fitsSchemas(t, found[1])
			})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func hclBody(t *testing.T, body hcl.Body) *hclsyntax.Body {
	t.Helper()
	native, ok := body.(*hclsyntax.Body)
	if !ok {
		t.Fatalf("a %T", body)
	}
	return native
}

// withoutSettings takes out the terraform block, because tests bring the providers themselves.
func withoutSettings(t *testing.T, content string) string {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(content), "example", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, block := range hclBody(t, file.Body).Blocks {
		if block.Type == "terraform" {
			at := block.Range()
			settings := block.Body.Range()
			if text := content[at.Start.Byte:settings.End.Byte]; strings.Contains(text, "botbiz") && !strings.Contains(text, `source  = "botbiz/botbiz"`) {
				t.Error("the source address is another one")
			}
			return content[:at.Start.Byte] + content[settings.End.Byte:]
		}
	}
	return content
}
