package botbiz

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

const canary = "canary-0123456789"

func FuzzReadError(f *testing.F) {
	envelope := `{"error":{"code":"not_found","message":"No such account","status":404}}`
	for _, status := range []int{200, 302, 400, 404, 410, 500} {
		for _, body := range []string{
			envelope, envelope[:50], strings.Replace(envelope, "No such", canary, 1), `{"error":null}`, `{"error":{"code":1,"message":{},"status":"404"}}`,
			`{"error":{"code":"c","message":"m","status":1e300}}`, `[]`, "", "<html>" + canary, canary[:9] + "\x00" + canary[9:], "\x1b[31m\u202e\xff", `{"key":"` + canary + `"}`,
		} {
			f.Add(status, "", []byte(body))
		}
	}
	f.Add(301, "https://example.com/", []byte(""))
	f.Fuzz(func(t *testing.T, status int, location string, body []byte) {
		e := readError(&http.Response{StatusCode: status, Header: http.Header{"Location": {location}}}, body, redacting(canary, ""))
		if e == nil {
			if status >= 300 {
				t.Fatalf("%d is no error", status)
			}
			return
		}
		text := e.Error()
		switch {
		case strings.Contains(text, canary):
			t.Errorf("holds the secret: %s", text)
		case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }):
			t.Errorf("not printable: %q", text)
		case len(text) > 1500:
			t.Errorf("%d bytes", len(text))
		case status < 300 && (e.Status < 400 || e.Status > 599 || !e.Documented):
			t.Errorf("%d became %d", status, e.Status)
		case status >= 300 && e.Status != status:
			t.Errorf("%d became %d", status, e.Status)
		case (e.Gone() || e.Documented) && !json.Valid(body):
			t.Errorf("believed %q", body)
		case e.Gone() && IsNoRoute(e):
			t.Error("both gone and no route")
		}
	})
}

func FuzzReadPage(f *testing.F) {
	for _, body := range []string{
		`{"data":[{"id":"wha_1","name":"N"}],"has_more":true}`, `{"data":[]}`, `{"data":null,"has_more":false}`, `[{"id":"wha_1"},{"id":2}]`,
		`[null]`, `{}`, `[`, `<html>`, ` [] `, `{"data":[{"id":""}]}`, `{"DATA":[],"has_more":null}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		page, problem := readPage(body, "")
		if problem != "" {
			return
		}
		if !json.Valid(body) {
			t.Errorf("read %q", body)
		}
		for _, item := range page.items {
			if item.id() == "" {
				t.Errorf("an item of %q has no id", body)
			}
		}
		if len(page.items) == 0 && !strings.Contains(string(body), "[") && (page.more == nil || *page.more) {
			t.Errorf("%q is an empty list", body)
		}
	})
}

func FuzzAccount(f *testing.F) {
	for _, body := range []string{
		`{"id":"wha_12345","phone_number":"+1234567890","name":"Customer Support","status":"pending","qr_code_url":"https://x/","created_at":"2023-04-08T12:00:00Z"}`,
		`{"id":1,"name":null,"status":[],"created_at":1681036800,"phone_number":1e9}`, `{}`, `null`, `[]`, `"x"`, `{"id":{}}`, `{"ID":"x"}`, `{"name":"\ud800"}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		f, ok := readFields(body)
		if !ok {
			return
		}
		account := readAccount(f)
		if user, endpoint, message := readUser(f), readEndpoint(f), readMessage(f); account.ID != endpoint.ID || account.ID != message.ID || user.ID != "" && user.ID != account.ID {
			t.Errorf("ids %q, %q, %q, %q", account.ID, user.ID, endpoint.ID, message.ID)
		}
		object := map[string]any{}
		for name, value := range f {
			var read any
			if json.Unmarshal(value, &read) != nil {
				t.Errorf("%q is not JSON", value)
			}
			object[name] = read
		}
		for name, got := range map[string]*string{"phone_number": account.PhoneNumber, "name": account.Name, "status": account.Status, "created_at": account.CreatedAt} {
			if text, ok := object[name].(string); ok && text == "text" && (got == nil || *got != text) {
				t.Errorf("%s is not as it was sent", name)
			} else if object[name] == nil && got != nil {
				t.Errorf("%s was not sent", name)
			}
		}
		if account.ID != "" && object["id"] == nil {
			t.Error("the id was not sent")
		}
	})
}

func FuzzNormalizePhoneNumber(f *testing.F) {
	for _, number := range []string{"+1234567890", "+1 (415) 555-0100", "14155550100", "+0123456", "+1\u00a0415–5550100", "", "+", "\xff+1234567", "\u202a＋１２３４５６７"} {
		f.Add(number)
	}
	f.Fuzz(func(t *testing.T, number string) {
		got, err := NormalizePhoneNumber(number)
		if err != nil {
			if got != "" {
				t.Errorf("%q beside an error", got)
			}
			return
		}
		again, err := NormalizePhoneNumber(got)
		if err != nil || again != got {
			t.Errorf("%q, again %q, %v", got, again, err)
		}
		if !SamePhoneNumber(got, number) || ReadPhoneNumber(number) != got || ReadPhoneNumber(got[1:]) != got {
			t.Errorf("%q is another number than %q", got, number)
		}
	})
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte(`{"id":"evt_1"}`), "", "whsec_test")
	f.Add([]byte{}, "sha256=", "k")
	f.Add([]byte("x"), "5d5d139563c95b5967b9bd9a8c9b233a9dedb45072794cd232dc1b74832607d0", "")
	f.Fuzz(func(t *testing.T, payload []byte, signature, secret string) {
		right := Sign(payload, secret)
		if Verify(payload, right, secret) != (secret != "") || Verify(payload, "sha256="+right, secret) != (secret != "") {
			t.Error("the right signature is refused, or an empty secret verifies")
		}
		bare := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(signature)), "sha256=")
		if Verify(payload, signature, secret) && bare != right {
			t.Errorf("%q is accepted, the right one is %s", signature, right)
		}
		if Verify(append(payload[:len(payload):len(payload)], 'x'), right, secret) {
			t.Error("another payload is accepted")
		}
	})
}

func FuzzSameURL(f *testing.F) {
	for _, u := range []string{"https://example.com/a/../%7eb?q=%2f#x", "HTTP://[2001:DB8::1]:80", "https://u:p@h:/", "https://[fe80::1%25eth0]/", "https://Bücher.example/ä b?<'>", "//h", "%", ""} {
		f.Add(u, u+"/")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if !SameURL(a, a) || SameURL(a, b) != SameURL(b, a) {
			t.Error("not an equivalence")
		}
		if canonical := canonicalURL(a); canonicalURL(canonical) != canonical {
			t.Errorf("%q, then %q", canonical, canonicalURL(canonical))
		}
	})
}
