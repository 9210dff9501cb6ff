package qr

import (
	"context"
	"errors"
	"os"
	"strings"

	"rsc.io/qr"
)

// Columns is the maximum width of a drawing.
const Columns = 80

const (
	quiet    = 4 // light modules around a code, from the standard
	minQuiet = 2 // enough for most readers
	maxRows  = 2 * Columns
)

// A drawing has colors of its own, white on black of the 256 colors that no theme changes, so it can be scanned on every
// theme. Where NO_COLOR is set, it has the colors of the terminal.
const (
	whiteOnBlack = "\x1b[0;38;5;231;48;5;16m"
	reset        = "\x1b[0m"
)

func noColor() bool { return os.Getenv("NO_COLOR") != "" }

// ErrTooLarge is a drawing that does not fit.
var ErrTooLarge = errors.New("too large to draw in 80 columns")

// Draw draws a QR code with this content, in the smallest size with the lowest error correction. The error is
// [ErrTooLarge] for more than about 450 characters, and for no content.
func Draw(content string) (string, error) {
	code, err := qr.Encode(content, qr.L)
	if err != nil || content == "" {
		return "", ErrTooLarge
	}
	margin := min(quiet, (Columns-code.Size)/2)
	if margin < minQuiet {
		return "", ErrTooLarge
	}
	return halfBlocks(code.Size, code.Size, margin, noColor(), code.Black), nil
}

// DrawPicture draws a picture pixel by pixel. The error is [ErrNotPicture], [ErrTooLarge], or the error of ctx.
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
	return halfBlocks(bounds.Dx(), bounds.Dy(), margin, noColor(), func(x, y int) bool {
		return shadeOf(unpacked.At(bounds.Min.X+x, bounds.Min.Y+y)) < 0x80
	}), nil
}

// halfBlocks draws two rows in each line of text, because a character in a terminal is about twice as high as wide. Light
// modules have the color of the text, and dark modules are blank, so without colors the drawing is correct for light text
// on a dark background. The margin is light.
func halfBlocks(width, height, margin int, plain bool, dark func(x, y int) bool) string {
	light := func(x, y int) bool {
		return x < 0 || y < 0 || x >= width || y >= height || !dark(x, y)
	}
	var text strings.Builder
	for y := -margin; y < height+margin; y += 2 {
		if !plain {
			text.WriteString(whiteOnBlack)
		}
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
		if !plain {
			text.WriteString(reset)
		}
		text.WriteByte('\n')
	}
	return text.String()
}
