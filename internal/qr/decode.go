package qr

import (
	"context"
	"errors"

	"rsc.io/qr/coding"
)

var (
	// ErrNotPNG is a picture that is no PNG, is broken, or claims more than 4 million pixels.
	ErrNotPNG = errors.New("not a PNG picture that can be read")
	// ErrNoCode is a picture that is not a clean QR code: drawn by a program, upright, whole, and with nothing else on it.
	ErrNoCode = errors.New("no QR code in the picture")
)

// Decode returns what the QR code in a PNG says. The error is [ErrNotPNG], [ErrNoCode], or that of ctx.
//
// It reads the modules off the picture where the standard puts them and corrects no errors, so the work is bounded by the
// pixels: nothing is searched. A picture from outside cannot make it look in many places.
func Decode(ctx context.Context, picture []byte) (string, error) {
	pixels, err := readPixels(ctx, picture)
	if err != nil {
		return "", err
	}
	for _, dark := range []bool{true, false} { // dark modules on light, then light ones on dark
		code, found := pixels.box(dark)
		if !found {
			continue
		}
		for version := coding.MinVersion; version <= coding.MaxVersion; version++ {
			if ctx.Err() != nil {
				return "", ctx.Err()
			}
			if content, ok := code.read(coding.Version(version)); ok {
				return content, nil
			}
		}
	}
	return "", ErrNoCode
}

// read returns what the code says if it is a code of that version, to the last module.
func (b box) read(version coding.Version) (string, bool) {
	size := 17 + 4*int(version)
	if b.width < size || b.height < size {
		return "", false
	}
	dark := func(x, y int) bool { return b.module(x, y, size) }
	for i := 8; i < size-8; i++ { // the timing patterns, which tell most sizes apart
		if dark(i, 6) != (i%2 == 0) || dark(6, i) != (i%2 == 0) {
			return "", false
		}
	}
	level, mask, ok := format(dark)
	if !ok {
		return "", false
	}
	plan, err := coding.NewPlan(version, level, mask)
	if err != nil {
		return "", false
	}
	read := make([]byte, plan.DataBytes+plan.CheckBytes)
	for y, row := range plan.Pixel {
		for x, pixel := range row {
			differs := dark(x, y) != (pixel&coding.Black != 0)
			switch pixel.Role() {
			case coding.Data, coding.Check:
				if at := pixel.Offset(); differs {
					read[at/8] |= 1 << (7 - at%8)
				}
			case coding.Position, coding.Alignment, coding.Timing, coding.Format, coding.PVersion:
				if differs {
					return "", false
				}
			}
		}
	}
	var check coding.Bits
	check.Append(read[:plan.DataBytes])
	check.AddCheckBytes(version, level)
	if string(check.Bytes()) != string(read) {
		return "", false
	}
	content, ok := segments(read[:plan.DataBytes], version)
	return content, ok && content != ""
}

// format reads the level and the mask next to the upper left corner, where every version has them.
func format(dark func(x, y int) bool) (coding.Level, coding.Mask, bool) {
	for level := coding.L; level <= coding.H; level++ {
		for mask := range coding.Mask(8) {
			if plan, err := coding.NewPlan(coding.MinVersion, level, mask); err == nil && hasFormat(plan, dark) {
				return level, mask, true
			}
		}
	}
	return 0, 0, false
}

func hasFormat(plan *coding.Plan, dark func(x, y int) bool) bool {
	for y := range 9 {
		for x := range 9 {
			if pixel := plan.Pixel[y][x]; pixel.Role() == coding.Format && dark(x, y) != (pixel&coding.Black != 0) {
				return false
			}
		}
	}
	return true
}
