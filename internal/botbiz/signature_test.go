package botbiz_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// The documentation's example payload, and what `openssl dgst -sha256 -hmac whsec_test` says of it.
const (
	payload = `{
  "id": "evt_12345",
  "type": "whatsapp.message.received",
  "created": 1681036800,
  "data": {
    "account_id": "wha_67890",
    "message_id": "msg_54321",
    "from": "+1234567890",
    "type": "text",
    "content": "Hello, I need help with my order.",
    "timestamp": "2023-04-09T10:00:00Z"
  }
}`
	signature    = "f5dd019f94ebd65457d65513881bb3e51d1460ea244d4697afbae3ca4ea2aa47"
	emptyUnder   = "key"
	ofAnEmptyOne = "5d5d139563c95b5967b9bd9a8c9b233a9dedb45072794cd232dc1b74832607d0"
)

func TestSign(t *testing.T) {
	if got := botbiz.Sign([]byte(payload), "whsec_test"); got != signature {
		t.Errorf("%s", got)
	}
	if got := botbiz.Sign(nil, emptyUnder); got != ofAnEmptyOne {
		t.Errorf("of nothing: %s", got)
	}
}

func TestVerify(t *testing.T) {
	for _, tc := range []struct {
		name, payload, signature, secret string
		want                             bool
	}{
		{"plain", payload, signature, "whsec_test", true},
		{"prefixed", payload, "sha256=" + signature, "whsec_test", true},
		{"capitals", payload, strings.ToUpper(signature), "whsec_test", true},
		{"prefix and digits in capitals", payload, "SHA256=" + strings.ToUpper(signature), "whsec_test", true},
		{"blanks", payload, " " + signature + "\n", "whsec_test", true},
		{"empty payload", "", ofAnEmptyOne, emptyUnder, true},
		{"another secret", payload, signature, "whsec_tesT", false},
		{"another payload", payload + "\n", signature, "whsec_test", false},
		{"another signature", payload, "0" + signature[1:], "whsec_test", false},
		{"no digit", payload, "g" + signature[1:], "whsec_test", false},
		{"cut", payload, signature[:63], "whsec_test", false},
		{"longer", payload, signature + "00", "whsec_test", false},
		{"prefixed twice", payload, "sha256=sha256=" + signature, "whsec_test", false},
		{"another scheme", payload, "sha1=" + signature, "whsec_test", false},
		{"empty", payload, "", "whsec_test", false},
		{"prefix alone", payload, "sha256=", "whsec_test", false},
		{"no secret", payload, botbiz.Sign([]byte(payload), ""), "", false},
	} {
		if got := botbiz.Verify([]byte(tc.payload), tc.signature, tc.secret); got != tc.want {
			t.Errorf("%s: %t", tc.name, got)
		}
	}
}

func TestVerify_rotation(t *testing.T) {
	for name, tc := range map[string]struct {
		secrets []string
		want    bool
	}{
		"the new one":  {[]string{"whsec_before", "whsec_test"}, true},
		"the old one":  {[]string{"whsec_test", "whsec_after"}, true},
		"another":      {[]string{"whsec_before", "whsec_after"}, false},
		"an empty one": {[]string{"", "whsec_test"}, true},
		"none":         {nil, false},
	} {
		if got := botbiz.Verify([]byte(payload), signature, tc.secrets...); got != tc.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if botbiz.Verify([]byte(payload), botbiz.Sign([]byte(payload), ""), "whsec_test", "") {
		t.Error("a signature under an empty secret is accepted")
	}
}

func TestEvent(t *testing.T) {
	var event botbiz.Event
	if err := json.Unmarshal([]byte(payload), &event); err != nil {
		t.Fatal(err)
	}
	if event.ID != "evt_12345" || event.Type != botbiz.EventMessageReceived || event.Created != 1681036800 || !strings.Contains(string(event.Data), "wha_67890") {
		t.Errorf("%+v", event)
	}
}
