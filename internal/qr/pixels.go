package qr

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

// maxPixels limits the images that are decoded: a PNG of a few kilobytes can need gigabytes of memory.
const maxPixels = 4 << 20

// pixels is a grayscale image on a white background.
type pixels struct {
	width, height int
	shades        []uint8
	middle        uint8 // threshold between dark and light
}

// readPixels decodes a PNG. It stops when ctx ends.
func readPixels(ctx context.Context, picture []byte) (*pixels, error) {
	unpacked, err := unpack(ctx, picture)
	if err != nil {
		return nil, err
	}
	bounds := unpacked.Bounds()
	p := &pixels{width: bounds.Dx(), height: bounds.Dy()}
	p.shades = make([]uint8, 0, p.width*p.height)
	darkest, lightest := uint8(255), uint8(0)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			shade := shadeOf(unpacked.At(x, y))
			darkest, lightest = min(darkest, shade), max(lightest, shade)
			p.shades = append(p.shades, shade)
		}
	}
	p.middle = uint8((int(darkest) + int(lightest) + 1) / 2)
	return p, nil
}

// unpack decodes a PNG with at most maxPixels.
func unpack(ctx context.Context, picture []byte) (image.Image, error) {
	config, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil, ErrNotPNG
	}
	if int64(config.Width)*int64(config.Height) > maxPixels {
		return nil, fmt.Errorf("%w: %d×%d pixels are too many", ErrNotPNG, config.Width, config.Height)
	}
	reader := bytes.NewReader(picture)
	unpacked, err := png.Decode(readFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return reader.Read(p)
	}))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, ErrNotPNG
	}
	return unpacked, nil
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

// shadeOf returns the brightness of a color on a white background.
func shadeOf(c color.Color) uint8 {
	r, g, b, alpha := c.RGBA() // already multiplied by alpha
	paper := 0xffff - alpha
	return uint8((299*(r+paper) + 587*(g+paper) + 114*(b+paper)) / 1000 >> 8 & 0xff)
}

// box is the part of an image with all modules of one shade, dark or light.
type box struct {
	*pixels
	dark                     bool
	left, top, width, height int
}

// box returns the smallest box around all dark or all light pixels.
func (p *pixels) box(dark bool) (box, bool) {
	left, top, right, bottom := p.width, p.height, -1, -1
	for y := range p.height {
		for x := range p.width {
			if p.isDark(x, y) == dark {
				left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
			}
		}
	}
	return box{pixels: p, dark: dark, left: left, top: top, width: right - left + 1, height: bottom - top + 1}, right >= left
}

func (p *pixels) isDark(x, y int) bool { return p.shades[y*p.width+x] < p.middle }

// module reports whether a module is set, in a code with the given number of modules per side. It reads the center.
func (b box) module(x, y, size int) bool {
	return b.isDark(b.left+(2*x+1)*b.width/(2*size), b.top+(2*y+1)*b.height/(2*size)) == b.dark
}
