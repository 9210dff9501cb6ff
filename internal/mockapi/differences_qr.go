package mockapi

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"

	"rsc.io/qr"
)

// qrDifferences are about the QR code.
var qrDifferences = []difference{
	{"qr-json", "getQRCode", `the QR code is JSON with a data URL: {"qr_code":"data:image/png;base64,…"}`, qrCode(func(_ string, picture []byte) answer {
		return success(http.StatusOK, object{{"qr_code", dataURL(picture)}})
	})},
	{"qr-data-url", "getQRCode", "the QR code is a data URL as text", qrCode(func(_ string, picture []byte) answer {
		return text(http.StatusOK, plainText, dataURL(picture))
	})},
	{"qr-base64", "getQRCode", "the QR code is a picture in Base64 as text", qrCode(func(_ string, picture []byte) answer {
		return text(http.StatusOK, plainText, base64.StdEncoding.EncodeToString(picture))
	})},
	{"qr-code-text", "getQRCode", "the QR code is its content as text", qrCode(func(content string, _ []byte) answer {
		return text(http.StatusOK, plainText, content)
	})},
	{"qr-svg", "getQRCode", "the QR code is an SVG picture", qrCode(func(content string, _ []byte) answer {
		return text(http.StatusOK, "image/svg+xml", drawSVG(content))
	})},
	{"qr-redirect", "getQRCode", "the QR code is a redirect to a picture on another host", qrCode(func(string, []byte) answer {
		a := empty(http.StatusFound)
		a.header.Set("Location", "https://cdn.example/qr.png")
		return a
	})},
	{"qr-202", "getQRCode", "the QR code is not ready yet: 202", qrCode(func(string, []byte) answer {
		return success(http.StatusAccepted, object{{"status", "generating"}})
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
			return respond(s.qrContent(e.entity.(*account)), a.body)
		}
		return a
	}
}

func dataURL(picture []byte) string {
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture)
}

func drawSVG(content string) string {
	code, err := qr.Encode(content, qr.M)
	if err != nil {
		return ""
	}
	const margin = 4
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+margin, y+margin)
			}
		}
	}
	side := code.Size + 2*margin
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d"><path d="%s"/></svg>`, side, side, path.String())
}
