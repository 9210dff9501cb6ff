package mockapi_test

import (
	"encoding/json"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

func TestDifferences_numbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ difference, number, status, want string }{
		{"numbers-of-whatsapp", "+5511987654321", "connected", "551187654321"},
		{"numbers-of-whatsapp", "+551187654321", "connected", "551187654321"},
		{"numbers-of-whatsapp", "+525512345678", "connected", "5215512345678"},
		{"numbers-of-whatsapp", "+541112345678", "connected", "5491112345678"},
		{"numbers-of-whatsapp", "+5491112345678", "connected", "5491112345678"},
		{"numbers-of-whatsapp", "+14155550100", "connected", "14155550100"},
		{"numbers-of-whatsapp", "+5511987654321", "pending", "+5511987654321"},
		{"numbers-of-paired-phone", "+14155550100", "connected", "+19995550100"},
		{"numbers-of-paired-phone", "+14155550100", "pending", "+14155550100"},
		{"numbers-national", "+14155550100", "pending", "(415) 555-0100"},
		{"numbers-national", "+4930123456", "pending", "030123456"},
		{"numbers-masked", "+14155550100", "pending", "+14******100"},
	} {
		s := mockapi.New(mockapi.Options{Differences: []string{c.difference}})
		id := s.AddAccount(mockapi.Account{PhoneNumber: c.number, Name: "n", Status: c.status}).ID
		if r := do(t, s, "GET", accountsPath+"/"+id, ""); r.str("phone_number") != c.want {
			t.Errorf("%s: %s becomes %s, want %s", c.difference, c.number, r.str("phone_number"), c.want)
		}
	}
}

func TestDifferences_texts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ difference, name, want string }{
		{"texts-html-escaped", `Tom & "Jerry" <b>`, "Tom &amp; &#34;Jerry&#34; &lt;b&gt;"},
		{"texts-joined-blanks", " a \t b\n", "a b"},
	} {
		s := mockapi.New(mockapi.Options{Differences: []string{c.difference}})
		id := s.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: c.name}).ID
		if r := do(t, s, "GET", accountsPath+"/"+id, ""); r.str("name") != c.want {
			t.Errorf("%s: %q becomes %q, want %q", c.difference, c.name, r.str("name"), c.want)
		}
	}
}

// As new URL(…).href writes them.
func TestDifferences_href(t *testing.T) {
	t.Parallel()
	s := mockapi.New(mockapi.Options{Differences: []string{"urls-href"}})
	for given, want := range map[string]string{
		"https://example.com":                    "https://example.com/",
		"HTTPS://Example.COM:443/A":              "https://example.com/A",
		"https://example.com:8443/a":             "https://example.com:8443/a",
		"https://bücher.example/ä b":             "https://xn--bcher-kva.example/%C3%A4%20b",
		"https://BÜCHER.example:8443/":           "https://xn--bcher-kva.example:8443/",
		"https://example.com/a/./b/../c//d":      "https://example.com/a/c//d",
		"https://example.com/?q=a b&r=<ä>&s=%3C": "https://example.com/?q=a%20b&r=%3C%C3%A4%3E&s=%3C",
		"https://example.com/a?b=c#d":            "https://example.com/a?b=c#d",
	} {
		id := s.AddEndpoint(mockapi.Endpoint{URL: given, Events: []string{"a"}}).ID
		r := do(t, s, "GET", endpointsPath+"/"+id, "")
		if r.str("url") != want {
			t.Errorf("%s becomes %s, want %s", given, r.str("url"), want)
		}
	}
}

// A byte order mark is before JSON of any kind, and before nothing else.
func TestDifferences_byteOrderMark(t *testing.T) {
	t.Parallel()
	s := mockapi.New(mockapi.Options{Differences: []string{"byte-order-mark", "list-by-id"}})
	id := connectMarked(t, s)
	for path, want := range map[string]bool{accountsPath: true, accountsPath + "/none": true, accountsPath + "/" + id + "/qr-code": false, "/v1/none": false} {
		if r := do(t, s, "GET", path, ""); (r.body[:3] == "\ufeff") != want {
			t.Errorf("%s: %.20q", path, r.body)
		}
	}
}

func connectMarked(t *testing.T, s *mockapi.Server) string {
	t.Helper()
	r := do(t, s, "POST", accountsPath, newAccount)
	var a struct{ ID string }
	if err := json.Unmarshal([]byte(r.body[3:]), &a); err != nil || a.ID == "" {
		t.Fatalf("%v %s", err, r.body)
	}
	return a.ID
}
