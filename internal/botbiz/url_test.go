package botbiz_test

import (
	"net/url"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

func TestSameURL(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		same bool
	}{
		{"https://example.com/hook", "https://example.com/hook", true},
		{"HTTPS://Example.COM/hook", "https://example.com/hook", true},
		{"https://example.com", "https://example.com/", true},
		{"https://example.com?a=b", "https://example.com/?a=b", true},
		{"https://example.com:443/", "https://example.com/", true},
		{"https://example.com:/", "https://example.com/", true},
		{"http://127.0.0.1:80/", "http://127.0.0.1/", true},
		{"https://example.com/a/./b/../c", "https://example.com/a/c", true},
		{"https://example.com/%7Ea%2fb", "https://example.com/~a%2Fb", true},
		{"https://example.com/?q=%e4%41", "https://example.com/?q=%E4A", true},
		{"https://[2001:DB8::1]/", "https://[2001:db8::1]:443/", true},
		{"https://[2001:db8:0:0::1]/", "https://[2001:db8::1]/", true},
		{"https://[::1]:8443/", "https://[::1]:8443", true},
		{"https://[fe80::1%25eth0]/", "https://[FE80::1%25eth0]", true},
		{"https://user:Pa@example.com/", "https://user:Pa@EXAMPLE.com", true},
		{"", "", true},
		{"not a URL", "not a URL", true},

		{"https://example.com/hook", "http://example.com/hook", false},
		{"https://example.com/hook", "https://example.com/Hook", false},
		{"https://example.com/hook", "https://example.com/hook/", false},
		{"https://example.com/a//b", "https://example.com/a/b", false},
		{"https://example.com/", "https://example.com/?", false},
		{"https://example.com/?a=1&b=2", "https://example.com/?b=2&a=1", false},
		{"https://example.com/a%2Fb", "https://example.com/a/b", false},
		{"https://example.com/a%20b", "https://example.com/a+b", false},
		{"https://example.com:8443/", "https://example.com/", false},
		{"https://example.com:80/", "https://example.com/", false},
		{"http://example.com:443/", "http://example.com/", false},
		{"https://example.com/#a", "https://example.com/", false},
		{"https://a.example.com/", "https://example.com/", false},
		{"https://[::1]:8443/", "https://[::1]/", false},
		{"https://user@example.com/", "https://User@example.com/", false},
		{"https://example.com/%", "https://example.com/%25", false},
		{"not a URL", "Not a URL", false},
		{"/hook", "/hook/", false},
		{"", "/", false},
	} {
		if botbiz.SameURL(tc.a, tc.b) != tc.same || botbiz.SameURL(tc.b, tc.a) != tc.same {
			t.Errorf("%s and %s: not %t", tc.a, tc.b, tc.same)
		}
	}
}

func TestIsLoopback(t *testing.T) {
	for address, want := range map[string]bool{
		"http://localhost/": true, "http://LOCALHOST:8080": true, "http://127.0.0.1:1": true, "http://127.9.8.7": true, "http://[::1]:8080/": true,
		"http://[::ffff:127.0.0.1]/":   true,
		"http://localhost.example.com": false, "http://127.0.0.1.example.com": false, "http://128.0.0.1": false, "http://0.0.0.0": false,
		"http://[::]": false, "http://10.0.0.1": false, "http://example.com": false, "http://2130706433": false, "http://127.1": false, "": false,
		"http://localhost@example.com/": false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if botbiz.IsLoopback(u) != want {
			t.Errorf("%s: not %t", address, want)
		}
	}
}
