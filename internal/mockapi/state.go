package mockapi

import (
	"fmt"
	"maps"
	"slices"
)

// AddAccount stores an account and sets a missing id, status (pending), and time. It
// checks nothing, so several accounts can have the same number.
func (s *Server) AddAccount(a Account) Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addAccount(a).entity.(*account).Account
}

// SeedAccounts stores n connected accounts of a tenant, with the numbers from
// +15550000001 and the names from "Account 1".
func (s *Server) SeedAccounts(tenant string, n int) []Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	seeded := make([]Account, n)
	for i := range seeded {
		seeded[i] = s.addAccount(Account{
			Tenant: tenant, Status: StatusConnected,
			PhoneNumber: fmt.Sprintf("+1555%07d", i+1), Name: fmt.Sprintf("Account %d", i+1),
		}).entity.(*account).Account
	}
	return seeded
}

// AddEndpoint stores an endpoint and sets a missing id, secret, and time. It does not
// set Enabled.
func (s *Server) AddEndpoint(e Endpoint) Endpoint {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addEndpoint(e).entity.(*endpoint).Endpoint
}

// AddUser stores a user in addition to the two users of each tenant, and sets a
// missing id.
func (s *Server) AddUser(u User) User {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == "" {
		u.ID = newID("usr")
	}
	s.tenantNamed(u.Tenant).objects[kindUser].add(&user{u})
	return u
}

// Accounts returns all accounts by tenant and age.
func (s *Server) Accounts() []Account {
	return gather(s, kindAccount, func(a *account) Account { s.settle(a); return a.Account })
}

// Endpoints returns all endpoints with their secrets by tenant and age.
func (s *Server) Endpoints() []Endpoint {
	return gather(s, kindEndpoint, func(e *endpoint) Endpoint { return e.Endpoint })
}

// Users returns all users by tenant and age.
func (s *Server) Users() []User {
	return gather(s, kindUser, func(u *user) User { return u.User })
}

func gather[T entity, V any](s *Server, kind string, value func(T) V) []V {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []V{}
	for _, name := range slices.Sorted(maps.Keys(s.tenants)) {
		for _, e := range all[T](s.tenants[name].objects[kind], s.now()) {
			found = append(found, value(e))
		}
	}
	return found
}

// Messages returns all sent and received messages by tenant and age.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []Message{}
	for _, name := range slices.Sorted(maps.Keys(s.tenants)) {
		found = append(found, s.tenants[name].messages...)
	}
	return found
}

// Account returns an account of any tenant.
func (s *Server) Account(id string) (found Account, ok bool) {
	ok = s.withAccount(id, func(a *account) {
		s.settle(a)
		found = a.Account
	})
	return found, ok
}

// Endpoint returns an endpoint of any tenant.
func (s *Server) Endpoint(id string) (found Endpoint, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.locate(kindEndpoint, id)
	if ok {
		found = e.entity.(*endpoint).Endpoint
	}
	return found, ok
}

// Connect pairs an account. It returns false if the account does not exist, like the
// methods below.
func (s *Server) Connect(id string) bool {
	return s.withAccount(id, func(a *account) { s.setStatus(a, StatusConnected) })
}

// Disconnect ends the pairing of an account.
func (s *Server) Disconnect(id string) bool {
	return s.withAccount(id, func(a *account) { s.setStatus(a, StatusDisconnected) })
}

// SetStatus sets any status, and sends an event for a known one.
func (s *Server) SetStatus(id, status string) bool {
	return s.withAccount(id, func(a *account) { s.setStatus(a, status) })
}

// Rename changes the name of an account.
func (s *Server) Rename(id, name string) bool {
	return s.withAccount(id, func(a *account) { a.Name = name })
}

// DeleteAccount deletes an account outside of the API.
func (s *Server) DeleteAccount(id string) bool { return s.delete(kindAccount, id) }

// RotateQR generates a new QR code for an account.
func (s *Server) RotateQR(id string) bool { return s.withAccount(id, s.rotateQR) }

// QRContent returns the content of an account's QR code, also if it is connected. It
// returns "" if the account does not exist.
func (s *Server) QRContent(id string) (content string) {
	s.withAccount(id, func(a *account) { content = s.qrContent(a) })
	return content
}

// UpdateEndpoint changes an endpoint outside of the API. Its id and tenant do not
// change.
func (s *Server) UpdateEndpoint(id string, change func(*Endpoint)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.locate(kindEndpoint, id)
	if ok {
		e := found.entity.(*endpoint)
		next := e.Endpoint
		next.Events = slices.Clone(next.Events)
		change(&next)
		next.ID, next.Tenant = e.ID, e.Tenant
		e.Endpoint = next
	}
	return ok
}

// DeleteEndpoint deletes an endpoint outside of the API.
func (s *Server) DeleteEndpoint(id string) bool { return s.delete(kindEndpoint, id) }

func (s *Server) delete(kind, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.locate(kind, id)
	if ok {
		e.gone = s.now()
	}
	return ok
}

func (s *Server) withAccount(id string, do func(*account)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.findAccount(id)
	if ok {
		do(e.entity.(*account))
	}
	return ok
}

// findAccount returns an account of any tenant. The caller holds the lock.
func (s *Server) findAccount(id string) (*stored, bool) { return s.locate(kindAccount, id) }

// locate returns an object of any tenant. The caller holds the lock.
func (s *Server) locate(kind, id string) (*stored, bool) {
	for _, t := range s.tenants {
		if e, ok := t.objects[kind].get(id, s.now()); ok {
			return e, true
		}
	}
	return nil, false
}
