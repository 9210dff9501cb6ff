package mockapi

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"net/http"

	"rsc.io/qr"
)

// qrScale is the width and height in pixels of one module of a QR code.
const qrScale = 6

// getQRCode returns the image to scan. A connected account has no image.
func (s *Server) getQRCode(c *call) answer {
	e, ok := s.find(c)
	if !ok {
		return s.notFound(c)
	}
	a := e.entity.(*account)
	s.settle(a)
	if a.Status == StatusConnected {
		return invalid("This account is connected already; it has no QR code")
	}
	picture, err := drawQR(s.qrContent(a))
	if err != nil {
		return failure(http.StatusInternalServerError, err.Error())
	}
	return text(http.StatusOK, "image/png", string(picture))
}

// qrContent returns the account's code, or a new one if it has expired.
func (s *Server) qrContent(a *account) string {
	old := s.options.QRRotate > 0 && s.now().Sub(a.qrAt) >= s.options.QRRotate
	if a.qr == "" || old {
		s.rotateQR(a)
	}
	return a.qr
}

// rotateQR generates a code in the format of WhatsApp: a reference and two keys.
func (s *Server) rotateQR(a *account) {
	secret := make([]byte, 96)
	_, _ = rand.Read(secret) // never fails
	encode := base64.StdEncoding.EncodeToString
	a.qr = "2@" + encode(secret[:32]) + "," + encode(secret[32:64]) + "," + encode(secret[64:])
	a.qrAt = s.now()
}

func drawQR(content string) ([]byte, error) {
	code, err := qr.Encode(content, qr.M)
	if err != nil {
		return nil, err
	}
	code.Scale = qrScale
	return code.PNG(), nil
}

// drawPicture draws a chessboard, which is not a QR code.
func drawPicture(side int) []byte {
	picture := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			picture.SetGray(x, y, color.Gray{Y: uint8((x + y) % 2 * 255)})
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, picture) // a buffer cannot fail
	return b.Bytes()
}
