package botbiz_test

import (
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

func TestSameText(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		a, b string
		same bool
	}{
		{"", "", true},
		{"", " \r\n", true},
		{"Orders\nand returns", "Orders\r\nand returns", true},
		{"Orders\nand returns", "Orders\rand returns", true},
		{"Orders\n", "Orders", true},
		{" Sales  and\tService ", "Sales and Service", true},
		{"Sales and Service", "Sales\u00a0and Service", true},
		{"R&D <Berlin>", "R&amp;D &lt;Berlin&gt;", true},
		{"R&D <Berlin>", "R&amp;amp;D &amp;lt;Berlin&amp;gt;", true},
		{`"it's"`, "&#34;it&#39;s&#x22;", true},
		{"a  b", "a&nbsp;b", true},

		{"Sales", "", false},
		{"Sales", "sales", false},
		{"Sales", "Sale", false},
		{"R&D", "R D", false},
		{"ab", "a b", false},
		{"Straße", "Strasse", false},
		{"Sales 🙂", "Sales", false},
	} {
		if botbiz.SameText(tc.a, tc.b) != tc.same || botbiz.SameText(tc.b, tc.a) != tc.same {
			t.Errorf("%q and %q: not %t", tc.a, tc.b, tc.same)
		}
	}
}

// A long chain of escapes must not cost a pass for each.
func TestSameText_chain(t *testing.T) {
	t.Parallel()
	if botbiz.SameText("&"+strings.Repeat("amp;", 1<<20), "&") {
		t.Error("a chain of a million escapes is resolved")
	}
}
