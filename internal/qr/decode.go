package qr

import (
	"context"
	"errors"
	"image"

	"rsc.io/qr/coding"
)

var (
	// ErrNotPicture is anything but a valid PNG, JPEG, or GIF with at most 4 million pixels.
	ErrNotPicture = errors.New("not a picture that can be read")
	// ErrNoCode is an image that is not a clean QR code: generated, upright, complete, and without other content.
	ErrNoCode = errors.New("no QR code in the picture")
)

// Decode returns the content of the QR code in a picture. The error is [ErrNotPicture], [ErrNoCode], or the error of ctx.
//
// It reads the modules at their standard positions and corrects no errors, so the number of pixels limits the work. It
// does not search the image, so an image cannot make it slow.
func Decode(ctx context.Context, picture []byte) (string, error) {
	unpacked, err := unpack(ctx, picture)
	if err != nil {
		return "", err
	}
	return decode(ctx, unpacked)
}

func decode(ctx context.Context, picture image.Image) (string, error) {
	pixels, err := readPixels(ctx, picture)
	if err != nil {
		return "", err
	}
	for _, dark := range []bool{true, false} { // dark on light, then light on dark
		code, found := pixels.box(dark)
		if !found {
			continue
		}
		for version := coding.MinVersion; version <= coding.MaxVersion; version++ {
			if ctx.Err() != nil {
				return "", ctx.Err()
			}
			for _, code.mirrored = range []bool{false, true} { // as some generators draw it, and phones read it
				if content, ok := code.read(coding.Version(version)); ok {
					return content, nil
				}
			}
		}
	}
	return "", ErrNoCode
}

// read returns the content if all modules match a code of that version.
func (b box) read(version coding.Version) (string, bool) {
	size := 17 + 4*int(version)
	if b.width < size || b.height < size {
		return "", false
	}
	dark := func(x, y int) bool { return b.module(x, y, size) }
	for i := 8; i < size-8; i++ { // the timing patterns, which distinguish most sizes
		if dark(i, 6) != (i%2 == 0) || dark(6, i) != (i%2 == 0) {
			return "", false
		}
	}
	level, mask, ok := readFormat(dark)
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

// readFormat reads the error correction level and the mask next to the upper left corner.
func readFormat(dark func(x, y int) bool) (coding.Level, coding.Mask, bool) {
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
