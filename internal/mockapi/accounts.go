package mockapi

import (
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
func (s *Server) addAccount(given Account) *account {
	a := &account{Account: given}
	if a.ID == "" {
		a.ID = newID("wha")
	}
	if a.Status == "" {
		a.Status = StatusPending
	}
	if a.CreatedAt.IsZero() {
		a.CreatedAt = s.now()
	}
	t := s.tenantNamed(a.Tenant)
	t.accounts.add(a.ID, a)
	t.numbers[a.PhoneNumber]++
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
	return a
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
	t := s.tenantNamed(a.Tenant)
	if _, there := t.accounts.get(a.ID); !there || a.Status == status {
		return
	}
	a.Status = status
	if status == StatusConnected || status == StatusDisconnected {
		s.emit(a.Tenant, "whatsapp.account."+status, object{
			{"account_id", a.ID},
			{"phone_number", a.PhoneNumber},
			{"status", status},
			{"timestamp", s.now().Format(time.RFC3339)},
		})
	}
}

func (s *Server) removeAccount(a *account) {
	t := s.tenantNamed(a.Tenant)
	t.accounts.remove(a.ID)
	if t.numbers[a.PhoneNumber]--; t.numbers[a.PhoneNumber] == 0 {
		delete(t.numbers, a.PhoneNumber)
	}
}

func (s *Server) showAccount(c *call, a *account) object {
	s.settle(a)
	status := a.Status
	if status == StatusPending && s.differences[DiffExtraStatus] {
		status = "awaiting_scan"
	}
	return s.differ(object{
		{"id", a.ID},
		{"phone_number", s.writeNumber(a.PhoneNumber)},
		{"name", s.writeName(a.Name)},
		{"status", status},
		{"qr_code_url", s.baseURL(c) + RouteAccounts + "/" + a.ID + "/qr-code"},
		{"created_at", s.writeTime(a.CreatedAt)},
	})
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
	p, refused := parse(c.body)
	if refused != nil {
		return *refused
	}
	number, refused := p.required("phone_number")
	if refused != nil {
		return *refused
	}
	name, refused := p.required("name")
	if refused != nil {
		return *refused
	}
	if !phoneNumber.MatchString(number) {
		return invalid("Invalid parameter: phone_number must have a plus sign, the country code, and 7 to 15 digits in all")
	}
	if s.tenantNamed(c.tenant).numbers[number] > 0 && !s.differences[DiffAllowsDuplicates] {
		return invalid("Invalid parameter: phone_number " + number + " is already connected")
	}
	a := s.addAccount(Account{Tenant: c.tenant, PhoneNumber: number, Name: name})
	return s.created(s.showAccount(c, a))
}

func (s *Server) listAccounts(c *call) answer {
	return answerList(s, c, s.tenantNamed(c.tenant).accounts, func(a *account) object {
		if s.lags(c, a.CreatedAt) {
			return nil
		}
		return s.listed(s.showAccount(c, a), "id", "phone_number")
	})
}

func (s *Server) getAccount(c *call) answer {
	a, ok := s.tenantNamed(c.tenant).accounts.get(c.id)
	if !ok || s.lags(c, a.CreatedAt) {
		return s.notFound("account", c.id)
	}
	return success(http.StatusOK, s.showAccount(c, a))
}

func (s *Server) patchAccount(c *call) answer {
	a, ok := s.tenantNamed(c.tenant).accounts.get(c.id)
	if !ok {
		return s.notFound("account", c.id)
	}
	p, refused := parse(c.body)
	if refused != nil {
		return *refused
	}
	if p.has("phone_number") {
		return invalid("Invalid parameter: phone_number cannot be changed")
	}
	if p.has("name") {
		name, refused := p.required("name")
		if refused != nil {
			return *refused
		}
		a.Name = name
	}
	return s.patched(s.showAccount(c, a))
}

func (s *Server) deleteAccount(c *call) answer {
	a, ok := s.tenantNamed(c.tenant).accounts.get(c.id)
	if !ok {
		return s.notFound("account", c.id)
	}
	s.removeAccount(a)
	return s.deleted(a.ID)
}
