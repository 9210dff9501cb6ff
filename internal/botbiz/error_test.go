package botbiz_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

func TestErrors(t *testing.T) {
	envelope := func(status any) string {
		return fmt.Sprintf(`{"error":{"code":"invalid_request","message":"Missing required parameter: user_id","status":%v}}`, status)
	}
	for _, tc := range []struct {
		name                   string
		status                 int
		body                   string
		documented             bool
		gone, noRoute, unknown bool
		timeout                bool
		text                   string
	}{
		{name: "documented 400", status: 400, body: envelope(400), documented: true, text: "400 Bad Request (invalid_request): Missing required parameter: user_id"},
		{name: "documented 401", status: 401, body: envelope(401), documented: true, text: "401 Unauthorized"},
		{name: "documented 404", status: 404, body: envelope(404), documented: true, gone: true, text: "404 Not Found (invalid_request)"},
		{name: "documented 410", status: 410, body: envelope(410), documented: true, gone: true, text: "410 Gone"},
		{name: "documented 429", status: 429, body: envelope(429), documented: true, text: "429"},
		{name: "documented 500", status: 500, body: envelope(500), documented: true, unknown: true, text: "500 Internal Server Error"},
		{name: "documented 405", status: 405, body: envelope(405), documented: true, noRoute: true, text: "405"},
		{name: "more fields", status: 404, body: `{"error":{"code":"c","message":"m","status":404,"doc_url":"x"},"request_id":"y"}`, documented: true, gone: true, text: "(c): m"},
		{name: "empty code", status: 404, body: `{"error":{"code":"","message":"","status":404}}`, documented: true, gone: true, text: "JSON"},
		{name: "of another status", status: 404, body: envelope(400), noRoute: true, text: "Missing required"},
		{name: "status as text", status: 404, body: envelope(`"404"`), noRoute: true, text: "Missing required"},
		{name: "status and a bit", status: 404, body: envelope(404.5), noRoute: true, text: "404"},
		{name: "no status", status: 404, body: `{"error":{"code":"not_found","message":"No such account"}}`, noRoute: true, text: "No such account"},
		{name: "no code", status: 404, body: `{"error":{"message":"m","status":404}}`, noRoute: true, text: "404"},
		{name: "no message", status: 410, body: `{"error":{"code":"c","status":410}}`, noRoute: true, text: "410"},
		{name: "code of another type", status: 404, body: `{"error":{"code":404,"message":"m","status":404}}`, noRoute: true, text: "404"},
		{name: "problem details", status: 403, body: `{"type":"about:blank","title":"Blocked","detail":"by the proxy","status":403}`, text: "403 Forbidden: Blocked: by the proxy"},
		{name: "problem title", status: 403, body: `{"title":"Blocked"}`, text: "403 Forbidden: Blocked"},
		{name: "error is text", status: 404, body: `{"error":"not found"}`, noRoute: true, text: "JSON that is cut or of another shape"},
		{name: "error is null", status: 404, body: `{"error":null}`, noRoute: true, text: "404"},
		{name: "not wrapped", status: 404, body: `{"code":"c","message":"m","status":404}`, noRoute: true, text: "404"},
		{name: "in a list", status: 404, body: `[` + envelope(404) + `]`, noRoute: true, text: "404"},
		{name: "cut", status: 404, body: envelope(404)[:40], noRoute: true, text: "JSON that is cut"},
		{name: "twice", status: 404, body: envelope(404) + envelope(404), noRoute: true, text: "404"},
		{name: "HTML", status: 404, body: "<html>\n<h1>Not   Found</h1>", noRoute: true, text: `the body begins with "<html> <h1>Not Found</h1>"`},
		{name: "text", status: 404, body: "404 page not found\n", noRoute: true, text: "404 page not found"},
		{name: "nothing", status: 404, noRoute: true, text: "an empty body"},
		{name: "405", status: 405, noRoute: true, text: "405 Method Not Allowed"},
		{name: "501", status: 501, noRoute: true, text: "501 Not Implemented"},
		{name: "300", status: 300, noRoute: true, text: "300"},
		{name: "304", status: 304, noRoute: true, text: "304"},
		{name: "403 page", status: 403, body: "<html>", text: "403 Forbidden"},
		{name: "409", status: 409, body: "conflict", text: "409 Conflict"},
		{name: "408", status: 408, unknown: true, text: "408"},
		{name: "502", status: 502, body: "<html>", unknown: true, text: "502 Bad Gateway"},
		{name: "504", status: 504, body: "<html>", unknown: true, text: "504 Gateway Timeout"},
		{name: "unknown status", status: 599, unknown: true, text: "599"},
		{name: "404 in a 200", status: 200, body: envelope(404), documented: true, gone: true, text: "answered 404 Not Found (invalid_request)"},
		{name: "400 in a 201", status: 201, body: envelope(400), documented: true, text: "answered 400"},
		{name: "500 in a 200", status: 200, body: envelope(500), documented: true, unknown: true, text: "answered 500"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, _ := client(t, tc.status, tc.body)
			_, err := c.Accounts.Get(t.Context(), "wha_1")
			var e *botbiz.Error
			if !errors.As(err, &e) {
				t.Fatalf("%#v", err)
			}
			if e.Documented != tc.documented || botbiz.IsGone(err) != tc.gone || e.Gone() != tc.gone || botbiz.IsNoRoute(err) != tc.noRoute {
				t.Errorf("documented %t, gone %t, no route %t", e.Documented, botbiz.IsGone(err), botbiz.IsNoRoute(err))
			}
			if botbiz.IsUnknownOutcome(err) != tc.unknown || botbiz.IsTimeout(err) != tc.timeout {
				t.Errorf("unknown %t, time-out %t", botbiz.IsUnknownOutcome(err), botbiz.IsTimeout(err))
			}
			if !strings.HasPrefix(err.Error(), "GET /v1/whatsapp/accounts/wha_1 answered ") || !strings.Contains(err.Error(), tc.text) {
				t.Error(err)
			}
		})
	}
}

// A rejection of the content, and a failure that may pass.
func TestErrors_kinds(t *testing.T) {
	for status, want := range map[int]string{400: "refusal", 401: "", 403: "", 404: "", 408: "passing", 409: "refusal", 422: "refusal", 429: "", 500: "passing", 501: "", 503: "passing"} {
		for _, documented := range []bool{true, false} {
			body := ""
			if documented {
				body = fmt.Sprintf(`{"error":{"code":"c","message":"m","status":%d}}`, status)
			}
			c, _ := client(t, status, body)
			_, err := c.Accounts.Get(t.Context(), "wha_1")
			if botbiz.IsRefusal(err) != (want == "refusal" && documented) || botbiz.IsPassing(err) != (want == "passing") {
				t.Errorf("%d, documented %t: refusal %t, passing %t", status, documented, botbiz.IsRefusal(err), botbiz.IsPassing(err))
			}
		}
	}
	c, a := client(t, 200, "{}")
	if _, err := c.Accounts.Get(t.Context(), "wha_1"); botbiz.IsPassing(err) || !botbiz.IsUnknownOutcome(err) {
		t.Errorf("a 2xx that is no object: %v", err)
	}
	a.err = io.EOF
	if _, err := c.Accounts.Get(t.Context(), "wha_1"); !botbiz.IsPassing(err) {
		t.Error(err)
	}
}

// A 2xx with an incomplete envelope is neither an error nor an account.
func TestEnvelopesThatAreNone(t *testing.T) {
	for _, status := range []string{"200", "0", "-404", "1e300", "600", "null"} {
		c, _ := client(t, 200, fmt.Sprintf(`{"error":{"code":"c","message":"m","status":%s}}`, status))
		if _, err := c.Accounts.Get(t.Context(), "wha_1"); !errors.As(err, new(*botbiz.AnswerError)) {
			t.Errorf("%s: %#v", status, err)
		}
	}
}

type timeoutError struct{}

func (timeoutError) Error() string { return "timed out" }
func (timeoutError) Timeout() bool { return true }

type notSentError struct{ error }

func (notSentError) NotSent() bool   { return true }
func (e notSentError) Unwrap() error { return e.error }

func TestRequestErrors(t *testing.T) {
	reset := errors.New("connection reset by peer")
	for _, tc := range []struct {
		name             string
		transport        *answering
		unknown, timeout bool
		sent             bool
		is               error
	}{
		{"reset", &answering{err: reset}, true, false, true, reset},
		{"EOF", &answering{err: io.EOF}, true, false, true, io.EOF},
		{"time-out", &answering{err: fmt.Errorf("%w after 30s", timeoutError{})}, true, true, true, timeoutError{}},
		{"deadline", &answering{err: context.DeadlineExceeded}, true, true, true, context.DeadlineExceeded},
		{"cancelled on the wire", &answering{err: context.Canceled}, true, false, true, context.Canceled},
		{"never sent", &answering{err: notSentError{context.Canceled}}, false, false, false, context.Canceled},
		{"cut body", &answering{status: 200, body: `{"id":`, brokenBy: io.ErrUnexpectedEOF}, true, false, true, io.ErrUnexpectedEOF},
		{"slow body", &answering{status: 200, body: `{"id":`, brokenBy: timeoutError{}}, true, true, true, timeoutError{}},
		{"cut error", &answering{status: 404, brokenBy: io.ErrUnexpectedEOF}, true, false, true, io.ErrUnexpectedEOF},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := clientOf(t, tc.transport).Accounts.Connect(t.Context(), "+1234567890", "N")
			if botbiz.IsUnknownOutcome(err) != tc.unknown || botbiz.IsTimeout(err) != tc.timeout || botbiz.IsNotSent(err) == tc.sent {
				t.Errorf("unknown %t, time-out %t, not sent %t", botbiz.IsUnknownOutcome(err), botbiz.IsTimeout(err), botbiz.IsNotSent(err))
			}
			if !errors.Is(err, tc.is) || botbiz.IsGone(err) || botbiz.IsNoRoute(err) || !strings.HasPrefix(err.Error(), "POST /v1/whatsapp/accounts: ") {
				t.Error(err)
			}
		})
	}
	if botbiz.IsUnknownOutcome(nil) || botbiz.IsTimeout(nil) || botbiz.IsNotSent(nil) || botbiz.IsGone(nil) || botbiz.IsNoRoute(nil) {
		t.Error("nil is an error")
	}
}

// No error contains a secret, whatever a server echoes.
func TestSecretsAreRedacted(t *testing.T) {
	const signing = `whsec_"quoted"<&>\canary`
	for _, secret := range []string{apiKey, signing} {
		escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret)
		for name, a := range map[string]*answering{
			"text":                 {status: 400, body: "bad key " + secret},
			"far down":             {status: 400, body: strings.Repeat("x", 110) + secret},
			"with control bytes":   {status: 400, body: secret[:7] + "\x00" + secret[7:]},
			"HTML":                 {status: 502, body: "<p>" + secret},
			"JSON message":         {status: 401, body: `{"error":{"code":"c","message":"Bad ` + escaped + `","status":401}}`},
			"control in a message": {status: 401, body: `{"error":{"code":"c","message":"` + strings.Replace(escaped, "_", `\u0000_`, 1) + `","status":401}}`},
			"JSON code":            {status: 401, body: `{"error":{"code":"` + escaped + `","message":"m","status":401}}`},
			"JSON elsewhere":       {status: 401, body: `{"key":"` + escaped + `"}`},
			"cut JSON":             {status: 401, body: `{"key":"` + escaped},
			"2xx text":             {status: 200, body: secret},
			"2xx HTML":             {status: 200, body: "<html>" + secret},
			"2xx JSON":             {status: 200, body: `{"secret":"` + escaped + `"}`},
			"2xx envelope":         {status: 200, body: `{"error":{"code":"c","message":"` + escaped + `","status":400}}`},
			"id":                   {status: 200, body: `{"id":"` + escaped + `"}`},
			"transport":            {err: errors.New("malformed HTTP response " + secret)},
			"body":                 {status: 200, brokenBy: errors.New("malformed chunk " + secret)},
		} {
			t.Run(name, func(t *testing.T) {
				c := clientOf(t, a)
				_, created := c.Endpoints.Create(t.Context(), botbiz.NewEndpoint{URL: "https://x/", Secret: signing})
				_, updated := c.Endpoints.Update(t.Context(), "whe_1", botbiz.EndpointChange{URL: "https://x/", Secret: signing})
				if updated == nil && name != "2xx JSON" && name != "2xx text" || created == nil && name != "id" {
					t.Error("no error")
				}
				for _, err := range []error{created, updated} {
					if text := fmt.Sprint(err); strings.Contains(text, secret) || strings.Contains(text, escaped) {
						t.Error(text)
					}
				}
				if a.err != nil && !errors.Is(created, a.err) {
					t.Errorf("%v does not wrap what happened", created)
				}
			})
		}
	}
}

// A 2xx may contain an unknown secret, which cannot be redacted.
func TestSuccessIsNeverQuoted(t *testing.T) {
	const secret = "whsec_generated"
	for _, body := range []string{
		`{"secret":"` + secret + `"}`, `{"id":"","secret":"` + secret + `"`, `["` + secret + `"]`, `"` + secret + `"`,
		secret, "secret: " + secret, `)]}'{"secret":"` + secret + `"}`, `<e><secret>` + secret, `{"id":"` + secret + `"}`,
	} {
		c, _ := client(t, 200, body)
		_, getErr := c.Endpoints.Get(t.Context(), "x")
		_, listErr := c.Endpoints.Pager().Next(t.Context())
		_, patchErr := c.Endpoints.Update(t.Context(), "x", botbiz.EndpointChange{})
		for _, err := range []error{getErr, listErr, patchErr, failure(c.Endpoints.Delete(t.Context(), "x"))} {
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("%q: %v", body, err)
			}
		}
		if getErr == nil || listErr == nil {
			t.Errorf("%q: no error", body)
		}
	}
}

func TestQuotesArePrintableAndShort(t *testing.T) {
	for _, body := range []string{
		"\x1b[31mred\x1b[0m\x07\r\nnext\tline\u202ereversed\u200b\x00\xff\xfe",
		`{"error":{"code":"\u001b[31mc","message":"a\u001b]0;title\u0007\r\nb\u202e\u0000","status":400}}`,
		strings.Repeat("ä", 5000),
		`{"error":{"code":"` + strings.Repeat("c", 5000) + `","message":"` + strings.Repeat("ä", 5000) + `","status":400}}`,
	} {
		c, _ := client(t, 400, body)
		_, err := c.Accounts.Get(t.Context(), "x")
		text := err.Error()
		if strings.ContainsAny(text, "\x1b\x07\r\n\t\x00\u202e\u200b") || strings.ToValidUTF8(text, "") != text || len(text) > 1500 {
			t.Errorf("%d bytes: %q", len(text), text)
		}
	}
}
