package botbiz

import (
	"html"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// Number of bytes of a response that an error quotes.
const (
	maxCode    = 100
	maxMessage = 1000
	maxExcerpt = 120
	maxReason  = 500 // of a network error
)

// maxVault limits the bytes of all remembered secrets. The oldest are dropped first, except those passed to New.
const maxVault = 256 << 10

// vault keeps the known secrets.
type vault struct {
	mu      sync.Mutex
	secrets redact
	keep    int // number of first ones that stay
	bytes   int
}

func (v *vault) add(secret string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if secret == "" || slices.Contains(v.secrets.list, secret) {
		return
	}
	list := append(slices.Clone(v.secrets.list), secret) // requests on the way hold the old list
	for v.bytes += len(secret); v.bytes > maxVault && len(list) > v.keep+1; {
		v.bytes -= len(list[v.keep])
		list = slices.Delete(list, v.keep, v.keep+1)
	}
	v.secrets = redacting(list...)
}

func (v *vault) known() redact {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.secrets
}

const (
	redacted = "[redacted]"

	// minSecret is the minimum length of a secret. Shorter ones occur in any text.
	minSecret = 4
	// part is the number of letters and digits in a row that count as a part of a secret, if they are no word and no number.
	part = 8
	// longPart is the same for words and numbers, because other texts contain them too. A phone number has up to 15 digits.
	longPart = 16
	// maxLayers is the number of nested encodings that are decoded, such as Base64 in JSON in a URL.
	maxLayers = 3
)

// redact removes secrets from texts.
//
// It compares letters and digits in lower case, because an echo can change everything else, in the text and in all that the
// text can be decoded to. It replaces the words that hold a part of a secret in any of these forms. So no encoding needs to
// be known for a position, and nothing depends on finding the start and end of a secret.
type redact struct {
	list   []string
	traces func() traces // built for the first error, because most runs have no errors
}

// traces is what to look for in a text.
type traces struct {
	parts map[string]bool // letters and digits, in lower case
	whole []string        // secrets without such parts, in lower case
	words []string        // secrets that are short or text, which other texts can contain in another case, or in a word
}

func redacting(list ...string) redact {
	return redact{list, sync.OnceValue(func() traces { return tracesOf(list) })}
}

func tracesOf(list []string) traces {
	t := traces{parts: map[string]bool{}}
	for _, secret := range list {
		strong := false
		dense, printed := only(isAlphanumeric, secret), only(isPrinted, secret)
		for i := range max(0, len(dense)-part+1) {
			length := part
			if !mixed.MatchString(dense[i : i+part]) {
				length = longPart
			}
			if i+length <= len(dense) {
				t.parts[dense[i:i+length]], strong = true, true
			}
		}
		isText := printed == dense && !strings.ContainsFunc(dense, unicode.IsDigit)
		switch {
		case strong, len(printed) < minSecret:
		case len(dense) >= minSecret && (isText || len(printed) < part):
			t.words = append(t.words, words(secret))
		default:
			t.whole = append(t.whole, printed)
		}
	}
	return t
}

// Hide returns the text of an error with "[value]" in place of words that repeat a value, or a part of one, in any form that
// [redact] recognizes. It is for values of the configuration, such as a URL with a token. Values of fewer than 4 characters
// stay.
func Hide(text string, values ...string) string { return redacting(values...).clean(text, "[value]") }

// quote returns the start of a text from the API or a proxy, printable and without secrets.
func (r redact) quote(text string, most int) string {
	// Text that is cut off is not shown, so it is not decoded. A secret that is cut is found by its parts.
	text = Printable(r.literally(cut(text, 16*most), redacted))
	if short := cut(text, most); short != text {
		text = short + "…"
	}
	return r.clean(text, redacted)
}

// hide returns err with a printable, short text without secrets, because network errors quote certificates, proxies, and
// data that cannot be parsed.
func (r redact) hide(err error) error {
	return &hiddenError{text: r.quote(err.Error(), maxReason), err: err}
}

type hiddenError struct {
	text string
	err  error
}

func (e *hiddenError) Error() string { return e.text }
func (e *hiddenError) Unwrap() error { return e.err }

func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}

// signingSecret is the format of signing secrets (inferred). Those of other objects are not in the vault.
var signingSecret = regexp.MustCompile(`(?i)\bwhsec_[a-z0-9+/=_-]+`)

// literally puts the mark in place of secrets that are not changed. Short ones stay in other words.
func (r redact) literally(text, mark string) string {
	for _, secret := range r.list {
		if len(secret) >= part {
			text = strings.ReplaceAll(text, secret, mark)
		} else if len(secret) >= minSecret {
			text = regexp.MustCompile(`\b`+regexp.QuoteMeta(secret)+`\b`).ReplaceAllLiteralString(text, mark)
		}
	}
	return signingSecret.ReplaceAllString(text, mark)
}

// clean puts the mark in place of all secrets. If they are changed, it replaces all words from the first to the last one.
func (r redact) clean(text, mark string) string {
	if r.traces == nil {
		r = redacting()
	}
	t, list := r.traces(), strings.Split(r.literally(text, mark), " ")
	in := func(from, to int) bool { return t.in(strings.Join(list[from:to], " ")) }
	size := len(list)
	if !in(0, size) {
		return strings.Join(list, " ")
	}
	firstEnd := 1 + sort.Search(size-1, func(n int) bool { return in(0, n+1) })
	first := firstEnd - 1 - sort.Search(firstEnd-1, func(n int) bool { return in(firstEnd-1-n, firstEnd) })
	last := size - 1 - sort.Search(size-1, func(n int) bool { return in(size-1-n, size) })
	lastEnd := last + 1 + sort.Search(size-last-1, func(n int) bool { return in(last, last+1+n) })
	found := strings.Join(list[first:lastEnd], " ")
	inner := strings.TrimFunc(found, func(r rune) bool { return !isAlphanumeric(r) })
	return strings.Join(slices.Replace(list, first, lastEnd, strings.Replace(found, inner, mark, 1)), " ")
}

// in reports whether a text contains a secret, or a part of one, in any encoding.
func (t traces) in(text string) bool { return t.shown(text) || t.encoded(text, maxLayers) }

func (t traces) encoded(text string, layers int) bool {
	return slices.ContainsFunc(decodings(text), func(decoded string) bool {
		return decoded != text && (t.shown(decoded) || layers > 1 && t.encoded(legible(decoded), layers-1))
	})
}

// shown reports whether a text contains a secret, or a part of one, in any case and with any separators.
func (t traces) shown(text string) bool {
	dense, printed := only(isAlphanumeric, text), only(isPrinted, text)
	for i := range dense {
		if t.parts[dense[i:min(i+part, len(dense))]] || t.parts[dense[i:min(i+longPart, len(dense))]] {
			return true
		}
	}
	return strings.Contains(printed, "whsec_") && signingSecret.MatchString(text) ||
		slices.ContainsFunc(t.whole, func(s string) bool { return strings.Contains(printed, s) }) ||
		slices.ContainsFunc(t.words, func(s string) bool { return strings.Contains(" "+words(text)+" ", " "+s+" ") })
}

// only returns the characters that are kept, in lower case.
func only(keep func(rune) bool, text string) string {
	return strings.Map(func(r rune) rune {
		if !keep(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}

// words returns the words of a text, separated by single spaces. The parts of "phone_number" are no words.
func words(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !isAlphanumeric(r) && r != '_' }), " ")
}

func isAlphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// isPrinted excludes what an encoding can add, drop, or replace, such as the plus sign for a space in a URL.
func isPrinted(r rune) bool {
	return isAlphanumeric(r) || r > ' ' && r < unicode.MaxASCII && r != '+' && r != '\\'
}

const escapes = `\\+U[[:xdigit:]]{8}|(?:\\+|%)[uU][[:xdigit:]]{4}|\\+[ux]\{[[:xdigit:]]{1,6}\}|(?:\\+[xX]|%)[[:xdigit:]]{2}|\\+[0-7]{3}`

var (
	mixed       = regexp.MustCompile(`\d.*\d.*\pL|\d.*\pL.*\d|\pL.*\d.*\d`) // neither a word, such as "apiv1", nor a number
	escape      = regexp.MustCompile(escapes)
	looseEscape = regexp.MustCompile(escapes + `|=[[:xdigit:]]{2}|\\[abfnrtv]`) // which a plain text can contain by chance
	softBreak   = regexp.MustCompile(`=\s+`)
	number      = regexp.MustCompile(`(?:"\d+":\s*|0[xXbBoO])?([[:xdigit:]]{1,8})`) // in a list, or in an object with indexes as keys
	base64URL   = strings.NewReplacer("-", "+", "_", "/")
)

// decodings decodes one layer of each encoding.
func decodings(text string) []string {
	all := []string{unescape(escape, text), unescape(looseEscape, softBreak.ReplaceAllString(text, "")), html.UnescapeString(text)}
	all = unpack(all, strings.ToLower(text), "0123456789abcdef", 4)
	all = unpack(all, strings.ToLower(text), "abcdefghijklmnopqrstuvwxyz234567", 5)
	all = unpack(all, base64URL.Replace(text), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6)
	numbers := number.FindAllStringSubmatch(text, -1)
	for _, base := range []int{2, 8, 10, 16} {
		var list []byte
		for _, n := range numbers {
			if value, err := strconv.ParseUint(n[1], base, 8); err == nil {
				list = append(list, byte(value))
			}
		}
		all = append(all, string(list))
	}
	return all
}

// unescape decodes the escapes of JSON, Go, JavaScript, Unicode, and URLs, with any number of backslashes.
func unescape(escape *regexp.Regexp, text string) string {
	return escape.ReplaceAllStringFunc(text, func(e string) string {
		base := 8
		if strings.ContainsAny(e, "%=uUxX") {
			base = 16
		}
		value, _ := strconv.ParseUint(strings.Trim(e, `\%=uUxX{}`), base, 32) // 0 for \n
		if value > 0xff || strings.ContainsAny(e, "uU") {
			return string(rune(value & unicode.MaxRune))
		}
		return string([]byte{byte(value)}) // which can be a part of a character
	})
}

// unpack appends the bytes that are packed in a text whose characters stand for so many bits. Because other text can precede
// a secret, its first byte can begin at any bit. Other characters separate.
func unpack(all []string, text, alphabet string, width int) []string {
	for first := 0; first < 8; first += width & -width {
		bits, length, decoded := 0, -first, []byte{}
		for _, char := range []byte(text) {
			value := strings.IndexByte(alphabet, char)
			if value < 0 {
				decoded = append(decoded, 0)
				continue
			}
			bits = bits<<width&0xffff | value
			if length += width; length >= 8 {
				length -= 8
				decoded = append(decoded, byte(bits>>length&0xff))
			}
		}
		all = append(all, string(decoded))
	}
	return all
}

// legible keeps what can be another encoding: most decodings are wrong and yield noise.
func legible(text string) string {
	runs := strings.FieldsFunc(strings.ReplaceAll(text, "\x00", ""), func(r rune) bool { return !unicode.IsPrint(r) && !unicode.IsSpace(r) || r == unicode.ReplacementChar })
	return strings.Join(slices.DeleteFunc(runs, func(run string) bool { return len(run) < part }), " ")
}
