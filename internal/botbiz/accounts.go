package botbiz

import (
	"context"
	"strings"
)

// Statuses of an account. pending is documented, the others are inferred. Botbiz may send other statuses.
const (
	StatusPending      = "pending"
	StatusConnected    = "connected"
	StatusDisconnected = "disconnected"
)

// ConnectedWords are the statuses that mean that a phone is paired, in lower case. Only connected is inferred from the
// documentation; the others are common words for it.
var ConnectedWords = []string{StatusConnected, "active", "open", "ready", "paired", "online", "authenticated"}

// Account is a WhatsApp account (documented: "Connect Account", example response). Missing fields are nil.
type Account struct {
	ID          string // wha_…
	PhoneNumber *string
	Name        *string
	Status      *string
	QRCodeURL   *string
	CreatedAt   *string // RFC 3339
}

func readAccount(f fields) Account {
	return Account{
		ID: f.id(), PhoneNumber: f.line("phone_number"), Name: f.line("name"), Status: f.word("status"),
		QRCodeURL: f.word("qr_code_url"), CreatedAt: f.word("created_at"),
	}
}

// ObjectID returns the id.
func (a Account) ObjectID() string { return a.ID }

// CreatedTime returns created_at as received, or nil.
func (a Account) CreatedTime() *string { return a.CreatedAt }

// Leaving reports whether Botbiz is deleting the account.
func (a Account) Leaving() bool { return strings.EqualFold(told(a.Status), "deleting") }

// Accounts is the service of WhatsApp accounts.
type Accounts struct{ client *Client }

// Connect creates an account (documented: "Connect Account"). phoneNumber is in E.164. The account is pending until a
// phone scans its QR code.
func (a Accounts) Connect(ctx context.Context, phoneNumber, name string) (Account, error) {
	body := map[string]string{"phone_number": phoneNumber, "name": name}
	return object(ctx, a.client, request{method: "POST", path: a.path(), body: body}, "", readAccount)
}

// Get returns one account (inferred route).
func (a Accounts) Get(ctx context.Context, id string) (Account, error) {
	return object(ctx, a.client, request{method: "GET", path: a.path(id)}, id, readAccount)
}

// Pager reads the list of accounts page by page (inferred route).
func (a Accounts) Pager() *Pager[Account] { return newPager(a.client, readAccount, a.path()...) }

// Rename changes the name (inferred route). phoneNumber stays: an API that allows only PUT, or that rejects a change
// without it, gets both.
func (a Accounts) Rename(ctx context.Context, id, phoneNumber, name string) (Reply[Account], error) {
	change := map[string]string{"name": name}
	r := request{method: "PATCH", path: a.path(id), body: change}
	reply, err := write(ctx, a.client, r, id, readAccount)
	if refusesMethod(err) || IsRefusal(err) {
		if refusesMethod(err) {
			r.method = "PUT"
		}
		r.body = map[string]string{"phone_number": phoneNumber, "name": name}
		if full, refused := write(ctx, a.client, r, id, readAccount); !IsRefusal(refused) {
			return full, refused
		}
	}
	return reply, err
}

// Disconnect deletes the account and its pairing (inferred route).
func (a Accounts) Disconnect(ctx context.Context, id string) (Reply[Account], error) {
	return write(ctx, a.client, request{method: "DELETE", path: a.path(id)}, id, readAccount)
}

// QRCode returns the body of the QR code (the URL is documented, the content is inferred: a PNG). The caller decodes it.
// After a redirect, which is not followed, and after an answer that has no code yet, the error tells.
func (a Accounts) QRCode(ctx context.Context, id string) ([]byte, error) {
	return a.client.do(ctx, request{method: "GET", path: a.path(id, "qr-code"), accept: "image/png"})
}

func (a Accounts) path(more ...string) []string {
	return append([]string{"whatsapp", "accounts"}, more...)
}
