package provider

import (
	"context"
	"errors"
	"net/http"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// readQRCode reads an account and its picture.
func (c *clients) readQRCode(ctx context.Context, id string) (picture []byte, connected, found bool, err error) {
	account, found, err := c.accounts.Read(ctx, id, collection.Prior[botbiz.Account]{Whole: hasStatus})
	if err != nil || !found {
		return nil, false, found, err
	}
	picture, connected, err = c.qrCode(ctx, account)
	return picture, connected, true, err
}

// qrCode fetches the picture to pair an account with, which was read just now. connected tells that there is none because
// the account is connected.
func (c *clients) qrCode(ctx context.Context, account botbiz.Account) (picture []byte, connected bool, err error) {
	if isConnected(account) {
		return nil, true, nil
	}
	picture, err = c.api.Accounts.QRCode(ctx, account.ID)
	if isRefusal(err) {
		// It may have been connected between the two requests.
		if again, found, gerr := c.accounts.Get(ctx, account.ID); gerr == nil && found && isConnected(again) {
			return nil, true, nil
		}
	}
	return picture, false, err
}

// isRefusal tells whether the API itself says that there is no QR code.
func isRefusal(err error) bool {
	var refused *botbiz.Error
	return errors.As(err, &refused) && refused.Documented && refused.Status >= 400 && refused.Status < 500 &&
		refused.Status != http.StatusUnauthorized && refused.Status != http.StatusForbidden
}
