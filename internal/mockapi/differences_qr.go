package mockapi

import (
	"encoding/base64"
	"net/http"
)

// qrDifferences are about the QR code.
var qrDifferences = []difference{
	{"qr-json", "getQRCode", `the QR code is JSON with a data URL: {"qr_code":"data:image/png;base64,…"}`, after(getsQR, func(_ *call, a answer) answer {
		return success(http.StatusOK, object{"qr_code": "data:image/png;base64," + base64.StdEncoding.EncodeToString(a.body)})
	})},
	{"qr-code-text", "getQRCode", "the QR code is its content as text", after(getsQR, func(c *call, _ answer) answer { return text(200, plainText, c.code) })},
	{"qr-redirect", "getQRCode", "the QR code is a redirect to a picture on another host", after(getsQR, func(*call, answer) answer { return moved(302, "https://cdn.example/qr.png") })},
	{"qr-204", "getQRCode", "the QR code is not ready yet: 204", after(getsQR, func(*call, answer) answer { return empty(204) })},
}

func getsQR(c *call) bool { return c.route == RouteQRCode && c.code != "" }
