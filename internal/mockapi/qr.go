package mockapi

import (
	"crypto/rand"
	"encoding/base64"
	"image"
	"image/png"
	"net/http"
	"strings"

	"rsc.io/qr"
)

// qrScale is the width and height in pixels of one module of a QR code.
const qrScale = 6

// getQRCode returns the image to scan. A connected account has no image.
func (s *Server) getQRCode(c *call, e *stored) answer {
	a := e.entity.(*Account)
	if a.Status == StatusConnected {
		return invalid("This account is connected already; it has no QR code")
	}
	c.code = a.qrContent()
	code, err := qr.Encode(c.code, qr.M)
	if err != nil {
		return failure(http.StatusInternalServerError, err.Error())
	}
	code.Scale = qrScale
	return text(http.StatusOK, "image/png", string(code.PNG()))
}

func (a *Account) qrContent() string {
	if a.qr == "" {
		a.rotateQR()
	}
	return a.qr
}

// rotateQR generates a code in the format of WhatsApp: a reference and two keys.
func (a *Account) rotateQR() {
	secret := make([]byte, 96)
	_, _ = rand.Read(secret) // never fails
	encode := base64.StdEncoding.EncodeToString
	a.qr = "2@" + encode(secret[:32]) + "," + encode(secret[32:64]) + "," + encode(secret[64:])
}

// drawPicture draws a chessboard, which is not a QR code.
func drawPicture(side int) string {
	picture := image.NewGray(image.Rect(0, 0, side, side))
	for i := range picture.Pix {
		if (i/side+i%side)%2 == 1 {
			picture.Pix[i] = 255
		}
	}
	var b strings.Builder
	_ = png.Encode(&b, picture) // a builder cannot fail
	return b.String()
}
