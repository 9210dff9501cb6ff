package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const messageAction = "botbiz_whatsapp_message_send"

// invoke runs an action and returns its progress and its errors. It passes each progress text to seen immediately.
func (p inProcess) invoke(action string, config map[string]any, seen ...func(string)) (progress []string, errors string) {
	p.t.Helper()
	typ := p.schema.ActionSchemas[action].Schema.ValueType()
	stream, err := p.InvokeAction(p.t.Context(), &tfprotov6.InvokeActionRequest{ActionType: action, Config: p.value(typ, config)})
	if err != nil {
		p.t.Fatal(err)
	}
	completed := false
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
			for _, see := range seen {
				see(event.Message)
			}
		case tfprotov6.CompletedInvokeActionEventType:
			completed = true
			errors = told(event.Diagnostics, tfprotov6.DiagnosticSeverityError)
		default:
			p.t.Errorf("an event of type %T", event)
		}
	}
	if !completed {
		p.t.Error("the action did not complete")
	}
	return progress, errors
}

// refuses returns the validation errors of an action's configuration.
func (p inProcess) refuses(action string, config map[string]any) string {
	p.t.Helper()
	typ := p.schema.ActionSchemas[action].Schema.ValueType()
	resp, err := p.ValidateActionConfig(p.t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: action, Config: p.value(typ, config)})
	if err != nil {
		p.t.Fatal(err)
	}
	return told(resp.Diagnostics, tfprotov6.DiagnosticSeverityError)
}

func greeting(to string) map[string]any {
	return map[string]any{"to": to, "type": "text", "content": "Hello! How can we help you today?"}
}

func TestSendMessage(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	progress, errors := m.inProcess(t).invoke(messageAction, greeting("+1 (234) 567-890"))
	sent := m.Messages()
	if errors != "" || len(sent) != 1 || len(progress) != 1 {
		t.Fatalf("progress %q, errors %q, messages %+v", progress, errors, sent)
	}
	if sent[0].To != "+1234567890" || sent[0].Type != "text" || sent[0].Content != "Hello! How can we help you today?" {
		t.Errorf("sent %+v", sent[0])
	}
	if want := "Message " + sent[0].ID + ` was sent: "queued"`; progress[0] != want {
		t.Errorf("progress %q, want %q", progress[0], want)
	}
}

// In every case, at most one message is sent.
func TestSendMessage_failures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault mockapi.Fault
		sent  int
		want  []string
	}{
		"lost after it was sent": {mockapi.Fault{Kind: "drop-after"}, 1, []string{titleOutcomeUnknown, "may have been sent"}},
		"lost before":            {mockapi.Fault{Kind: "drop-before"}, 0, []string{titleOutcomeUnknown, "may have been sent"}},
		"500 after it was sent":  {mockapi.Fault{Kind: "act-then-status", Status: 500}, 1, []string{titleOutcomeUnknown, "may have been sent"}},
		"an empty answer":        {mockapi.Fault{Kind: "empty-object", Act: true}, 1, []string{titleOutcomeUnknown, "may have been sent"}},
		"cut":                    {mockapi.Fault{Kind: "truncated"}, 1, []string{titleOutcomeUnknown, "may have been sent"}},
		"refused": {
			mockapi.Fault{Kind: "status", Status: 400, Message: "Invalid parameter: to has no WhatsApp"},
			0,
			[]string{titleInvalid, `AttributeName("to")`, "was not sent", "has no WhatsApp"},
		},
		"forbidden": {mockapi.Fault{Kind: "status", Status: 403}, 0, []string{titleNotPermitted, "was not sent"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, mockapi.Options{})
			m.AddFault(test.fault)
			progress, errors := m.inProcess(t).invoke(messageAction, greeting("+1234567890"))
			if len(progress) != 0 || len(m.Messages()) != test.sent || m.Count("POST", mockapi.RouteMessages) != 1 {
				t.Errorf("progress %q, %d messages by %d requests", progress, len(m.Messages()), m.Count("POST", mockapi.RouteMessages))
			}
			for _, want := range test.want {
				if !strings.Contains(errors, want) {
					t.Errorf("errors %q lack %q", errors, want)
				}
			}
			if strings.Contains(errors, "How can we help") || strings.Contains(errors, "1234567890") {
				t.Errorf("errors quote the message: %q", errors)
			}
		})
	}
}

func TestSendMessage_validation(t *testing.T) {
	t.Parallel()
	p := serve(t, New("test")())
	if got := p.refuses(messageAction, greeting("+1 234 567-890")); got != "" {
		t.Errorf("a good message is refused: %s", got)
	}
	for argument, values := range map[string][]string{
		"to": {"", "1234567890", "+12345", "+1234CALLME"}, "type": {"", "  ", "text "}, "content": {""},
	} {
		for _, value := range values {
			message := greeting("+1234567890")
			message[argument] = value
			if got := p.refuses(messageAction, message); !strings.Contains(got, `AttributeName("`+argument+`")`) {
				t.Errorf("%s = %q: %q, want an error at the argument", argument, value, got)
			}
		}
	}
}

// Values that are unknown in terraform validate are checked before the request.
func TestSendMessage_knownAtApply(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	p := m.inProcess(t)
	for argument, values := range map[string][]any{
		"to": {nil, "", "1234567890"}, "type": {nil, "", " text"}, "content": {nil, ""},
	} {
		for _, value := range values {
			message := greeting("+1234567890")
			message[argument] = value
			if _, errors := p.invoke(messageAction, message); !strings.Contains(errors, `AttributeName("`+argument+`")`) {
				t.Errorf("%s = %v: %q, want an error at the argument", argument, value, errors)
			}
		}
	}
	for _, config := range []map[string]any{{"account_id": ""}, {"account_id": "../users"}, {"account_id": "wha_1", "timeout": "soon"}} {
		if _, errors := p.invoke(pairAction, config); strings.Count(errors, titleInvalidValue) != 1 || strings.Contains(errors, `\n`) {
			t.Errorf("%v: %q", config, errors)
		}
		if errors := p.refuses(pairAction, config); strings.Count(errors, titleInvalidValue) != 1 || strings.Contains(errors, `\n`) {
			t.Errorf("%v: validation says %q", config, errors)
		}
	}
	if n := len(m.Requests()); n > 0 {
		t.Errorf("%d requests", n)
	}
}

// Media must be an https URL. Otherwise the plan warns.
func TestSendMessage_media(t *testing.T) {
	t.Parallel()
	p := newMock(t, mockapi.Options{}).inProcess(t)
	planner, ok := p.surfaceServer.(tfprotov6.ActionServer)
	if !ok {
		t.Fatal("plans no actions")
	}
	for _, tc := range []struct {
		kind    string
		content any
		want    bool
	}{
		{"image", "https://example.com/a.png", false},
		{"image", "http://example.com/a.png", true},
		{"document", "a.pdf", true},
		{"document", "https:///a.pdf", true},
		{"text", "Hello", false},
		{"sticker", "Hello", false},
		{"image", tftypes.UnknownValue, false},
	} {
		config := p.value(p.schema.ActionSchemas[messageAction].Schema.ValueType(), map[string]any{"to": "+1234567890", "type": tc.kind, "content": tc.content})
		resp, err := planner.PlanAction(t.Context(), &tfprotov6.PlanActionRequest{ActionType: messageAction, Config: config})
		must(t, err)
		warned := told(resp.Diagnostics, tfprotov6.DiagnosticSeverityWarning)
		if strings.Contains(warned, titleMediaURL) != tc.want || len(resp.Diagnostics) > 0 && !tc.want {
			t.Errorf("%s %v: warned %q", tc.kind, tc.content, warned)
		}
	}
}
