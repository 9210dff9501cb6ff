package qr

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"net/url"
	"regexp"
	"strings"

	"rsc.io/qr"
)

// ErrNotReady is an answer without a QR code, for example an empty one, or a status.
var ErrNotReady = errors.New("there is no QR code yet")

// Code is a QR code.
type Code struct {
	PNG     []byte // a picture of it
	Content string // what it says; empty if the picture cannot be decoded
}

// Open finds the QR code in the body of an answer: a PNG, JPEG, GIF, or SVG, its Base64 or data URL, the content of the code
// as text, or JSON with a member that holds any of these. It follows no links. The error is [ErrNotReady], [ErrNotPicture]
// with a reason, or the error of ctx.
func Open(ctx context.Context, body []byte) (Code, error) { return open(ctx, body, maxNesting) }

// maxNesting is enough for a data URL in three objects.
const maxNesting = 6

func open(ctx context.Context, body []byte, nesting int) (Code, error) {
	text := strings.TrimSpace(strings.TrimPrefix(string(body), "\ufeff"))
	_, isPicture := formatOf(body)
	switch {
	case nesting == 0:
		return Code{}, fmt.Errorf("%w: the answer is nested too deeply", ErrNotPicture)
	case isPicture:
		return openPicture(ctx, body)
	case text == "":
		return Code{}, ErrNotReady
	case strings.HasPrefix(text, "<"):
		return openMarkup(ctx, text)
	case strings.ContainsAny(text[:1], `{["`):
		return openJSON(ctx, []byte(text), nesting)
	case hasPrefixFold(text, "data:"):
		return openDataURL(ctx, text, nesting)
	case hasPrefixFold(text, "http://"), hasPrefixFold(text, "https://"):
		return Code{}, fmt.Errorf("%w: the answer is a link, which is not followed", ErrNotPicture)
	}
	decoded := fromBase64(text)
	if _, isPicture := formatOf(decoded); isPicture || isSVG(string(decoded)) {
		return open(ctx, decoded, nesting-1)
	}
	return openText(text)
}

func openPicture(ctx context.Context, picture []byte) (Code, error) {
	unpacked, err := unpack(ctx, picture)
	if err != nil {
		return Code{}, err
	}
	content, err := decode(ctx, unpacked)
	if err != nil && !errors.Is(err, ErrNoCode) {
		return Code{}, err
	}
	if bytes.HasPrefix(picture, []byte(formats[0].magic)) {
		return Code{PNG: picture, Content: content}, nil
	}
	var converted bytes.Buffer
	if err := png.Encode(&converted, unpacked); err != nil {
		return Code{}, ErrNotPicture
	}
	return Code{PNG: converted.Bytes(), Content: content}, nil
}

func openMarkup(ctx context.Context, text string) (Code, error) {
	if !isSVG(text) {
		return Code{}, fmt.Errorf("%w: the answer is a web page", ErrNotPicture)
	}
	if picture, ok := drawSVG(text); ok {
		content, err := decode(ctx, picture)
		switch {
		case err == nil:
			return newCode(content)
		case ctx.Err() != nil:
			return Code{}, err
		}
	}
	return Code{}, fmt.Errorf("%w: the answer is an SVG that is not drawn with rectangles or a path", ErrNotPicture)
}

var svgStart = regexp.MustCompile(`^(?:\s*<[?!][^>]*>)*\s*<(?:\w+:)?svg\b`) // after declarations and comments

func isSVG(text string) bool { return svgStart.MatchString(text) }

// members are the names under which JSON can hold a code, the content before a picture of it.
var members = []string{"qr", "qr_code", "qrcode", "qrCode", "code", "image", "base64", "value", "data"}

func openJSON(ctx context.Context, text []byte, nesting int) (Code, error) {
	if !json.Valid(text) {
		return Code{}, fmt.Errorf("%w: the answer is invalid JSON", ErrNotPicture)
	}
	var inner string
	if json.Unmarshal(text, &inner) == nil {
		return open(ctx, []byte(inner), nesting-1)
	}
	var object map[string]json.RawMessage
	_ = json.Unmarshal(text, &object) // a list has no members
	problem := ErrNotReady
	for _, name := range members {
		value := object[name]
		if len(value) == 0 || !strings.ContainsRune(`{"`, rune(value[0])) {
			continue
		}
		code, err := open(ctx, value, nesting-1)
		if err == nil || ctx.Err() != nil {
			return code, err
		}
		if errors.Is(problem, ErrNotReady) {
			problem = err
		}
	}
	return Code{}, problem
}

func openDataURL(ctx context.Context, text string, nesting int) (Code, error) {
	header, data, _ := strings.Cut(text, ",")
	decoded, err := url.PathUnescape(data)
	if err != nil {
		return Code{}, fmt.Errorf("%w: the answer is an invalid data URL", ErrNotPicture)
	}
	if strings.HasSuffix(strings.ToLower(header), ";base64") {
		decoded = string(fromBase64(decoded))
	}
	return open(ctx, []byte(decoded), nesting-1)
}

// fromBase64 decodes any variant of Base64. It returns nil if the text is not Base64.
func fromBase64(text string) []byte {
	text = strings.NewReplacer("-", "+", "_", "/", "\r", "", "\n", "", " ", "").Replace(text)
	decoded, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return nil
	}
	return decoded
}

var (
	codeText = regexp.MustCompile(`^[!-~]{16,}$`)
	word     = regexp.MustCompile(`^[A-Za-z_.-]+$`)
)

// openText draws a code from its content. Other text, such as a sentence or a status, means that there is no code yet.
func openText(text string) (Code, error) {
	switch {
	case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n", r) || r == '\ufffd' }):
		return Code{}, ErrNotPicture
	case !codeText.MatchString(text), word.MatchString(text):
		return Code{}, ErrNotReady
	}
	return newCode(text)
}

// newCode draws a code with this content.
func newCode(content string) (Code, error) {
	drawn, err := qr.Encode(content, qr.L)
	if err != nil {
		return Code{}, fmt.Errorf("%w: the answer is a text that is too long for a QR code", ErrNotPicture)
	}
	return Code{PNG: drawn.PNG(), Content: content}, nil
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}
