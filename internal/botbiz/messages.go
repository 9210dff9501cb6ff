package botbiz

import "context"

// Message is a message that was handed to Botbiz (the answer is inferred).
type Message struct {
	ID        string  `json:"id"` // msg_…
	To        *string `json:"to"`
	Type      *string `json:"type"`
	Status    *string `json:"status"`
	CreatedAt *string `json:"created_at"` // RFC 3339
}

// ObjectID returns the id.
func (m Message) ObjectID() string { return m.ID }

// Messages is the service of messages.
type Messages struct{ client *Client }

// Send sends a message (documented: "Send Message"). to is in E.164; kind is "text", "image", "document" or another type;
// content is the text, or the URL of the media. It is never repeated: after an error of which [IsUnknownOutcome] is
// true the message may have gone out.
func (m Messages) Send(ctx context.Context, to, kind, content string) (Message, error) {
	var message Message
	body := map[string]string{"to": to, "type": kind, "content": content}
	r := request{method: "POST", path: []string{"whatsapp", "messages"}, body: body}
	err := m.client.object(ctx, r, "", &message)
	return message, err
}
