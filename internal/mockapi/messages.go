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
// Here it is the first connected account, or the first one.
func (s *Server) createMessage(c *call) answer {
	p := parse(c.body)
	m := Message{ID: newID("msg"), To: p.required("to"), Type: p.required("type"), Content: p.required("content"), At: s.now()}
	p.check(phoneNumber.MatchString(m.To), "Invalid parameter: to must have a plus sign, the country code, and 7 to 15 digits in all")
	if p.refused != nil {
		return *p.refused
	}
	m.AccountID = s.sender(s.tenantNamed(c.tenant))
	s.record(c.tenant, m)
	return success(http.StatusCreated, c.edited(nil, object{
		"id": m.ID, "to": m.To, "type": m.Type, "status": "queued", "created_at": timestamp(m.At),
	}))
}

func (s *Server) sender(t *tenant) string {
	accounts := all[*account](t.objects[kindAccount], s.now())
	for _, a := range accounts {
		if s.settle(a); a.Status == StatusConnected {
			return a.ID
		}
	}
	if len(accounts) > 0 {
		return accounts[0].ID
	}
	return ""
}

// InjectMessage receives a text message on an account, which is the documented event
// whatsapp.message.received. It returns false if the account does not exist.
func (s *Server) InjectMessage(accountID, from, content string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.findAccount(accountID)
	if !ok {
		return Message{}, false
	}
	a := found.entity.(*account)
	m := Message{
		ID: newID("msg"), AccountID: a.ID, Inbound: true, From: from,
		Type: "text", Content: content, At: s.now(),
	}
	s.record(a.Tenant, m)
	return m, true
}

// record stores a message and sends its event.
func (s *Server) record(tenant string, m Message) {
	t := s.tenantNamed(tenant)
	t.messages = append(t.messages, m)
	data := object{
		"account_id": m.AccountID, "message_id": m.ID, "type": m.Type, "content": m.Content, "timestamp": m.At.Format(time.RFC3339),
	}
	if m.Inbound {
		data["from"] = m.From
		s.emit(tenant, "whatsapp.message.received", data)
	} else {
		data["to"] = m.To
		s.emit(tenant, "whatsapp.message.sent", data)
	}
}
