package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// Polling begins at once and slows down: a person is at it, who takes seconds or minutes.
const (
	firstPoll = 2 * time.Second
	lastPoll  = 10 * time.Second
)

// awaitConnection polls until the account is connected, for at most limit.
func (c *clients) awaitConnection(ctx context.Context, id string, limit time.Duration) (botbiz.Account, diag.Diagnostic) {
	waiting, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var last botbiz.Account
	misses := 0
	for delay := firstPoll; ; delay = min(delay*3/2, lastPoll) {
		account, found, err := c.pollAccount(waiting, id)
		switch {
		case err == nil && found && isConnected(account):
			return account, nil
		case ctx.Err() != nil:
			return last, c.explain(ctx.Err(), accountAttempt("waiting for", id))
		case waiting.Err() != nil:
			return last, notConnected(last, id, limit)
		case err != nil && !passing(err):
			return last, c.explain(err, accountAttempt("waiting for", id))
		case err == nil && found:
			last, misses = account, 0
		case err == nil:
			// One that was made just now may not show yet.
			if misses++; misses > 2 || last.ID != "" {
				return last, diag.NewAttributeErrorDiagnostic(path.Root("account_id"), titleNotFound, fmt.Sprintf(
					"The WhatsApp account %s, which was to be waited for, does not exist: it was deleted, or it belongs to another Botbiz account than the API key.", id))
			}
		}
		select {
		case <-waiting.Done():
		case <-time.After(delay):
		}
	}
}

// pollAccount polls for the status, which the listing that several waiters share may leave out.
func (c *clients) pollAccount(ctx context.Context, id string) (botbiz.Account, bool, error) {
	return c.accounts.Read(ctx, id, collection.Prior[botbiz.Account]{
		Reader: "waiter", Whole: func(a botbiz.Account) bool { return a.Status != nil },
	})
}

// passing tells whether to poll on after an error, because the server may recover before the time is up.
func passing(err error) bool {
	var answer *botbiz.AnswerError
	return botbiz.IsUnknownOutcome(err) && !errors.As(err, &answer)
}

func notConnected(last botbiz.Account, id string, limit time.Duration) diag.Diagnostic {
	status := "it could not be read"
	if last.Status != nil {
		status = fmt.Sprintf("its last status was %q", *last.Status)
	}
	qr := "from the attribute qr_code_url"
	if last.QRCodeURL != nil {
		qr = "at " + *last.QRCodeURL + " (it takes the API key)"
	}
	return diag.NewErrorDiagnostic("Account not connected in time", fmt.Sprintf(
		"The WhatsApp account %s was not connected within %s; %s. The account itself is fine, and the next apply waits again.\n\n"+
			"To pair, open WhatsApp on the phone, then Settings, Linked devices, Link a device, and scan the QR code %s. From Terraform 1.14 on, the action "+
			"botbiz_whatsapp_account_pair draws it in the terminal. To wait longer, set timeouts = { create = \"30m\" }.\n\n"+
			"More: https://registry.terraform.io/providers/botbiz/botbiz/latest/docs/guides/pairing", id, limit, status, qr))
}
