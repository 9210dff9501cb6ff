package mockapi

import "fmt"

// AddAccount stores an account and sets a missing id, status (pending), and time. It
// checks nothing, so several accounts can have the same number.
func (s *Server) AddAccount(a Account) Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.addAccount(&a)
	return a
}

// SeedAccounts stores n connected accounts of a tenant, with the numbers from
// +15550000001 and the names from "Account 1".
func (s *Server) SeedAccounts(tenant string, n int) []Account {
	seeded := make([]Account, n)
	for i := range seeded {
		seeded[i] = s.AddAccount(Account{
			Tenant: tenant, Status: StatusConnected,
			PhoneNumber: fmt.Sprintf("+1555%07d", i+1), Name: fmt.Sprintf("Account %d", i+1),
		})
	}
	return seeded
}

// AddEndpoint stores an endpoint and sets a missing id, secret, and time. It does not
// set Enabled.
func (s *Server) AddEndpoint(e Endpoint) Endpoint {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.addEndpoint(&e)
	return e
}

// AddUser stores a user in addition to the two users of each tenant, and sets a
// missing id.
func (s *Server) AddUser(u User) User {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.addUser(&u)
	return u
}

// Accounts returns all accounts of all tenants, oldest first.
func (s *Server) Accounts() []Account { return copies[Account](s) }

// Endpoints returns all endpoints of all tenants with their secrets, oldest first.
func (s *Server) Endpoints() []Endpoint { return copies[Endpoint](s) }

// Messages returns all sent and received messages of all tenants, oldest first.
func (s *Server) Messages() []Message { return copies[Message](s) }

func copies[T any](s *Server) []T {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	found := []T{}
	for e := range all[entity](s) {
		if v, ok := any(e).(*T); ok {
			found = append(found, *v)
		}
	}
	return found
}

// with calls do with an object of any tenant. It returns false if there is no such object.
func with[T entity](s *Server, id string, do func(T)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	e, ok := s.byID[id]
	if !ok || !e.exists(s.now()) {
		return false
	}
	v, ok := e.entity.(T)
	if ok {
		do(v)
	}
	return ok
}

// Account returns an account of any tenant.
func (s *Server) Account(id string) (found Account, ok bool) {
	ok = with(s, id, func(a *Account) { found = *a })
	return found, ok
}

// Endpoint returns an endpoint of any tenant.
func (s *Server) Endpoint(id string) (found Endpoint, ok bool) {
	ok = with(s, id, func(e *Endpoint) { found = *e })
	return found, ok
}

// Connect pairs an account. It returns false if the account does not exist, like the
// methods below.
func (s *Server) Connect(id string) bool { return s.SetStatus(id, StatusConnected) }

// Disconnect ends the pairing of an account.
func (s *Server) Disconnect(id string) bool { return s.SetStatus(id, StatusDisconnected) }

// SetStatus sets any status, and sends an event for a known one.
func (s *Server) SetStatus(id, status string) bool {
	return with(s, id, func(a *Account) { s.setStatus(a, status) })
}

// Rename changes the name of an account.
func (s *Server) Rename(id, name string) bool { return with(s, id, func(a *Account) { a.Name = name }) }

// RotateQR generates a new QR code for an account.
func (s *Server) RotateQR(id string) bool { return with(s, id, (*Account).rotateQR) }

// QRContent returns the content of an account's QR code, also if it is connected. It
// returns "" if the account does not exist.
func (s *Server) QRContent(id string) (content string) {
	with(s, id, func(a *Account) { content = a.qrContent() })
	return content
}

// UpdateEndpoint changes an endpoint outside of the API. change must not change its id.
func (s *Server) UpdateEndpoint(id string, change func(*Endpoint)) bool { return with(s, id, change) }

// DeleteAccount deletes an account outside of the API.
func (s *Server) DeleteAccount(id string) bool {
	return with(s, id, func(*Account) { s.byID[id].gone = s.now() })
}

// DeleteEndpoint deletes an endpoint outside of the API.
func (s *Server) DeleteEndpoint(id string) bool {
	return with(s, id, func(*Endpoint) { s.byID[id].gone = s.now() })
}
