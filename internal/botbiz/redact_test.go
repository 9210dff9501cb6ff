package botbiz

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// encodings are ways in which a server, a proxy or a log may write a text that it repeats.
var encodings = map[string]func(string) string{
	"as it is":       func(s string) string { return s },
	"JSON":           func(s string) string { b, _ := json.Marshal(s); return string(b) },
	"JSON, all":      func(s string) string { return eachUnit(s, `\u%04x`) },
	"JSON, capitals": func(s string) string { return eachUnit(s, `\u%04X`) },
	"quoted":         strconv.Quote,
	"quoted ASCII":   strconv.QuoteToASCII,
	"bytes":          func(s string) string { return eachByte(s, `\x%02x`) },
	"octal":          func(s string) string { return eachByte(s, `\%03o`) },
	"path":           url.PathEscape,
	"query":          url.QueryEscape,
	"query, lower":   func(s string) string { return strings.ToLower(eachByte(s, "%%%02X")) },
	"query, all":     func(s string) string { return eachByte(s, "%%%02X") },
	"HTML":           html.EscapeString,
	"HTML, named":    strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;", "_", "&lowbar;", "+", "&plus;", "/", "&sol;").Replace,
	"HTML, decimal":  func(s string) string { return eachRune(s, "&#%d;") },
	"HTML, hex":      func(s string) string { return eachRune(s, "&#x%x;") },
	"Base64":         func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"Base64, 1":      func(s string) string { return base64.StdEncoding.EncodeToString([]byte("Bearer: " + s + "!")) },
	"Base64, 2":      func(s string) string { return base64.URLEncoding.EncodeToString([]byte("x" + s + "yz")) },
	"Base64, raw":    func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte("xy" + s)) },
	"hex":            func(s string) string { return hex.EncodeToString([]byte(s)) },
	"HEX":            func(s string) string { return "0" + strings.ToUpper(hex.EncodeToString([]byte(s))) },
}

func eachByte(s, format string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, format, s[i])
	}
	return b.String()
}

func eachRune(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, format, r)
	}
	return b.String()
}

func eachUnit(s, format string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, format, unit)
	}
	return b.String()
}

// echoes are the places of an answer or of an error of the network that a text can be repeated in.
var echoes = map[string]func(secrets redact, text string) string{
	"message": func(r redact, text string) string {
		body, _ := json.Marshal(map[string]any{"error": map[string]any{"code": "c", "message": "Bad: " + text + ".", "status": 422}})
		return readError(&http.Response{StatusCode: 422}, body, r).Error()
	},
	"code": func(r redact, text string) string {
		body, _ := json.Marshal(map[string]any{"error": map[string]any{"code": text, "message": "m", "status": 422}})
		return readError(&http.Response{StatusCode: 422}, body, r).Error()
	},
	"problem": func(r redact, text string) string {
		body, _ := json.Marshal(map[string]any{"title": "Bad", "detail": text})
		return readError(&http.Response{StatusCode: 400}, body, r).Error()
	},
	"page": func(r redact, text string) string {
		return readError(&http.Response{StatusCode: 502}, []byte("<p>\n"+text), r).Error()
	},
	"2xx": func(r redact, text string) string {
		b, _ := json.Marshal(map[string]string{"error": text})
		return notAnAnswer(b, r)
	},
	"error": func(r redact, text string) string { return r.hide(errors.New("proxyconnect tcp: " + text)).Error() },
	"cut":   func(r redact, text string) string { return r.quote(strings.Repeat("x ", 20)+text, 50) },
}

// neverShown echoes a secret, in an encoding that may be in another, everywhere.
func neverShown(t *testing.T, secret, before, outer, inner, after string) {
	t.Helper()
	echo := encodings[outer](encodings[inner](secret))
	for place, show := range echoes {
		text := show(redacting("another", secret), before+echo+after)
		if strings.Contains(text, secret) || strings.Contains(text, echo) || strings.Contains(bare(text), bare(secret)) {
			t.Errorf("%s in %s, echoed in %s: %s", inner, outer, place, text)
		}
	}
}

func TestRedact_encodings(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{`Zz"1<&>\+c /`, "schlüssel☎\U0001f600key"} {
		for outer := range encodings {
			for inner := range encodings {
				neverShown(t, secret, "", outer, inner, "")
			}
		}
	}
}

func FuzzRedact(f *testing.F) {
	names := slices.Sorted(maps.Keys(encodings))
	for n, secret := range []string{
		"canary-0123456789", `Zz"quoted"<&>\canary`, "&&&&<<<<>>>>", "whsec_c2VjcmV0+/=", "passphrase with blanks", "%41%42%43%44", `\u0041\n\t\\\\\\`, "a+b+c d+e f g", "12345678",
	} {
		f.Add(secret, `\`, "%", uint8(n), uint8(2*n))
	}
	f.Fuzz(func(t *testing.T, secret, before, after string, outer, inner uint8) {
		if strings.ToValidUTF8(secret, "") != secret || len(bare(secret)) < part || len(secret) > 60 || len(before)+len(after) > 60 {
			t.Skip("no key and no signing secret looks like this")
		}
		neverShown(t, secret, before, names[int(outer)%len(names)], names[int(inner)%len(names)], after)
	})
}

// What is shown of a message without a secret is the message.
func TestRedact_falseAlarms(t *testing.T) {
	t.Parallel()
	secrets := redacting("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "test", "k", "ab", strings.Repeat("Zm9vYmFy", 8))
	for _, text := range []string{
		"Missing required parameter: user_id", "The phone number +14155550100 is connected already (wha_12345)", "signing secrets begin with whsec_", "100 % of 60 requests",
		"aGVsbG8gd29ybGQ=", "deadbeefdeadbeefdeadbeef", "C:\\Users\\new", "Ungültige Telefonnummer ☎",
	} {
		if got := secrets.quote(text, maxMessage); got != text {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
	if got := secrets.quote("The key sk_live_4eC39HqLyjWDarjtT1zdp7dc is not valid", maxMessage); got != "The key [redacted] is not valid" {
		t.Error(got)
	}
	if got := secrets.quote("The key sk_live_4eC39HqLyj… is not valid", maxMessage); got != notShown {
		t.Error(got)
	}
}

func TestVault_bounded(t *testing.T) {
	t.Parallel()
	c := New(&url.URL{}, nil, "the API key")
	for n := range 10_000 {
		c.Conceal(fmt.Sprintf("whsec_%0100d", n))
	}
	known := c.secrets.known().list
	if len(known) > 4000 || known[0] != "the API key" || known[len(known)-1] != fmt.Sprintf("whsec_%0100d", 9_999) {
		t.Errorf("%d secrets, from %q to %q", len(known), known[0], known[len(known)-1])
	}
	c.Conceal(strings.Repeat("x", maxVault+1))
	if known = c.secrets.known().list; len(known) != 2 {
		t.Errorf("%d secrets", len(known))
	}
}

// The most that a hostile text can ask of the reader.
func BenchmarkRedact(b *testing.B) {
	secrets := redacting("canary-0123456789")
	hostile := base64.StdEncoding.EncodeToString([]byte(base64.StdEncoding.EncodeToString([]byte(strings.Repeat("q83vASNFZ4mrze8BI0VniQ", 30)))))
	for b.Loop() {
		secrets.quote(hostile, maxMessage)
	}
}
