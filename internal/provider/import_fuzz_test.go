package provider

import (
	neturl "net/url"
	"strings"
	"testing"
)

// FuzzImportID checks that an import id is an id, a number or a URL, never two of them, and that an id stays one element
// of a path.
func FuzzImportID(f *testing.F) {
	for _, seed := range []string{
		"wha_12345", "whe_12345", "+14155550100", "+1 (415) 555-0100", "14155550100", "https://example.com/hooks", "http://127.0.0.1:1/x",
		"", ".", "..", "../users", "wha_1/../users", "wha_1?x=y", "wha_1#x", "wha_a.b~1", "wha_1%2f", "wha_\x00", "wha_é", "+", "-1-2-3",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		number, _ := accounts.importKey(given)
		url, _ := endpoints.importKey(given)
		if number != "" && url != "" {
			t.Errorf("%q is two kinds of import ID", given)
		}
		if checkID(given) == nil && (strings.ContainsAny(neturl.PathEscape(given), "/?#") || strings.Trim(given, ".") == "") {
			t.Errorf("%q is taken for an ID and is no plain element of a path", given)
		}
	})
}
