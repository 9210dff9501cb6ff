package qr

import (
	"context"
	"errors"
	"strings"

	"rsc.io/qr"
)

// Columns is the width of the terminals that drawings fit.
const Columns = 80

const (
	quiet    = 4 // light modules around a code, as the standard asks for
	minQuiet = 2 // that readers are content with
	maxRows  = 2 * Columns
)

// ErrTooLarge is a drawing that does not fit.
var ErrTooLarge = errors.New("too large to draw in 80 columns")

// Draw draws a QR code that says content, in the smallest size with the least error correction, since a screen has no
// scratches. The error is [ErrTooLarge] for more than some 450 characters, and for none.
func Draw(content string) (string, error) {
	code, err := qr.Encode(content, qr.L)
	if err != nil || content == "" {
		return "", ErrTooLarge
	}
	margin := min(quiet, (Columns-code.Size)/2)
	if margin < minQuiet {
		return "", ErrTooLarge
	}
	return halfBlocks(code.Size, code.Size, margin, code.Black), nil
}

// DrawPicture draws a PNG pixel by pixel. The error is [ErrNotPNG], [ErrTooLarge], or that of ctx.
func DrawPicture(ctx context.Context, picture []byte) (string, error) {
	unpacked, err := unpack(ctx, picture)
	if err != nil {
		return "", err
	}
	bounds := unpacked.Bounds()
	if bounds.Dx() > Columns || bounds.Dy() > maxRows {
		return "", ErrTooLarge
	}
	margin := min(minQuiet, (Columns-bounds.Dx())/2)
	return halfBlocks(bounds.Dx(), bounds.Dy(), margin, func(x, y int) bool {
		return shadeOf(unpacked.At(bounds.Min.X+x, bounds.Min.Y+y)) < 0x80
	}), nil
}

// halfBlocks draws two rows in each line of text, as a character of a terminal is about twice as high as wide. What is
// light is drawn in the text's colour and what is dark is left out, which is right where text is light on dark, as in
// most terminals. The margin is light.
func halfBlocks(width, height, margin int, dark func(x, y int) bool) string {
	light := func(x, y int) bool {
		return x < 0 || y < 0 || x >= width || y >= height || !dark(x, y)
	}
	var text strings.Builder
	for y := -margin; y < height+margin; y += 2 {
		for x := -margin; x < width+margin; x++ {
			switch upper, lower := light(x, y), light(x, y+1); {
			case upper && lower:
				text.WriteRune('█')
			case upper:
				text.WriteRune('▀')
			case lower:
				text.WriteRune('▄')
			default:
				text.WriteByte(' ')
			}
		}
		text.WriteByte('\n')
	}
	return text.String()
}
