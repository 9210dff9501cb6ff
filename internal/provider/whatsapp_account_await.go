package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// Polling starts immediately and slows down, because pairing takes a person seconds or minutes.
const (
	firstPoll = 2 * time.Second
	lastPoll  = 10 * time.Second
)

// await polls until the account is connected, for at most limit. It passes each account to look, which can be nil and can
// report that the account is connected. Where the API returns no accounts, it ends after one look, without a status. next is the advice after a timeout.
func (c *clients) await(
	ctx context.Context, id string, limit time.Duration, next string, look func(context.Context, botbiz.Account) (connected bool, err error),
) (botbiz.Account, diag.Diagnostic) {
	poll, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	last := "it could not be read"
	for delay := firstPoll; ; delay = min(delay*3/2, lastPoll) {
		account, found, err := accounts.in(c).Read(poll, id, collection.Reader[botbiz.Account]{Fresh: true, Whole: hasStatus})
		connected, refused := err == nil && found && isConnected(text(account.Status)), false
		if err == nil && found {
			last = fmt.Sprintf("its last status was %q, and the statuses that count as connected are %s", text(account.Status), strings.Join(botbiz.ConnectedWords, ", "))
			if look != nil && !connected {
				connected, err = look(poll, account)
				refused = err != nil && !botbiz.IsUnknownOutcome(err)
			}
		}
		if look != nil && hasNoRoute(err) { // the code is all there is
			if _, err = look(poll, botbiz.Account{ID: id}); err == nil {
				return botbiz.Account{ID: id}, nil
			}
		}
		switch {
		case connected:
			return account, nil
		case ctx.Err() != nil:
			return account, c.explain(ctx.Err(), accounts.attempt(waiting, id))
		case poll.Err() != nil:
			return account, failure(titleNotConnected, "The WhatsApp account %s did not connect within %s; %s. The account did not change. %s", id, limit, last, next)
		case err != nil && !refused && !botbiz.IsPassing(err):
			return account, c.explain(err, accounts.attempt(waiting, id))
		case err != nil:
			last = "the last response was: " + because(err)
		case !found:
			return account, diag.WithPath(path.Root("account_id"), failure(titleNotFound,
				"The WhatsApp account %s does not exist: it was deleted, or it belongs to another Botbiz account than the API key.", id))
		}
		select {
		case <-poll.Done():
		case <-time.After(delay):
		}
	}
}
