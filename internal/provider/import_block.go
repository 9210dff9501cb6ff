package provider

import (
	"fmt"
	"strings"
	"unicode"
)

// importBlock returns an import block for an existing object.
func importBlock(resource, id string) string {
	return fmt.Sprintf("import {\n  to = %s.NAME # the name in your configuration\n  id = %s\n}", resource, hclString(id))
}

// importBlocks returns an import block for each of the first objects.
func importBlocks(resource string, ids []string) string {
	const most = 5
	var blocks []string
	for _, id := range ids[:min(len(ids), most)] {
		blocks = append(blocks, importBlock(resource, id))
	}
	return strings.Join(blocks, "\n\n")
}

// hclString quotes text as a string of the Terraform language. Go's %q does not escape ${ and %{, so an id could read a
// variable of the configuration. hclwrite does the same, but adds 1.1 MB to the binary.
func hclString(text string) string {
	var quoted strings.Builder
	for i, r := range text {
		switch {
		case r == '"' || r == '\\':
			quoted.WriteString(`\` + string(r))
		case (r == '$' || r == '%') && strings.HasPrefix(text[i+1:], "{"):
			quoted.WriteString(string(r) + string(r))
		case unicode.IsPrint(r):
			quoted.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&quoted, `\U%08x`, r)
		default:
			fmt.Fprintf(&quoted, `\u%04x`, r)
		}
	}
	return `"` + quoted.String() + `"`
}
