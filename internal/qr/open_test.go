package qr

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// linking is what the pictures in testdata say that other programs drew.
const linking = "2@Ab3+/x=,cd4EF,gh5IJ"

func example(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func asJSON(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestOpen(t *testing.T) {
	t.Parallel()
	ordinary := picture(t, linking, 5, 4)
	svg := string(example(t, "node-qrcode.svg"))
	inBase64 := base64.StdEncoding.EncodeToString(ordinary)
	dataURL := "data:image/png;base64," + inBase64
	type object = map[string]any
	for name, given := range map[string][]byte{
		"PNG":                      ordinary,
		"JPEG":                     photo(t, ordinary),
		"GIF":                      drawing(t, ordinary),
		"data URL":                 []byte(dataURL),
		"data URL in capitals":     []byte("DATA:image/png;charset=x;BASE64," + inBase64),
		"data URL of a JPEG":       []byte("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(photo(t, ordinary))),
		"data URL, escaped":        []byte("data:image/png;base64," + url.PathEscape(inBase64)),
		"data URL of an SVG":       []byte("data:image/svg+xml," + url.PathEscape(svg)),
		"data URL of Base64 SVG":   []byte("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(svg))),
		"Base64":                   []byte(inBase64),
		"Base64 in lines":          []byte(inBase64[:76] + "\r\n" + inBase64[76:] + "\r\n"),
		"Base64 for URLs":          []byte(base64.RawURLEncoding.EncodeToString(ordinary)),
		"Base64 of an SVG":         []byte(base64.StdEncoding.EncodeToString([]byte(svg))),
		"text":                     []byte(linking),
		"text in a line":           []byte("\ufeff" + linking + "\r\n"),
		"JSON text":                asJSON(t, linking),
		"JSON text of a data URL":  asJSON(t, dataURL),
		"qr":                       asJSON(t, object{"qr": linking}),
		"qr_code":                  asJSON(t, object{"id": "wha_1", "qr_code": dataURL}),
		"qrcode":                   asJSON(t, object{"qrcode": inBase64}),
		"code":                     asJSON(t, object{"code": linking}),
		"image":                    asJSON(t, object{"image": svg}),
		"data":                     asJSON(t, object{"data": inBase64, "mimetype": "image/png"}),
		"nested":                   asJSON(t, object{"data": object{"qr": dataURL}}),
		"nested twice":             asJSON(t, object{"data": object{"qrcode": object{"base64": dataURL}}}),
		"status beside it":         asJSON(t, object{"code": 200, "qr": linking, "status": "pending"}),
		"word beside it":           asJSON(t, object{"code": "ok", "image": dataURL}),
		"null beside it":           asJSON(t, object{"qr": nil, "code": nil, "image": dataURL}),
		"link beside it":           asJSON(t, object{"qr_code": "https://example.com/qr.png", "data": dataURL}),
		"picture before a content": asJSON(t, object{"base64": "broken picture", "code": linking, "pairingCode": "ABCD-1234"}),
		"mark before JSON":         append([]byte("\ufeff"), asJSON(t, object{"qr": linking})...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, err := Open(t.Context(), given)
			if err != nil || code.Content != linking {
				t.Fatalf("Open = %q, %v", code.Content, err)
			}
			if content, err := Decode(t.Context(), code.PNG); err != nil || content != linking || !strings.HasPrefix(string(code.PNG), formats[0].magic) {
				t.Errorf("the picture says %q, %v", content, err)
			}
		})
	}
}

// The pictures come from node-qrcode 1.5, qr-image 3.2, qrcode-svg 1.1, qrencode 4.1, segno 1.4, and python-qrcode 7.4.
func TestOpen_svg(t *testing.T) {
	t.Parallel()
	pictures, err := filepath.Glob("testdata/*.svg")
	if err != nil || len(pictures) < 8 {
		t.Fatal(pictures, err)
	}
	for _, name := range pictures {
		code, err := Open(t.Context(), example(t, filepath.Base(name)))
		if err != nil || code.Content != linking {
			t.Errorf("%s: %q, %v", name, code.Content, err)
		}
	}
}

// A picture that cannot be decoded can still be shown.
func TestOpen_unread(t *testing.T) {
	t.Parallel()
	board := encodePNG(t, chessboard(8))
	code, err := Open(t.Context(), board)
	if err != nil || code.Content != "" || string(code.PNG) != string(board) {
		t.Errorf("Open = %d bytes, %q, %v", len(code.PNG), code.Content, err)
	}
	code, err = Open(t.Context(), drawing(t, board))
	if err != nil || code.Content != "" || !strings.HasPrefix(string(code.PNG), formats[0].magic) {
		t.Errorf("GIF: %q, %v", code.PNG, err)
	}
}

func TestOpen_refused(t *testing.T) {
	t.Parallel()
	ordinary := picture(t, linking, 5, 4)
	for name, test := range map[string]struct {
		given  string
		want   error
		reason string
	}{
		"empty":           {"", ErrNotReady, ""},
		"blank":           {"\ufeff \r\n", ErrNotReady, ""},
		"null":            {"null", ErrNotReady, ""},
		"empty object":    {"{}", ErrNotReady, ""},
		"empty list":      {"[]", ErrNotReady, ""},
		"empty text":      {`{"qr":""}`, ErrNotReady, ""},
		"status":          {`{"id":"wha_12345678901234567","status":"pending"}`, ErrNotReady, ""},
		"null code":       {`{"qr":null,"status":"pending"}`, ErrNotReady, ""},
		"status as code":  {`{"code":"waiting_for_qr_code","data":{"state":"initializing"}}`, ErrNotReady, ""},
		"number as code":  {`{"code":202,"data":[]}`, ErrNotReady, ""},
		"pairing code":    {`{"code":"ABCD-1234"}`, ErrNotReady, ""},
		"word":            {"initializing_session", ErrNotReady, ""},
		"sentence":        {"The QR code is not ready yet. Try again in 5 seconds.", ErrNotReady, ""},
		"cut JSON":        {`{"qr":"2@Ab3+/x=,cd4EF,gh`, ErrNotPicture, "invalid JSON"},
		"HTML":            {"<!DOCTYPE html>\n<html><body><svg></svg></body></html>", ErrNotPicture, "web page"},
		"HTML in Base64":  {`{"data":"data:text/html;base64,PGh0bWw+"}`, ErrNotPicture, "web page"},
		"XML":             {"<?xml version='1.0'?><error/>", ErrNotPicture, "web page"},
		"link":            {"https://example.com/qr-code.png?token=canary_12345", ErrNotPicture, "not followed"},
		"link in JSON":    {`{"qr_code":"HTTPS://example.com/qr-code.png"}`, ErrNotPicture, "not followed"},
		"SVG of curves":   {`<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0C1 1 2 2 3 3z"/></svg>`, ErrNotPicture, "SVG"},
		"SVG of circles":  {`<svg><circle r="5"/></svg>`, ErrNotPicture, "SVG"},
		"SVG, no code":    {`<svg><rect width="10" height="10"/><rect x="20" width="10" height="10"/></svg>`, ErrNotPicture, "SVG"},
		"SVG, no size":    {`<svg><rect width="1e999" height="1"/><path d="M-1e999 0h1e999h-1e999"/></svg>`, ErrNotPicture, "SVG"},
		"SVG, no start":   {`<svg><path d="H5V5z"/><path d="z"/><path d=""/></svg>`, ErrNotPicture, "SVG"},
		"SVG, no command": {`<svg><path d="M0 0h5v5z7"/></svg>`, ErrNotPicture, "SVG"},
		"cut picture":     {string(ordinary[:200]), ErrNotPicture, ""},
		"cut in Base64":   {`{"qr":"` + base64.StdEncoding.EncodeToString(ordinary[:200]) + `"}`, ErrNotPicture, ""},
		"bomb in JSON":    {`{"qr":"` + base64.StdEncoding.EncodeToString(bomb(100_000, 100_000)) + `"}`, ErrNotPicture, "pixels are too many"},
		"other picture":   {"RIFF\x24\x00\x00\x00WEBPVP8 ", ErrNotPicture, ""},
		"bytes":           {"\xff\xfe\x00\x01", ErrNotPicture, ""},
		"bad data URL":    {"data:image/png,%zz", ErrNotPicture, "data URL"},
		"no data":         {"data:image/png;base64,", ErrNotReady, ""},
		"too long":        {strings.Repeat("2@", 2000), ErrNotPicture, "too long"},
		"too deep":        {strings.Repeat(`{"data":`, 9) + `{"qr":"` + linking + `"}` + strings.Repeat("}", 9), ErrNotPicture, "too deeply"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, err := Open(t.Context(), []byte(test.given))
			if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.reason) || code.Content != "" || code.PNG != nil {
				t.Errorf("Open = %q, %v, want %v: %s", code.Content, err, test.want, test.reason)
			}
			if err != nil && strings.Contains(err.Error(), "canary") {
				t.Errorf("the error quotes the answer: %v", err)
			}
		})
	}
}

// A small SVG can hold the work of days.
func TestOpen_bounded(t *testing.T) {
	t.Parallel()
	const size = maxSVG - 100
	for name, given := range map[string]string{
		"rectangles on each other": "<svg>" + strings.Repeat(`<rect width="9" height="9"/>`, size/28) + "</svg>",
		"lines on each other":      `<svg><path d="M0 0` + strings.Repeat("v9v-9", size/5) + `"/></svg>`,
		"many elements":            "<svg>" + strings.Repeat("<path/>", size/7),
		"declarations":             strings.Repeat("<!---->", 4*size/7),
		"nested JSON":              strings.Repeat(`{"qr":{"data":`, 4*size/14),
		"large":                    string(example(t, "segno.svg")) + "<!--" + strings.Repeat(" ", size) + "-->",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			if _, err := Open(t.Context(), []byte(given)); err == nil || time.Since(began) > 20*time.Second {
				t.Errorf("%v after %s", err, time.Since(began))
			}
		})
	}
}

func TestOpen_cancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, given := range []string{string(picture(t, linking, 5, 4)), string(example(t, "segno.svg"))} {
		if code, err := Open(ctx, []byte(given)); !errors.Is(err, context.Canceled) || code.Content != "" {
			t.Errorf("Open = %q, %v", code.Content, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(linking))
	f.Add([]byte(`{"data":{"qr_code":"data:image/png;base64,AAAA"}}`))
	f.Add([]byte(`<svg><rect x="1mm" width="2" height="3" style="fill:#000"/><path stroke="#000" d="M4 4.5h7m1 0h2z"/></svg>`))
	f.Add(example(f, "segno.svg"))
	f.Add(example(f, "qr-image.svg"))
	f.Add([]byte(base64.StdEncoding.EncodeToString(picture(f, "a", 1, 0))))
	f.Fuzz(func(t *testing.T, given []byte) {
		code, err := Open(t.Context(), given)
		if (err == nil) != (code.PNG != nil) || err != nil && code.Content != "" {
			t.Errorf("Open = %d bytes, %q, %v", len(code.PNG), code.Content, err)
		}
	})
}
