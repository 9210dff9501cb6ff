package mockapi

import (
	"encoding/base64"
	"net/http"
)

// qrDifferences are about the QR code.
var qrDifferences = []difference{
	{"qr-json", "getQRCode", `the QR code is JSON with a data URL: {"qr_code":"data:image/png;base64,…"}`, qrCode(func(_ string, picture []byte) answer {
		return success(http.StatusOK, object{"qr_code": "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture)})
	})},
	{"qr-code-text", "getQRCode", "the QR code is its content as text", qrCode(func(content string, _ []byte) answer {
		return text(http.StatusOK, plainText, content)
	})},
	{"qr-redirect", "getQRCode", "the QR code is a redirect to a picture on another host", qrCode(func(string, []byte) answer {
		a := empty(http.StatusFound)
		a.header.Set("Location", "https://cdn.example/qr.png")
		return a
	})},
	{"qr-204", "getQRCode", "the QR code is not ready yet: 204", qrCode(func(string, []byte) answer { return empty(http.StatusNoContent) })},
}

// qrCode returns the code in another way than as a picture.
func qrCode(respond func(content string, picture []byte) answer) hook {
	return func(s *Server, c *call, next func() answer) answer {
		if c.route != RouteQRCode {
			return next()
		}
		a := next()
		if e, ok := s.find(c); ok && a.status == http.StatusOK {
			return respond(e.entity.(*Account).qrContent(), a.body)
		}
		return a
	}
}
