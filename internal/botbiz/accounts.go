package botbiz

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
)

// Statuses of an account. pending is documented, the others are inferred. Botbiz may send other statuses.
const (
	StatusPending      = "pending"
	StatusConnected    = "connected"
	StatusDisconnected = "disconnected"
)

// Account is a WhatsApp account (documented: "Connect Account", example response). Missing fields are nil.
type Account struct {
	ID          string // wha_…
	PhoneNumber *string
	Name        *string
	Status      *string
	QRCodeURL   *string
	CreatedAt   *string // RFC 3339
}

// UnmarshalJSON accepts any JSON object. A field that is neither a string nor a number counts as missing.
func (a *Account) UnmarshalJSON(data []byte) error {
	var wire struct {
		ID          id   `json:"id"`
		PhoneNumber line `json:"phone_number"`
		Name        line `json:"name"`
		Status      word `json:"status"`
		QRCodeURL   word `json:"qr_code_url"`
		CreatedAt   word `json:"created_at"`
	}
	err := json.Unmarshal(data, &wire)
	*a = Account{
		ID: string(wire.ID), PhoneNumber: wire.PhoneNumber.value, Name: wire.Name.value, Status: wire.Status.value,
		QRCodeURL: wire.QRCodeURL.value, CreatedAt: wire.CreatedAt.value,
	}
	return err
}

// ObjectID returns the id.
func (a Account) ObjectID() string { return a.ID }

// CreatedTime returns created_at as received, or nil.
func (a Account) CreatedTime() *string { return a.CreatedAt }

// Accounts is the service of WhatsApp accounts.
type Accounts struct{ client *Client }

// Connect creates an account (documented: "Connect Account"). phoneNumber is in E.164. The account is pending until a
// phone scans its QR code.
func (a Accounts) Connect(ctx context.Context, phoneNumber, name string) (Account, error) {
	var account Account
	body := map[string]string{"phone_number": phoneNumber, "name": name}
	err := a.client.object(ctx, request{method: "POST", path: a.path(), body: body}, "", &account)
	return account, err
}

// Get returns one account (inferred route).
func (a Accounts) Get(ctx context.Context, id string) (Account, error) {
	var account Account
	err := a.client.object(ctx, request{method: "GET", path: a.path(id)}, id, &account)
	return account, err
}

// Pager reads the list of accounts page by page (inferred route).
func (a Accounts) Pager() *Pager[Account] { return newPager[Account](a.client, a.path()...) }

// Rename changes the name (inferred route). It returns false if the response does not contain the account.
func (a Accounts) Rename(ctx context.Context, id, name string) (Account, bool, error) {
	var account Account
	body := map[string]string{"name": name}
	whole, err := a.client.patched(ctx, request{method: "PATCH", path: a.path(id), body: body}, id, &account)
	return account, whole, err
}

// Disconnect deletes the account and its pairing (inferred route).
func (a Accounts) Disconnect(ctx context.Context, id string) error {
	return a.client.deleted(ctx, request{method: "DELETE", path: a.path(id)})
}

// QRCode returns the image of the QR code (the URL is documented, the content is inferred: a PNG).
func (a Accounts) QRCode(ctx context.Context, id string) ([]byte, error) {
	r := request{method: "GET", path: a.path(id, "qr-code"), accept: "image/png"}
	picture, err := a.client.do(ctx, r)
	if err == nil && !strings.HasPrefix(http.DetectContentType(picture), "image/") {
		return nil, a.client.unexpected(r, "the answer is no picture")
	}
	return picture, err
}

func (a Accounts) path(more ...string) []string {
	return append([]string{"whatsapp", "accounts"}, more...)
}
