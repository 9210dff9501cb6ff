package mockapi

import (
	"net/http"
	"regexp"
	"slices"
	"time"
)

// Statuses of an account. Only pending is documented.
const (
	StatusPending      = "pending"
	StatusConnected    = "connected"
	StatusDisconnected = "disconnected"
)

// Account is a WhatsApp account as the server stores it. Differences change responses, not
// stored objects.
type Account struct {
	ID          string    `json:"id"`
	Tenant      string    `json:"tenant,omitempty"`
	PhoneNumber string    `json:"phone_number"` // E.164
	Name        string    `json:"name"`
	Status      string    `json:"status"`
	CreatedAt   time.Time `json:"created_at"`
}

type account struct {
	Account
	pairAt time.Time // zero: not automatically
	qr     string    // created when first requested
	qrAt   time.Time
}

var phoneNumber = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// addAccount stores an account and sets missing fields.
func (s *Server) addAccount(given Account) *stored {
	a := &account{Account: given}
	if a.ID == "" {
		a.ID = s.newObjectID("wha")
	}
	if a.Status == "" {
		a.Status = StatusPending
	}
	if a.CreatedAt.IsZero() {
		a.CreatedAt = s.now()
	}
	if s.pairAfter > 0 && a.Status == StatusPending {
		a.pairAt = a.CreatedAt.Add(s.pairAfter)
		// The timer sends the event even if nobody reads the account. It may use
		// another clock than Now, so settle checks the time again.
		time.AfterFunc(s.pairAfter, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.settle(a)
		})
	}
	return s.tenantNamed(a.Tenant).objects[kindAccount].add(a)
}

// settle connects an account when its time has come.
func (s *Server) settle(a *account) {
	if !a.pairAt.IsZero() && !s.now().Before(a.pairAt) {
		s.setStatus(a, StatusConnected)
	}
}

// setStatus changes the status and sends an event.
func (s *Server) setStatus(a *account, status string) {
	a.pairAt = time.Time{}
	if _, exists := s.findAccount(a.ID); !exists || a.Status == status {
		return
	}
	a.Status = status
	if status == StatusConnected || status == StatusDisconnected {
		s.emit(a.Tenant, "whatsapp.account."+status, object{
			"account_id":   a.ID,
			"phone_number": a.PhoneNumber,
			"status":       status,
			"timestamp":    s.now().Format(time.RFC3339),
		})
	}
}

func (a *account) identity() (string, time.Time) { return a.ID, a.CreatedAt }

func (a *account) show(s *Server, c *call) object {
	s.settle(a)
	return object{
		"id":           a.ID,
		"phone_number": a.PhoneNumber,
		"name":         a.Name,
		"status":       a.Status,
		"qr_code_url":  s.baseURL(c) + RouteAccounts + "/" + a.ID + "/qr-code",
		"created_at":   timestamp(a.CreatedAt),
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
	p := parse(c.body)
	number, name := p.required("phone_number"), p.required("name")
	p.check(phoneNumber.MatchString(number), "Invalid parameter: phone_number must have a plus sign, the country code, and 7 to 15 digits in all")
	same := func(a *account) bool { return a.PhoneNumber == number }
	if !c.duplicates {
		p.check(!slices.ContainsFunc(all[*account](s.objects(c), s.now()), same), "Invalid parameter: phone_number "+number+" is already connected")
	}
	if p.refused != nil {
		return *p.refused
	}
	return success(http.StatusCreated, s.show(c, s.addAccount(Account{Tenant: c.tenant, PhoneNumber: number, Name: name})))
}

func (a *account) change(p *parameters) {
	if p.has("phone_number") {
		p.check(p.text("phone_number") == a.PhoneNumber, "Invalid parameter: phone_number cannot be changed")
	}
	next := a.Name
	if p.has("name") {
		next = p.required("name")
	}
	if p.refused == nil {
		a.Name = next
	}
}

func (a *account) clear(p *parameters) {
	if !p.has("name") {
		a.Name = ""
	}
}
