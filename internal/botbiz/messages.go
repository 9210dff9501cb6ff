package botbiz

import (
	"context"
	"errors"
)

// Message is a message that Botbiz accepted (the response is inferred).
type Message struct {
	ID        string // msg_…
	To        *string
	Type      *string
	Status    *string
	CreatedAt *string // RFC 3339
}

func readMessage(f fields) Message {
	return Message{ID: f.id(), To: f.word("to"), Type: f.word("type"), Status: f.word("status"), CreatedAt: f.word("created_at")}
}

// ObjectID returns the id.
func (m Message) ObjectID() string { return m.ID }

// Leaving returns false.
func (m Message) Leaving() bool { return false }

// Messages is the service of messages.
type Messages struct{ client *Client }

// Send sends a message (documented: "Send Message"). to is in E.164; kind is "text", "image", "document" or another type;
// content is the text, or the URL of the media. It is not repeated: after an error with an unknown outcome
// ([IsUnknownOutcome]), the message may have been sent.
func (m Messages) Send(ctx context.Context, to, kind, content string) (Message, error) {
	body := map[string]string{"to": to, "type": kind, "content": content}
	r := request{method: "POST", path: []string{"whatsapp", "messages"}, body: body}
	message, err := object(ctx, m.client, r, "", readMessage)
	if errors.Is(err, ErrQueued) {
		err = nil // every message is sent later
	}
	return message, err
}
