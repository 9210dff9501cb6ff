package botbiz

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// SignatureHeader carries the signature of a webhook delivery (documented: "Security Best Practice").
const SignatureHeader = "X-Botbiz-Signature"

// EventMessageReceived is the only documented event type. There can be others.
const EventMessageReceived = "whatsapp.message.received"

// Event is the payload of a webhook delivery (documented: "Example Webhook Payload").
type Event struct {
	ID      string          `json:"id"` // evt_…
	Type    string          `json:"type"`
	Created int64           `json:"created"` // unix seconds
	Data    json.RawMessage `json:"data"`    // in the format of the type
}

// Sign returns the signature of the raw body of a delivery with the endpoint's secret: HMAC-SHA256 in lower-case hex. The
// header is documented, the algorithm is inferred.
func Sign(payload []byte, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(payload)
	return hex.EncodeToString(mac.Sum(nil))
}

// Verify reports in constant time whether signature is valid for payload and secret. It accepts the prefix "sha256=". With
// an empty secret, no signature is valid.
func Verify(payload []byte, signature, secret string) bool {
	signature = strings.TrimPrefix(strings.TrimSpace(signature), "sha256=")
	return secret != "" && hmac.Equal([]byte(signature), []byte(Sign(payload, secret)))
}
