package mockapi

import (
	"net/http"
	"time"
)

// Message is a sent or received message.
type Message struct {
	ID        string    `json:"id"`
	AccountID string    `json:"account_id"` // "": the tenant has no account
	Inbound   bool      `json:"inbound"`
	From      string    `json:"from,omitempty"` // of a received message
	To        string    `json:"to,omitempty"`   // of a sent message
	Type      string    `json:"type"`
	Content   string    `json:"content"`
	At        time.Time `json:"at"`
}

// createMessage accepts a message. Botbiz does not document which account sends it.
// Here it is the last connected account, or the first one.
func (s *Server) createMessage(c *call) answer {
	p, m := parse(c.body), &Message{}
	p.need("to", "type", "content")
	p.text("to", &m.To)
	p.text("type", &m.Type)
	p.text("content", &m.Content)
	p.check(phoneNumber.MatchString(m.To), "Invalid parameter: to"+invalidNumber)
	if p.refused != nil {
		return *p.refused
	}
	for a := range all[*Account](s) {
		if a.Tenant == c.tenant && (m.AccountID == "" || a.Status == StatusConnected) {
			m.AccountID = a.ID
		}
	}
	return success(http.StatusCreated, s.show(c, s.record(c.tenant, m)))
}

func (m *Message) show(*Server, *call) object {
	return object{"id": m.ID, "to": m.To, "type": m.Type, "status": "queued", "created_at": timestamp(m.At)}
}

// InjectMessage receives a text message on an account, which is the documented event
// whatsapp.message.received. It returns false if the account does not exist.
func (s *Server) InjectMessage(accountID, from, content string) (Message, bool) {
	m := &Message{AccountID: accountID, Inbound: true, From: from, Type: "text", Content: content}
	ok := with(s, accountID, func(a *Account) { s.record(a.Tenant, m) })
	return *m, ok
}

// record stores a message and sends its event.
func (s *Server) record(tenant string, m *Message) *stored {
	m.ID, m.At = newID("msg"), s.now()
	data := object{
		"account_id": m.AccountID, "message_id": m.ID, "type": m.Type, "content": m.Content, "timestamp": timestamp(m.At),
	}
	event, peer, number := "whatsapp.message.sent", "to", m.To
	if m.Inbound {
		event, peer, number = "whatsapp.message.received", "from", m.From
	}
	data[peer] = number
	s.emit(tenant, event, data)
	return s.add(kindMessage, tenant, m.ID, m.At, m)
}
