package botbiz_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

func TestNormalizePhoneNumber(t *testing.T) {
	for number, want := range map[string]string{
		"+1234567890":                     "+1234567890", // from the documentation
		"+14155550100":                    "+14155550100",
		"+1 (415) 555-0100":               "+14155550100",
		" +1.415.555.0100 ":               "+14155550100",
		"+[1] 415 555 0100":               "+14155550100",
		"+1\u00a0415\u202f555\u20090100":  "+14155550100",
		"+1‐415‑555–0100":                 "+14155550100",
		"+1234567":                        "+1234567",
		"+39 (06) 6982":                   "+39066982",
		"+44 (0)20 7946 0958":             "",
		"+44 ( 0 ) 20 7946 0958":          "",
		"+123456789012345":                "+123456789012345",
		"+123456":                         "",
		"+1234567890123456":               "",
		"14155550100":                     "",
		"0014155550100":                   "",
		"+0123456789":                     "",
		"+1415555O100":                    "",
		"+1415555\n0100":                  "",
		"+1415555\t0100":                  "+14155550100",
		"\u202a+14155550100\u202c":        "+14155550100", // copied from a contact
		"\ufeff+1 415\u200b555\u20600100": "+14155550100",
		"\u2066+1\u200e415 5550100\u2069": "+14155550100",
		"＋１（４１５）５５５－０１００":           "+14155550100",
		"＋1\u3000415\u3000555 0100": "+14155550100",
		"+44（０）20 7946 0958":        "",
		"++14155550100":             "",
		"+1+4155550100":             "",
		"+1,4155550100":             "",
		"+1/415/5550100":            "",
		"+١٤١٥٥٥٥٠١٠٠":              "",
		"tel:+14155550100":          "",
		"wha_12345":                 "",
		"+":                         "",
		"":                          "",
	} {
		got, err := botbiz.NormalizePhoneNumber(number)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%q: %q, %v; want %q", number, got, err, want)
		}
	}
}

func TestNormalizePhoneNumber_problem(t *testing.T) {
	for number, want := range map[string]error{
		"14155550100":            botbiz.ErrNoPlus, // +14155550100 without quotes in YAML
		"1 (415) 555-0100":       botbiz.ErrNoPlus,
		"(415) 555-0100":         botbiz.ErrNoPlus,
		"1234567":                botbiz.ErrNoPlus,
		"123456789012345":        botbiz.ErrNoPlus,
		"123456":                 botbiz.ErrPhoneNumber,
		"1234567890123456":       botbiz.ErrPhoneNumber,
		"+0123456789":            botbiz.ErrPhoneNumber,
		"+44 (0)20 7946 0958":    botbiz.ErrTrunkZero,
		"+1415555\n0100":         botbiz.ErrPhoneNumber,
		"+1415\u180e5550100":     botbiz.ErrPhoneNumber,
		"+1415\U000e00315550100": botbiz.ErrPhoneNumber,
	} {
		if _, err := botbiz.NormalizePhoneNumber(number); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", number, err, want)
		}
	}
	for number, want := range map[string]string{
		"+1415555\n0100": "U+000A", "+1415\u180e5550100": "U+180E", "+14155550100\x00": "U+0000", "14155550100": "quote the number", "+1": "country code",
	} {
		if _, err := botbiz.NormalizePhoneNumber(number); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", number, err, want)
		}
	}
}

func TestSamePhoneNumber(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		same bool
	}{
		{"+14155550100", "14155550100", true},
		{"+1 415 555 0100", "+1-415-555-0100", true},
		{"＋１４１５５５５０１００", "+14155550100", true},
		{"+14155550100", "+14155550101", false},
		{"+14155550100", "", false},
		{"", "", false},
		{"unknown", "none", false},
	} {
		if botbiz.SamePhoneNumber(tc.a, tc.b) != tc.same || botbiz.SamePhoneNumber(tc.b, tc.a) != tc.same {
			t.Errorf("%q and %q: not %t", tc.a, tc.b, tc.same)
		}
	}
}

func TestReadPhoneNumber(t *testing.T) {
	for written, want := range map[string]string{
		"+14155550100": "+14155550100", "14155550100": "+14155550100", "1 415 555 0100": "+14155550100", "+1 (415) 555-0100": "+14155550100",
		"whatsapp:+14155550100": "+14155550100", "\u202a+14155550100\u202c": "+14155550100", "tel:１４１５５５５０１００": "+14155550100",
		"+1415***0100": "+1415***0100", "+1 415 XXX 0100": "+1 415 XXX 0100", "••••• 5550100": "••••• 5550100",
		"0415555": "0415555", "12": "12", "": "", "hidden": "hidden",
	} {
		if got := botbiz.ReadPhoneNumber(written); got != want {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
}
