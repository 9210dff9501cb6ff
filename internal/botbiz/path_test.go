package botbiz

import (
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The id of an object can be the key, in the configuration or in a response. Its path is in the log and in errors.
func TestPath(t *testing.T) {
	t.Parallel()
	const key = "bk_canary_5f2a91c4"
	base := &url.URL{Scheme: "https", Host: "api.test", Path: "/v1"}
	c := New(base, roundTripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("lost") }), key)
	for id, want := range map[string]string{
		"wha_12345":                      "/v1/whatsapp/accounts/wha_12345",
		key:                              "/v1/whatsapp/accounts/[redacted]",
		hex.EncodeToString([]byte(key)):  "/[redacted]",
		strings.ToUpper(key) + "/more …": "/[redacted]",
	} {
		if got := c.Describe(base.JoinPath("whatsapp", "accounts", url.PathEscape(id)), nil)["path"]; got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
		if _, err := c.Accounts.Get(t.Context(), id); err == nil || strings.Contains(err.Error(), id) != (id == "wha_12345") {
			t.Errorf("%s: %v", id, err)
		}
	}
}
