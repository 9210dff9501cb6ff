package botbiz_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

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

		// What new URL(text).href of Node.js 20 makes of them.
		{"https://Bücher.example/ä?q=ü", "https://xn--bcher-kva.example/%C3%A4?q=%C3%BC", true},
		{"https://faß.de/", "https://xn--fa-hia.de/", true},
		{"https://☃.net/?q=\U0001F600", "https://xn--n3h.net/?q=%F0%9F%98%80", true},
		{"https://ｅｘ.example/", "https://ex.example/", true},
		{"https://x。example/", "https://x.example/", true},
		{"https://A_b.example/", "https://a_b.example/", true},
		{"https://x.example/a b?c d=<e>&f=\"g\"&h='i'", "https://x.example/a%20b?c%20d=%3Ce%3E&f=%22g%22&h=%27i%27", true},
		{"https://x.example/p^{}|`?^{}|`[]", "https://x.example/p^%7B%7D|%60?^{}|`[]", true},
		{"https://x.example/ä%2fb/%e4?%c3%a4=%e4", "https://x.example/%C3%A4%2fb/%e4?%c3%a4=%e4", true},
		{"https://x.example/[a]?q=100%&r=ü", "https://x.example/[a]?q=100%&r=%C3%BC", true},
		{"https://ab--cd.example/\u007f", "https://ab--cd.example/%7F", true},
		{"https://u:p w@x.example/", "https://u:p%20w@x.example/", true},

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
		{"https://bücher.example/", "https://bucher.example/", false},
		{"https://x.example/ä", "https://x.example/a", false},
		{"https://x.example/ü%2Fb", "https://x.example/%C3%BC/b", false},
		{"https://x.example/?q=a b", "https://x.example/?q=a+b", false},
		{"https://x.example/ä", "https://x.example/%E4", false},
		{"not a URL", "Not a URL", false},
		{"/hook", "/hook/", false},
		{"", "/", false},
	} {
		if botbiz.SameURL(tc.a, tc.b) != tc.same || botbiz.SameURL(tc.b, tc.a) != tc.same {
			t.Errorf("%s and %s: not %t", tc.a, tc.b, tc.same)
		}
	}
}

// The API can return a long host. Its conversion takes a minute for 100,000 characters.
func TestSameURL_longHost(t *testing.T) {
	var host strings.Builder
	for i := range 100_000 {
		host.WriteRune(rune(0x4e00 + i*7%20_000))
	}
	began := time.Now()
	if botbiz.SameURL("https://"+host.String()+".example/", "https://example.com/") || time.Since(began) > 5*time.Second {
		t.Errorf("it took %s", time.Since(began))
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
