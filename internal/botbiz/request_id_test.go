package botbiz_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

func TestRequestID(t *testing.T) {
	t.Parallel()
	const key, header = "bk_canary_5f2a91c4", "canary-of-a-header"
	base := &url.URL{Scheme: "https", Host: "api.test", Path: "/v1"}
	c := botbiz.New(base, nil, key, header)
	for name, test := range map[string]struct {
		headers map[string]string
		want    string
	}{
		"none":        {map[string]string{"X-Trace": "a"}, ""},
		"request id":  {map[string]string{"X-Request-Id": "req_5f2a", "CF-Ray": "b"}, "req_5f2a"},
		"ray":         {map[string]string{"CF-Ray": "8f2a91c4-FRA"}, "8f2a91c4-FRA"},
		"escapes":     {map[string]string{"X-Request-Id": "a\x1b[2Jb"}, "a[2Jb"},
		"long":        {map[string]string{"X-Request-Id": strings.Repeat("a", 100)}, strings.Repeat("a", 64) + "…"},
		"key":         {map[string]string{"X-Request-Id": "x-" + key}, "x-[redacted]"},
		"header":      {map[string]string{"X-Request-Id": header}, "[redacted]"},
		"encoded key": {map[string]string{"X-Request-Id": base64.StdEncoding.EncodeToString([]byte(key))}, "[redacted]"},
	} {
		h := http.Header{}
		for name, value := range test.headers {
			h.Set(name, value)
		}
		if got, _ := c.Describe(base, h)["request_id"].(string); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
