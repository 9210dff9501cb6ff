package botbiz

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"maps"
	"mime/quotedprintable"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
)

// encodings are ways in which a server, a proxy or a log may write a text that it repeats. What precedes the colon is what
// SECURITY.md calls them.
var encodings = map[string]func(string) string{
	"Escapes: JSON":                     func(s string) string { b, _ := json.Marshal(s); return string(b) },
	"Escapes: JSON, slashes":            func(s string) string { b, _ := json.Marshal(s); return strings.ReplaceAll(string(b), "/", `\/`) },
	"Escapes: JSON, all":                func(s string) string { return eachUnit(s, `\u%04x`) },
	"Escapes: JSON, capitals":           func(s string) string { return strings.ToUpper(eachUnit(s, `\u%04x`)) },
	"Escapes: Go":                       strconv.Quote,
	"Escapes: Go, ASCII":                strconv.QuoteToASCII,
	"Escapes: Go, long":                 func(s string) string { return eachRune(s, `\U%08x`) },
	"Escapes: JavaScript":               func(s string) string { return eachRune(s, `\u{%x}`) },
	"Escapes: JavaScript, some":         func(s string) string { return eachMark(s, `\u{%x}`) },
	"Escapes: JavaScript, escape, some": func(s string) string { return eachMark(s, "%%u%04x") },
	"Escapes: octal, some":              func(s string) string { return eachMark(s, `\%03o`) },
	"Escapes: JavaScript, escape":       func(s string) string { return eachUnit(s, "%%u%04X") },
	"Escapes: bytes":                    func(s string) string { return eachByte(s, `\x%02x`) },
	"Escapes: octal":                    func(s string) string { return eachByte(s, `\%03o`) },
	"Escapes: Unicode":                  func(s string) string { return eachRune(s, "U+%04X ") },
	"Percent-encoding: path":            url.PathEscape,
	"Percent-encoding: query":           url.QueryEscape,
	"Percent-encoding: lower":           func(s string) string { return eachByte(s, "%%%02x") },
	"Percent-encoding: all":             func(s string) string { return eachByte(s, "%%%02X") },
	"HTML entities: few":                html.EscapeString,
	"HTML entities: named":              strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;", "_", "&lowbar;", "+", "&plus;", "/", "&sol;").Replace,
	"HTML entities: decimal":            func(s string) string { return eachRune(s, "&#%d;") },
	"HTML entities: hex":                func(s string) string { return eachRune(s, "&#x%x;") },
	"Quoted-printable: mail":            quoted,
	"Quoted-printable: all":             func(s string) string { return eachByte(s, "=%02X") },
	"Base64: at once":                   func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"Base64: after 8 bytes":             func(s string) string { return base64.StdEncoding.EncodeToString([]byte("Bearer: " + s + "!")) },
	"Base64: after 2 bytes":             func(s string) string { return base64.URLEncoding.EncodeToString([]byte("x " + s + " z")) },
	"Base64: raw":                       func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte("y:" + s)) },
	"Base64: lines":                     func(s string) string { return chunked(base64.StdEncoding.EncodeToString([]byte(s)), 6, "\r\n") },
	"Base64: UTF-16":                    func(s string) string { return base64.StdEncoding.EncodeToString(utf16le(s)) },
	"Base32: at once":                   func(s string) string { return base32.StdEncoding.EncodeToString([]byte(s)) },
	"Base32: lower":                     func(s string) string { return strings.ToLower(base32.StdEncoding.EncodeToString([]byte("xyz:" + s))) },
	"Base32: groups":                    func(s string) string { return chunked(base32.StdEncoding.EncodeToString([]byte("x "+s)), 4, "-") },
	"Hexadecimal: lower":                func(s string) string { return hex.EncodeToString([]byte(s)) },
	"Hexadecimal: upper":                func(s string) string { return "0" + strings.ToUpper(hex.EncodeToString([]byte(s))) },
	"Hexadecimal: colons":               func(s string) string { return chunked(hex.EncodeToString([]byte(s)), 2, ":") },
	"Hexadecimal: dashes":               func(s string) string { return strings.ToUpper(chunked(hex.EncodeToString([]byte(s)), 2, "-")) },
	"Hexadecimal: dump":                 func(s string) string { return chunked(hex.EncodeToString([]byte(s)), 4, " ") },
	"Hexadecimal: UTF-16":               func(s string) string { return hex.EncodeToString(utf16le(s)) },
	"Lists of byte values: decimal":     func(s string) string { return fmt.Sprint([]byte(s)) }, //nolint:staticcheck // the bytes are the point
	"Lists of byte values: decimal, JSON": func(s string) string {
		return `{"type":"Buffer","data":[` + strings.TrimSuffix(eachByte(s, "%d,"), ",") + "]}"
	},
	"Lists of byte values: decimal, index": indexed,
	"Lists of byte values: hexadecimal":    func(s string) string { return fmt.Sprintf("%#v", []byte(s)) },
	"Lists of byte values: octal":          func(s string) string { return eachByte(s, "%03o ") },
	"Lists of byte values: binary":         func(s string) string { return eachByte(s, "%08b ") },
	"Lists of byte values: binary, prefix": func(s string) string { return eachByte(s, "0b%b, ") },
	"Lists of byte values: octal, prefix":  func(s string) string { return eachByte(s, "0o%o, ") },
}

// spellings are ways to write a text that need no decoding.
var spellings = map[string]func(string) string{
	"Another case: upper":                          strings.ToUpper,
	"Another case: lower":                          strings.ToLower,
	"Another case: first":                          func(s string) string { return strings.ToUpper(s[:1]) + s[1:] },
	"Separators between the characters: spaces":    func(s string) string { return eachRune(s, "%c ") },
	"Separators between the characters: dashes":    func(s string) string { return eachRune(s, "%c-") },
	"Separators between the characters: quotes":    func(s string) string { return eachRune(s, "'%c', ") },
	"Separators between the characters: newlines":  func(s string) string { return chunked(s, 3, "\n") },
	"Separators between the characters: invisible": func(s string) string { return eachRune(s, "%c\u200b") },
	"Separators between the characters: others":    func(s string) string { return strings.NewReplacer("_", "-", "-", " ", "/", ".").Replace(s) },
}

func quoted(s string) string {
	var b strings.Builder
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(strings.Repeat("_", 70) + s)) // the line is broken in the secret
	_ = w.Close()
	return b.String()
}

func indexed(s string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, `"%d": %d, `, i, s[i])
	}
	return "{" + b.String() + "}"
}

func chunked(s string, size int, separator string) string {
	var chunks []string
	for chunk := range slices.Chunk([]byte(s), size) {
		chunks = append(chunks, string(chunk))
	}
	return strings.Join(chunks, separator)
}

func utf16le(s string) (b []byte) {
	for _, unit := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
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

// eachMark formats punctuation only.
func eachMark(s, format string) string {
	return regexp.MustCompile(`[[:punct:] ]`).ReplaceAllStringFunc(s, func(mark string) string { return eachRune(mark, format) })
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

// neverShown echoes a secret everywhere.
func neverShown(t *testing.T, form, secret, before, echo, after string) {
	t.Helper()
	for place, show := range echoes {
		text := show(redacting("another", secret), before+echo+after)
		if strings.Contains(only(isAlphanumeric, text), only(isAlphanumeric, secret)) || strings.Contains(text, echo) {
			t.Errorf("%q as %s in %s: %s", secret, form, place, text)
		}
	}
}

// strong are keys and secrets as they are generated, and as people invent them. A weak one has few letters and digits.
const weak = `Zz"1<&>\+c /`

var strong = []string{"4ec39hql-yjwd-41ar-b3f7-0a1b2c3d4e5f", "bbz_live_4eC39HqLyjWDarjtT1zdp7dc", "schlüssel☎\U0001f600key4711", "correct horse battery staple"}

func TestRedact_forms(t *testing.T) {
	t.Parallel()
	forms := maps.Clone(encodings)
	maps.Copy(forms, spellings)
	for name, form := range forms {
		for _, secret := range strong {
			echo := form(secret)
			neverShown(t, name, secret, "", echo, "")
			secrets := redacting(secret)
			if text := secrets.quote(echo, len(echo)); strings.Contains(text, echo[len(echo)/2:]) || secrets.traces().in(text) {
				t.Errorf("a part of %q as %s is shown: %s", secret, name, text)
			}
		}
	}
	for name, encode := range encodings {
		neverShown(t, name, weak, "", encode(weak), "")
	}
}

func TestRedact_nested(t *testing.T) {
	t.Parallel()
	for _, secret := range strong[1:3] {
		traces := tracesOf([]string{secret})
		for outer, encode := range encodings {
			for inner, first := range encodings {
				if !traces.in(Printable(encode(first(secret)))) {
					t.Errorf("%q as %s in %s is shown", secret, inner, outer)
				}
			}
			for inner, first := range spellings {
				if !traces.in(Printable(encode(first(secret)))) {
					t.Errorf("%q as %s in %s is shown", secret, inner, outer)
				}
			}
		}
		if three := encodings["HTML entities: hex"](encodings["Base64: lines"](encodings["Hexadecimal: colons"](secret))); !traces.in(three) {
			t.Errorf("%q is shown in three encodings", secret)
		}
	}
}

// SECURITY.md lists the forms.
func TestRedact_documented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(page), "in any of these forms:\n\n")
	list, _, _ = strings.Cut(list, "\n\n")
	var documented []string
	for _, item := range regexp.MustCompile(`(?m)^- \*\*(.+?)\*\*`).FindAllStringSubmatch(list, -1) {
		documented = append(documented, item[1])
	}
	var tested []string
	for name := range maps.Keys(encodings) {
		form, _, _ := strings.Cut(name, ":")
		tested = append(tested, form)
	}
	for name := range maps.Keys(spellings) {
		form, _, _ := strings.Cut(name, ":")
		tested = append(tested, form)
	}
	slices.Sort(documented)
	slices.Sort(tested)
	if tested = slices.Compact(tested); !slices.Equal(documented, tested) {
		t.Errorf("SECURITY.md lists %q, the tests hold %q", documented, tested)
	}
}

func FuzzRedact(f *testing.F) {
	names := slices.Sorted(maps.Keys(encodings))
	for n, secret := range append(strong, "canary-0123456789", `Zz"quoted"<&>\canary`, "whsec_c2VjcmV0MTI+/=", "%41%42%43%44a", `\u0041\n\t\\\\\\1a`, "a+b+c d+e f g h12", "1234567890123456") {
		f.Add(secret, `\`, "%", uint8(n), uint8(2*n))
	}
	f.Fuzz(func(t *testing.T, secret, before, after string, outer, inner uint8) {
		if Printable(secret) != secret || len(tracesOf([]string{secret}).parts) == 0 || len(secret) > 60 || len(before)+len(after) > 60 {
			t.Skip("no key and no signing secret looks like this")
		}
		out, in := names[int(outer)%len(names)], names[int(inner)%len(names)]
		if strings.Contains(out+in, "UTF-16") && strings.ContainsFunc(secret, func(r rune) bool { return r > unicode.MaxASCII }) {
			t.Skip("UTF-16 is recognized in ASCII only")
		}
		neverShown(t, in+" in "+out, secret, before, encodings[out](encodings[in](secret)), after)
	})
}

// What is shown of a message without a secret is the message.
func TestRedact_falseAlarms(t *testing.T) {
	t.Parallel()
	secrets := redacting("bbz_live_4eC39HqLyjWDarjtT1zdp7dc", "whsec_1234567890", "test", "name", "k", "ab", "Accounts", "a!", strings.Repeat("Zm9vYmFy", 8))
	for _, text := range []string{
		"Missing required parameter: user_id", "The phone number +14155550100 is connected already (wha_12345)", "signing secrets begin with whsec_", "100 % of 60 requests",
		"aGVsbG8gd29ybGQ=", "deadbeefdeadbeefdeadbeef", `C:\Users\new`, "Ungültige Telefonnummer ☎", "the latest great estimate is a TEST of user_name",
		"keys begin with bbz_live_", "Use a BBZ live key", "POST /v1/whatsapp/accounts", "+12 345 678 90", "1234567890123", "[115 107 95 108 105 118 101]", "a b a!b",
		"request 7d3f9a2b-1c4e-4f6a-9b8d-0e1f2a3b4c5d, ray 8f3e2a1b4c5d6e7f-FRA", "2026-11-28T10:00:00Z", "dial tcp 10.0.0.1:443: connect: connection refused",
		"x509: certificate is valid for ip-10-0-0-1.eu-central-1.compute.internal, not api.botbiz.io", "https://docs.botbiz.io/errors?code=rate_limited&v=2#limits",
	} {
		if got := secrets.quote(text, maxMessage); got != text {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
}

// The rest of a message that repeats a secret is shown.
func TestRedact_rest(t *testing.T) {
	t.Parallel()
	const key = "bbz_live_4eC39HqLyjWDarjtT1zdp7dc"
	encoded := base64.StdEncoding.EncodeToString([]byte(key))
	secrets := redacting(key, "test", "correct-horse")
	for text, want := range map[string]string{
		"The key " + key + " is not valid":                                        "The key [redacted] is not valid",
		"The key=" + key + "; is not valid":                                       "The key=[redacted]; is not valid",
		"The key bbz_live_4eC39HqLyj… is not valid":                               "The key [redacted]… is not valid",
		"The key 'BBZ_LIVE_4EC39HQLYJWDARJTT1ZDP7DC', is not valid":               "The key '[redacted]', is not valid",
		"The key bbz_live_ 4eC39 HqLyj WDarj tT1zd p7dc is not valid":             "The key [redacted] is not valid",
		"The key " + encoded + " is not valid, nor is " + encoded + ".":           "The key [redacted].",
		"Not with test, contests, or (correct%2DHorse).":                          "Not with [redacted], contests, or ([redacted]).",
		"Send WHSEC_unknown+/= or " + hex.EncodeToString([]byte("whsec_unknown")): "Send [redacted] or [redacted]",
	} {
		if got := secrets.quote(text, maxMessage); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
	if got := secrets.quote("Not with correct-horse", 18); got != "Not with [redacted…" {
		t.Errorf("what is cut is shown as %q", got)
	}
}

// A URL with a token is a value of the configuration, which the API repeats in its own form, as a whole or in part.
func TestHide(t *testing.T) {
	t.Parallel()
	const before, after = "POST /v1/webhooks/endpoints answered 422 Unprocessable Entity (invalid_url): The URL", "is not reachable"
	const pathToken, queryToken = "T024BE7LHqwe", "s3cr3t%2Fpass42word"
	const address = "https://hooks.example.com/v1/webhooks/" + pathToken + "?a=b&token=" + queryToken
	forms := maps.Clone(encodings)
	maps.Copy(forms, spellings)
	for name, form := range forms {
		for _, repeated := range []string{address, address[len("https://hooks.example.com"):], pathToken, "token=" + queryToken, "token=s3cr3t/pass42word"} {
			echo := form(repeated)
			got := Hide(before+" "+echo+" "+after, "Support", address, "message.received")
			dense := only(isAlphanumeric, got)
			if strings.Contains(got, echo) || strings.Contains(dense, "t024be7lhqwe") || strings.Contains(dense, "pass42word") {
				t.Errorf("%s of %s: %s", name, repeated, got)
			}
			if !strings.HasPrefix(got, before+" ") || !strings.HasSuffix(got, " "+after) {
				t.Errorf("%s of %s, too much is hidden: %s", name, repeated, got)
			}
		}
	}
}

func TestHide_falseAlarms(t *testing.T) {
	t.Parallel()
	values := []string{"+14155550100", "14155550100", "Sales", "WhatsApp", "message.received", "https://example.com/webhooks/botbiz", "https://x.io/v1/webhooks", "a@b", ""}
	for text, want := range map[string]string{
		"GET /v1/whatsapp/accounts/wha_12345 answered 404 Not Found: no such account": "",
		"POST /v1/webhooks/endpoints answered 429 Too Many Requests":                  "",
		"no message received for wholesales, sales or SALES":                          "",
		"the number 4155550199 is connected (wha_415555)":                             "",
		"Sales, +14155550100, and +1 415 555 0100 are connected":                      "[value], [value], and +[value] are connected",
		`"message.received" of WhatsApp`:                                              `"[value]" of [value]`,
	} {
		if got := Hide(text, values...); got != cmp.Or(want, text) {
			t.Errorf("%q is shown as %q", text, got)
		}
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

func BenchmarkRedact(b *testing.B) {
	var list []string
	for n := range 50 {
		sum := sha256.Sum256([]byte{byte(n)})
		list = append(list, "whsec_"+hex.EncodeToString(sum[:16]))
	}
	secrets := redacting(list...)
	secrets.quote("", maxMessage)
	encoded := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	message := strings.Repeat("The phone number +14155550100 is connected already (wha_12345). ", 20)
	for name, text := range map[string]string{
		"message": message,
		"an echo": message[:500] + encoded(list[0]) + " " + message,
		"echoes":  strings.Repeat(encoded(list[0])+" "+encoded(list[1])+" ", 20),
		"hostile": encoded(encoded(strings.Repeat("q83vASNFZ4mrze8BI0VniQ", 30))),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				secrets.quote(text, maxMessage)
			}
		})
	}
	b.Run("another secret", func(b *testing.B) {
		for b.Loop() {
			redacting(list...).quote("", maxMessage)
		}
	})
}
