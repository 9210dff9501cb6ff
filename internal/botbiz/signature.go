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

// EventMessageReceived is the one event type that the documentation shows. The set is open.
const EventMessageReceived = "whatsapp.message.received"

// Event is the payload of a webhook delivery (documented: "Example Webhook Payload").
type Event struct {
	ID      string          `json:"id"` // evt_…
	Type    string          `json:"type"`
	Created int64           `json:"created"` // unix seconds
	Data    json.RawMessage `json:"data"`    // of a shape that goes with the type
}

// Sign returns the signature of a delivery's raw body under the endpoint's secret: HMAC-SHA256 in lower-case hex. The
// documentation names the header and not the scheme, which is inferred.
func Sign(payload []byte, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(payload)
	return hex.EncodeToString(mac.Sum(nil))
}

// Verify tells, in constant time, whether signature is that of payload under secret. A prefix "sha256=" is accepted. An
// empty secret verifies nothing.
func Verify(payload []byte, signature, secret string) bool {
	signature = strings.TrimPrefix(strings.TrimSpace(signature), "sha256=")
	return secret != "" && hmac.Equal([]byte(signature), []byte(Sign(payload, secret)))
}
