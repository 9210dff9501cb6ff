package provider

import (
	"strings"
	"testing"
)

// A character that cannot be seen is named by its code where it is not accepted.
func TestChecks_invisible(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		refuse func(string) error
		code   string // of the first invisible character of value; "": the value is accepted
		value  string
	}{
		"emoji":             {checkText, "", "Dev 👩\u200d💻"},
		"Hebrew":            {checkText, "", "\u200fשירות לקוחות\u200f"},
		"soft hyphen":       {checkText, "", "Kunden\u00addienst"},
		"tab in a name":     {checkText, "U+0009", "a\tb"},
		"emoji and escape":  {checkText, "U+001B", "👩\u200d💻\x1b"},
		"marked name":       {checkText, "U+FEFF", "\ufeffSupport"},
		"end of a name":     {checkText, "U+200B", "Support\u200b"},
		"only a mark":       {checkText, "U+200B", "\u200b"},
		"pasted ID":         {checkID, "U+200B", "wha_12345\u200b"},
		"ID in a file":      {checkID, "U+000A", "wha_12345\n"},
		"pasted event":      {checkEvent, "U+2060", "a\u2060"},
		"pasted URL":        {checkWebhookURL, "U+00A0", "https://example.com/\u00a0"},
		"pasted base URL":   {checked(parseBaseURL), "U+200B", "https://api.botbiz.io/v1\u200b"},
		"pasted key":        {checked(parseKey), "U+200B", "key\u200b"},
		"key in two halves": {checked(parseKey), "U+000A", "key\nkey"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := test.refuse(test.value)
			if (err == nil) != (test.code == "") || err != nil && !strings.Contains(err.Error(), test.code) {
				t.Errorf("%v, want %q", err, test.code)
			}
		})
	}
}
