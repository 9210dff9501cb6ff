package botbiz

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// maxLayers is the number of nested encodings that are decoded, such as Base64 in JSON in a URL.
const maxLayers = 3

// readings yields a text and its decoded forms, for all encodings that an echo can have.
func readings(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		seen := map[string]bool{}
		layer := []string{text}
		for depth := range maxLayers + 1 {
			var next []string
			for _, reading := range layer {
				if seen[reading] {
					continue
				}
				seen[reading] = true
				if !yield(reading) {
					return
				}
				if depth < maxLayers {
					next = append(next, decodings(reading)...)
				}
			}
			layer = next
		}
	}
}

// decodings decodes one layer of each encoding.
func decodings(text string) []string {
	all := []string{unescape(text), unescape(shortEscape.ReplaceAllString(text, " ")), html.UnescapeString(text)}
	dense := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	for offset := range 4 { // of a quantum; the text before the secret is unknown
		all = append(all, decodeRuns(base64Run, dense, offset, func(run string) []byte {
			run = urlToStd.Replace(run)
			decoded, _ := base64.RawStdEncoding.DecodeString(run[:len(run)/4*4])
			rest, _ := base64.RawStdEncoding.DecodeString(run[len(run)/4*4:])
			return append(decoded, rest...)
		}))
	}
	for offset := range 2 {
		all = append(all, decodeRuns(hexRun, dense, offset, func(run string) []byte {
			decoded, _ := hex.DecodeString(run[:len(run)/2*2])
			return decoded
		}))
	}
	return all
}

var (
	escape = regexp.MustCompile(`\\+u[dD][89abAB][0-9A-Fa-f]{2}\\+u[dD][c-fC-F][0-9A-Fa-f]{2}|\\+u[0-9A-Fa-f]{4}|\\+U[0-9A-Fa-f]{8}|` +
		`(?:\\+x|%)[0-9A-Fa-f]{2}|\\+[0-7]{3}|%u[0-9A-Fa-f]{4}`)
	shortEscape = regexp.MustCompile(`\\[abfnrtv]`)
	base64Run   = regexp.MustCompile(`[A-Za-z0-9+/_-]{6,}`)
	hexRun      = regexp.MustCompile(`[0-9A-Fa-f]{8,}`)
	urlToStd    = strings.NewReplacer("-", "+", "_", "/")
)

// unescape decodes numeric escapes of JSON, Go, JavaScript, and URLs, with any number of backslashes. Backslashes before
// other characters stay, and [bare] removes them.
func unescape(text string) string {
	return escape.ReplaceAllStringFunc(text, func(e string) string {
		escaped := strings.TrimLeft(e, `\%`)
		digits := strings.TrimLeft(escaped, "xuU")
		switch high, low, pair := strings.Cut(digits, `\`); {
		case pair:
			return string(utf16.DecodeRune(number(high, 16), number(strings.TrimLeft(low, `\u`), 16)))
		case len(digits) == 3: // one byte, which can be a part of a character
			return string([]byte{byte(number(digits, 8) & 0xff)})
		case len(digits) == 2:
			return string([]byte{byte(number(digits, 16) & 0xff)})
		}
		return string(number(digits, 16))
	})
}

func number(digits string, base int) rune {
	n, _ := strconv.ParseInt(digits, base, 32)
	return rune(n)
}

func decodeRuns(run *regexp.Regexp, text string, offset int, decode func(string) []byte) string {
	var all strings.Builder
	for _, found := range run.FindAllString(text, -1) {
		all.Write(decode(found[offset:]))
		all.WriteByte(0) // so that two runs do not join
	}
	return all.String()
}

// bare removes what an encoding can add, drop, or replace: white space, plus signs (a space in a URL), backslashes, and
// unprintable characters. Secrets and readings are compared without them.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) || r == '+' || r == '\\' || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, text)
}
