package botbiz

import (
	"context"
	"encoding/json"
)

// Message is a message that Botbiz accepted (the response is inferred).
type Message struct {
	ID        string // msg_…
	To        *string
	Type      *string
	Status    *string
	CreatedAt *string // RFC 3339
}

// UnmarshalJSON accepts any JSON object. A field that is neither a string nor a number counts as missing.
func (m *Message) UnmarshalJSON(data []byte) error {
	var wire struct {
		ID        id   `json:"id"`
		To        word `json:"to"`
		Type      word `json:"type"`
		Status    word `json:"status"`
		CreatedAt word `json:"created_at"`
	}
	err := json.Unmarshal(data, &wire)
	*m = Message{
		ID: string(wire.ID), To: wire.To.value, Type: wire.Type.value, Status: wire.Status.value, CreatedAt: wire.CreatedAt.value,
	}
	return err
}

// ObjectID returns the id.
func (m Message) ObjectID() string { return m.ID }

// Messages is the service of messages.
type Messages struct{ client *Client }

// Send sends a message (documented: "Send Message"). to is in E.164; kind is "text", "image", "document" or another type;
// content is the text, or the URL of the media. It is not repeated: after an error with an unknown outcome
// ([IsUnknownOutcome]), the message may have been sent.
func (m Messages) Send(ctx context.Context, to, kind, content string) (Message, error) {
	var message Message
	body := map[string]string{"to": to, "type": kind, "content": content}
	r := request{method: "POST", path: []string{"whatsapp", "messages"}, body: body}
	err := m.client.object(ctx, r, "", &message)
	return message, err
}
