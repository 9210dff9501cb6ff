package qr

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
)

// maxPixels limits the images that are decoded: a picture of a few kilobytes can need gigabytes of memory.
const maxPixels = 4 << 20

// pixels is a grayscale image on a white background.
type pixels struct {
	width, height int
	shades        []uint8
	middle        uint8 // threshold between dark and light
}

// readPixels converts an image. It stops when ctx ends.
func readPixels(ctx context.Context, unpacked image.Image) (*pixels, error) {
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

// format is a kind of pictures. The registry of package image is global, so other code could add formats to it.
type format struct {
	magic  string
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

var formats = []format{
	{"\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
	{"\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode},
	{"GIF8", gif.DecodeConfig, gif.Decode},
}

func formatOf(picture []byte) (format, bool) {
	i := slices.IndexFunc(formats, func(f format) bool { return bytes.HasPrefix(picture, []byte(f.magic)) })
	if i < 0 {
		return format{}, false
	}
	return formats[i], true
}

// unpack decodes a picture with at most maxPixels.
func unpack(ctx context.Context, picture []byte) (image.Image, error) {
	format, ok := formatOf(picture)
	if !ok {
		return nil, ErrNotPicture
	}
	config, err := format.config(bytes.NewReader(picture))
	if err != nil {
		return nil, ErrNotPicture
	}
	if int64(config.Width)*int64(config.Height) > maxPixels {
		return nil, fmt.Errorf("%w: %d×%d pixels are too many", ErrNotPicture, config.Width, config.Height)
	}
	reader := bytes.NewReader(picture)
	unpacked, err := format.decode(readFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return reader.Read(p)
	}))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, ErrNotPicture
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
	dark, mirrored           bool
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
	if b.mirrored {
		x, y = y, x
	}
	return b.isDark(b.left+(2*x+1)*b.width/(2*size), b.top+(2*y+1)*b.height/(2*size)) == b.dark
}
