package qr

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// maxPixels bounds the pictures that are unpacked: a PNG of a few kilobytes can claim gigabytes, and a QR code needs far
// less.
const maxPixels = 4 << 20

var (
	// ErrNotPNG is a picture that is no PNG, is broken, or claims more than 4 million pixels.
	ErrNotPNG = errors.New("not a PNG picture that can be read")
	// ErrNoCode is a picture in which no QR code was found.
	ErrNoCode = errors.New("no QR code in the picture")
)

// Decode returns what the QR code in a PNG says. The error is [ErrNotPNG] or [ErrNoCode].
func Decode(picture []byte) (string, error) {
	unpacked, err := unpack(picture)
	if err != nil {
		return "", err
	}
	light := gozxing.NewLuminanceSourceFromImage(unpacked)
	// Ordinary pictures first, then codes with a pixel for each module, then light codes on dark.
	for _, source := range []gozxing.LuminanceSource{light, gozxing.NewInvertedLuminanceSource(light)} {
		for _, hint := range []gozxing.DecodeHintType{gozxing.DecodeHintType_TRY_HARDER, gozxing.DecodeHintType_PURE_BARCODE} {
			if content, ok := read(source, hint); ok {
				return content, nil
			}
		}
	}
	return "", ErrNoCode
}

func read(source gozxing.LuminanceSource, hint gozxing.DecodeHintType) (content string, ok bool) {
	// The pictures come from a server, and a reader of pictures has many indexes to get wrong.
	defer func() {
		if recover() != nil {
			content, ok = "", false
		}
	}()
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(source))
	if err != nil {
		return "", false
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{hint: true})
	if err != nil {
		return "", false
	}
	return result.GetText(), result.GetText() != ""
}

// unpack decodes a PNG whose claimed size is sane.
func unpack(picture []byte) (image.Image, error) {
	config, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil, ErrNotPNG
	}
	if int64(config.Width)*int64(config.Height) > maxPixels {
		return nil, fmt.Errorf("%w: %d×%d pixels are too many", ErrNotPNG, config.Width, config.Height)
	}
	unpacked, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, ErrNotPNG
	}
	return unpacked, nil
}
