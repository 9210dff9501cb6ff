package botbiz

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
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
	return hex.EncodeToString(sum(payload, secret))
}

func sum(payload []byte, secret string) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(payload)
	return mac.Sum(nil)
}

// Verify reports in constant time whether signature is valid for payload and one of the secrets: several are for the time
// of a rotation. The digits and the optional prefix "sha256=" can have any case. No signature is valid for an empty secret.
func Verify(payload []byte, signature string, secrets ...string) bool {
	signature = strings.TrimSpace(signature)
	if n := len("sha256="); len(signature) > n && strings.EqualFold(signature[:n], "sha256=") {
		signature = signature[n:]
	}
	given, err := hex.DecodeString(signature)
	return err == nil && slices.ContainsFunc(secrets, func(secret string) bool {
		return secret != "" && hmac.Equal(given, sum(payload, secret))
	})
}
