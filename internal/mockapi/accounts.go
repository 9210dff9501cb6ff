package mockapi

import (
	"cmp"
	"net/http"
	"regexp"
	"time"
)

// Statuses of an account. Only pending is documented.
const (
	StatusPending      = "pending"
	StatusConnected    = "connected"
	StatusDisconnected = "disconnected"
)

// Account is a WhatsApp account as the server keeps it. Differences change responses, not
// accounts.
type Account struct {
	ID          string    `json:"id"`
	Tenant      string    `json:"tenant,omitempty"`
	PhoneNumber string    `json:"phone_number"` // E.164
	Name        string    `json:"name"`
	Status      string    `json:"status"`
	CreatedAt   time.Time `json:"created_at"`

	pairAt time.Time // zero: not automatically
	qr     string    // created when first requested
}

var phoneNumber = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

const invalidNumber = " must have a plus sign, the country code, and 7 to 15 digits in all"

// addAccount stores an account and sets missing fields.
func (s *Server) addAccount(a *Account) *stored {
	if a.ID == "" {
		a.ID = s.newObjectID("wha")
	}
	a.Status = cmp.Or(a.Status, StatusPending)
	a.CreatedAt = cmp.Or(a.CreatedAt, s.now())
	if after := s.options.PairAfter; after > 0 && a.Status == StatusPending {
		a.pairAt = a.CreatedAt.Add(after)
		// The timer sends the event even if nobody reads the account. It may use
		// another clock than Now, so settle checks the time again.
		time.AfterFunc(after, func() { s.Accounts() })
	}
	return s.add(kindAccount, a.Tenant, a.ID, a.CreatedAt, a)
}

// settle connects the accounts whose time has come.
func (s *Server) settle() {
	if s.options.PairAfter == 0 {
		return
	}
	for a := range all[*Account](s) {
		if !a.pairAt.IsZero() && !s.now().Before(a.pairAt) {
			s.setStatus(a, StatusConnected)
		}
	}
}

// setStatus changes the status and sends an event.
func (s *Server) setStatus(a *Account, status string) {
	if a.Status == status {
		return
	}
	a.Status, a.pairAt = status, time.Time{}
	if status == StatusConnected || status == StatusDisconnected {
		s.emit(a.Tenant, "whatsapp.account."+status, object{
			"account_id": a.ID, "phone_number": a.PhoneNumber, "status": status, "timestamp": timestamp(s.now()),
		})
	}
}

func (a *Account) show(s *Server, c *call) object {
	return object{
		"id": a.ID, "phone_number": a.PhoneNumber, "name": a.Name, "status": a.Status, "created_at": timestamp(a.CreatedAt),
		"qr_code_url": s.baseURL(c) + RouteAccounts + "/" + a.ID + "/qr-code",
	}
}

func (s *Server) baseURL(c *call) string {
	switch {
	case s.options.BaseURL != "":
		return s.options.BaseURL
	case c.r.TLS != nil:
		return "https://" + c.r.Host + prefix
	}
	return "http://" + c.r.Host + prefix
}

func (s *Server) createAccount(c *call) answer {
	p, a := parse(c.body), &Account{Tenant: c.tenant}
	p.need("phone_number", "name")
	a.change(p)
	p.check(phoneNumber.MatchString(a.PhoneNumber), "Invalid parameter: phone_number"+invalidNumber)
	for other := range all[*Account](s) {
		taken := other.Tenant == c.tenant && other.PhoneNumber == a.PhoneNumber
		p.check(!taken || c.duplicates, "Invalid parameter: phone_number "+a.PhoneNumber+" is already connected")
	}
	if p.refused != nil {
		return *p.refused
	}
	return success(http.StatusCreated, s.show(c, s.addAccount(a)))
}

func (a *Account) change(p *parameters) {
	next := *a
	p.notNull("phone_number", "name")
	p.text("phone_number", &next.PhoneNumber)
	p.text("name", &next.Name)
	p.check(a.ID == "" || next.PhoneNumber == a.PhoneNumber, "Invalid parameter: phone_number cannot be changed")
	if p.refused == nil {
		*a = next
	}
}
