package qr

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rsc.io/qr"
)

// The environment of a developer must not change the drawings.
func TestMain(m *testing.M) {
	_ = os.Unsetenv("NO_COLOR")
	os.Exit(m.Run())
}

// pairing has the format of a WhatsApp code: a reference and keys.
var pairing = "2@" + strings.Repeat("Ab3+", 50) + ","

// picture is a QR code with a number of pixels per module and a margin in modules.
func picture(t testing.TB, content string, scale, margin int) []byte {
	t.Helper()
	code, err := qr.Encode(content, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	side := (code.Size + 2*margin) * scale
	img := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			if !code.Black(x/scale-margin, y/scale-margin) {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return encodePNG(t, img)
}

func encodePNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// repaint changes the colors of an image.
func repaint(t testing.TB, drawn []byte, dark, light color.Color) []byte {
	t.Helper()
	img, err := unpack(t.Context(), drawn)
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewNRGBA(img.Bounds())
	for y := range out.Bounds().Dy() {
		for x := range out.Bounds().Dx() {
			if shadeOf(img.At(x, y)) < 0x80 {
				out.Set(x, y, dark)
			} else {
				out.Set(x, y, light)
			}
		}
	}
	return encodePNG(t, out)
}

// screenshot draws text like a terminal with this theme, with 4×8 pixels per character.
func screenshot(t testing.TB, text string, theme [2]color.Gray) []byte {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	img := image.NewGray(image.Rect(0, 0, 4*len(columns(lines[0])), 8*len(lines)))
	for row, line := range lines {
		front, back := theme[0], theme[1]
		if codes := colorCodes.FindStringSubmatch(line); codes != nil {
			shades := map[string]uint8{"16": 0, "231": 255}
			front, back = color.Gray{Y: shades[codes[1]]}, color.Gray{Y: shades[codes[2]]}
		}
		for column, char := range columns(line) {
			for dy := range 8 {
				shade := back
				if strings.ContainsRune("█▀", char) && dy < 4 || strings.ContainsRune("█▄", char) && dy >= 4 {
					shade = front
				}
				for dx := range 4 {
					img.SetGray(4*column+dx, 8*row+dy, shade)
				}
			}
		}
	}
	return encodePNG(t, img)
}

var (
	darkTheme  = [2]color.Gray{{Y: 220}, {Y: 30}}
	lightTheme = [2]color.Gray{{Y: 30}, {Y: 240}}
)

var colorCodes = regexp.MustCompile(`^\x1b\[0;38;5;(16|231);48;5;(16|231)m.*\x1b\[0m$`)

// columns returns the visible characters of a line.
func columns(line string) []rune {
	return []rune(strings.NewReplacer(whiteOnBlack, "", reset, "", "\n", "").Replace(line))
}

func TestDecode(t *testing.T) {
	t.Parallel()
	ordinary := picture(t, pairing, 5, 4)
	for name, given := range map[string][]byte{
		"ordinary":                 ordinary,
		"no margin":                picture(t, pairing, 5, 0),
		"a pixel for each module":  picture(t, pairing, 1, 4),
		"the same without margin":  picture(t, pairing, 1, 0),
		"light on dark":            repaint(t, ordinary, color.White, color.Black),
		"on transparent ground":    repaint(t, ordinary, color.Black, color.Transparent),
		"green on cream":           repaint(t, ordinary, color.NRGBA{R: 18, G: 80, B: 40, A: 255}, color.NRGBA{R: 255, G: 250, B: 235, A: 255}),
		"stretched":                stretch(t, ordinary, 317, 411),
		"JPEG":                     photo(t, ordinary),
		"GIF":                      drawing(t, ordinary),
		"mirrored":                 mirror(t, ordinary),
		"large, but not too large": picture(t, pairing, 30, 4),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content, err := Decode(t.Context(), given)
			if err != nil || content != pairing {
				t.Errorf("Decode = %q, %v", content, err)
			}
		})
	}
}

// The pictures come from another encoder: versions 1 to 40, all levels, digits, capitals and text.
func TestDecode_versions(t *testing.T) {
	t.Parallel()
	pictures, err := filepath.Glob("testdata/*.png")
	if err != nil || len(pictures) < 10 {
		t.Fatal(pictures, err)
	}
	for _, name := range pictures {
		given, err1 := os.ReadFile(name)
		want, err2 := os.ReadFile(strings.TrimSuffix(name, "png") + "txt")
		content, err := Decode(t.Context(), given)
		if err := errors.Join(err1, err2, err); err != nil || content != string(want) {
			t.Errorf("%s: %q, %v", name, content, err)
		}
	}
}

func TestDecode_cancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if content, err := Decode(ctx, picture(t, pairing, 5, 4)); !errors.Is(err, context.Canceled) || content != "" {
		t.Errorf("Decode = %q, %v", content, err)
	}
	if _, err := DrawPicture(ctx, encodePNG(t, chessboard(4))); !errors.Is(err, context.Canceled) {
		t.Errorf("DrawPicture: %v", err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	ordinary := picture(t, pairing, 5, 4)
	for name, test := range map[string]struct {
		given []byte
		want  error
	}{
		"nothing":        {nil, ErrNotPicture},
		"text":           {[]byte("hello"), ErrNotPicture},
		"cut":            {ordinary[:len(ordinary)/2], ErrNotPicture},
		"cut JPEG":       {photo(t, ordinary)[:500], ErrNotPicture},
		"cut GIF":        {drawing(t, ordinary)[:500], ErrNotPicture},
		"JPEG bomb":      {[]byte("\xff\xd8\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\x00"), ErrNotPicture},
		"GIF bomb":       {[]byte("GIF89a\xff\xff\xff\xff\x00\x00\x00,"), ErrNotPicture},
		"BMP":            {[]byte("BM\x00\x00\x00\x00"), ErrNotPicture},
		"bomb":           {bomb(100_000, 100_000), ErrNotPicture},
		"greatest claim": {bomb(1<<31-1, 1<<31-1), ErrNotPicture},
		"chessboard":     {encodePNG(t, chessboard(40)), ErrNoCode},
		"finders":        {encodePNG(t, finders(2048)), ErrNoCode},
		"one bad module": {spoil(t, picture(t, pairing, 1, 0)), ErrNoCode},
		"one pixel":      {encodePNG(t, chessboard(1)), ErrNoCode},
		"all white":      {repaint(t, ordinary, color.White, color.White), ErrNoCode},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if content, err := Decode(t.Context(), test.given); !errors.Is(err, test.want) || content != "" {
				t.Errorf("Decode = %q, %v, want %v", content, err, test.want)
			}
		})
	}
}

func TestDraw(t *testing.T) {
	t.Parallel()
	for _, length := range []int{1, 17, 78, 154, 200, 271, 400, 458} {
		content := strings.Repeat("aB3+/,=@x", 60)[:length]
		text, err := Draw(content)
		if err != nil {
			t.Fatalf("%d characters: %v", length, err)
		}
		for line := range strings.Lines(text) {
			if width := len(columns(line)); width > Columns {
				t.Errorf("%d characters: a line has %d columns", length, width)
			}
			if strings.Trim(string(columns(line)), " ▀▄█") != "" {
				t.Errorf("%d characters: a line has other characters than blocks: %q", length, line)
			}
		}
		dark, light := screenshot(t, text, darkTheme), screenshot(t, text, lightTheme)
		if got, err := Decode(t.Context(), dark); err != nil || got != content {
			t.Errorf("%d characters: the drawing says %q, %v", length, got, err)
		}
		if !bytes.Equal(dark, light) {
			t.Errorf("%d characters: the drawing depends on the theme", length)
		}
		if img, err := unpack(t.Context(), dark); err != nil || shadeOf(img.At(0, 0)) != 255 { // apps do not read inverted codes
			t.Errorf("%d characters: the margin is not white: %v", length, err)
		}
	}
	for _, content := range []string{"", strings.Repeat("x", 500), strings.Repeat("x", 5000)} {
		if _, err := Draw(content); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%d characters: %v", len(content), err)
		}
	}
}

// Without colors, a drawing is for a dark theme.
func TestDraw_noColor(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	drawn, err := Draw(pairing)
	picture, err2 := DrawPicture(t.Context(), picture(t, "a", 1, 0))
	if err := errors.Join(err, err2); err != nil || strings.Contains(drawn+picture, "\x1b") {
		t.Fatalf("%v, %q", err, drawn+picture)
	}
	shot := screenshot(t, drawn, darkTheme)
	if img, err := unpack(t.Context(), shot); err != nil || shadeOf(img.At(0, 0)) < 200 {
		t.Errorf("the margin is not light: %v", err)
	}
	if content, err := Decode(t.Context(), shot); err != nil || content != pairing {
		t.Errorf("the drawing says %q, %v", content, err)
	}
}

func TestDrawPicture(t *testing.T) {
	t.Parallel()
	text, err := DrawPicture(t.Context(), encodePNG(t, chessboard(4)))
	// The first pixel is dark.
	var want string
	for _, line := range []string{"████████", "██▄▀▄▀██", "██▄▀▄▀██", "████████"} {
		want += whiteOnBlack + line + reset + "\n"
	}
	if err != nil || text != want {
		t.Errorf("DrawPicture =\n%s%v, want\n%s", text, err, want)
	}
	text, err = DrawPicture(t.Context(), encodePNG(t, chessboard(80)))
	if err != nil || len(columns(strings.SplitN(text, "\n", 2)[0])) != Columns {
		t.Errorf("80 pixels: %v\n%s", err, text)
	}
	for name, test := range map[string]struct {
		given []byte
		want  error
	}{
		"81 pixels": {encodePNG(t, chessboard(81)), ErrTooLarge},
		"too high":  {encodePNG(t, image.NewGray(image.Rect(0, 0, 10, 161))), ErrTooLarge},
		"bomb":      {bomb(80, 1<<30), ErrNotPicture},
		"text":      {[]byte("hello"), ErrNotPicture},
	} {
		if _, err := DrawPicture(t.Context(), test.given); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(picture(f, "a", 1, 0))
	f.Add(picture(f, pairing, 1, 1))
	f.Add(picture(f, pairing, 2, 4))
	f.Add(encodePNG(f, chessboard(30)))
	f.Add(bomb(60_000, 60_000))
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Fuzz(func(t *testing.T, given []byte) {
		content, err := Decode(t.Context(), given)
		if (err == nil) != (content != "") {
			t.Errorf("Decode = %q, %v", content, err)
		}
		if err == nil {
			_, _ = Draw(content)
		}
		_, _ = DrawPicture(t.Context(), given)
	})
}

// FuzzDecodePixels starts after the checksums of a PNG.
func FuzzDecodePixels(f *testing.F) {
	for _, content := range []string{"a", "https://example.com/", pairing} {
		for _, margin := range []int{0, 4} {
			img, err := unpack(f.Context(), picture(f, content, 1, margin))
			if err != nil {
				f.Fatal(err)
			}
			side := img.Bounds().Dx()
			var pixels []byte
			for i := range side * side {
				shade := byte(255)
				if shadeOf(img.At(i%side, i/side)) < 0x80 {
					shade = 0
				}
				pixels = append(pixels, shade)
			}
			f.Add(uint8(side-1), uint8(0), pixels)
			f.Add(uint8(side-1), uint8(2), pixels)
		}
	}
	f.Fuzz(func(t *testing.T, side, scale uint8, pixels []byte) {
		width := int(side%80) + 1
		zoom := int(scale%4) + 1
		img := image.NewGray(image.Rect(0, 0, width*zoom, width*zoom))
		for i := range img.Pix {
			if at := i/img.Stride/zoom*width + i%img.Stride/zoom; at < len(pixels) {
				img.Pix[i] = pixels[at]
			}
		}
		if content, err := Decode(t.Context(), encodePNG(t, img)); (err == nil) != (content != "") {
			t.Errorf("Decode = %q, %v", content, err)
		}
	})
}

// finders is full of finder patterns. A reader that searches without a limit takes an hour.
func finders(side int) image.Image {
	img := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			if ring := max(abs(x%8-3), abs(y%8-3)); ring == 2 || ring == 4 {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return img
}

func abs(n int) int { return max(n, -n) }

// spoil inverts one module of the data.
func spoil(t *testing.T, drawn []byte) []byte {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		t.Fatal(err)
	}
	grey := img.(*image.Gray)
	at := grey.Bounds().Max.Sub(image.Pt(2, 2))
	grey.SetGray(at.X, at.Y, color.Gray{Y: 255 - grey.GrayAt(at.X, at.Y).Y})
	return encodePNG(t, grey)
}

// stretch scales an image to a size that is not a multiple of its modules.
func stretch(t *testing.T, drawn []byte, width, height int) []byte {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			out.Set(x, y, img.At(x*img.Bounds().Dx()/width, y*img.Bounds().Dy()/height))
		}
	}
	return encodePNG(t, out)
}

func photo(t testing.TB, drawn []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, unpacked(t, drawn), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func drawing(t testing.TB, drawn []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, unpacked(t, drawn), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// mirror exchanges rows and columns.
func mirror(t testing.TB, drawn []byte) []byte {
	t.Helper()
	img := unpacked(t, drawn)
	out := image.NewGray(img.Bounds())
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			out.Set(y, x, img.At(x, y))
		}
	}
	return encodePNG(t, out)
}

func unpacked(t testing.TB, drawn []byte) image.Image {
	t.Helper()
	img, err := unpack(t.Context(), drawn)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func chessboard(side int) image.Image {
	img := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			img.SetGray(x, y, color.Gray{Y: uint8((x + y) % 2 * 255)})
		}
	}
	return img
}

// bomb is a PNG with a large size and no data.
func bomb(width, height uint32) []byte {
	header := append([]byte("IHDR"), make([]byte, 13)...)
	binary.BigEndian.PutUint32(header[4:], width)
	binary.BigEndian.PutUint32(header[8:], height)
	header[12] = 8
	out := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	out = append(out, header...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(header))
}
