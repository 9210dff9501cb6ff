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

// Polling starts immediately and slows down, because pairing takes a person seconds or minutes.
const (
	firstPoll = 2 * time.Second
	lastPoll  = 10 * time.Second
	waiter    = "waiter" // shared between waiters
)

// await polls until the account is connected, for at most limit. It passes each account to look, which can be nil and can
// report that the account is connected. next is the advice after a timeout.
func (c *clients) await(
	ctx context.Context, id string, limit time.Duration, next string, look func(context.Context, botbiz.Account) (connected bool, err error),
) (botbiz.Account, diag.Diagnostic) {
	waiting, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	last := "it could not be read"
	for delay := firstPoll; ; delay = min(delay*3/2, lastPoll) {
		account, found, err := c.accounts.Read(waiting, id, collection.Prior[botbiz.Account]{Reader: waiter, Whole: hasStatus})
		connected, refused := err == nil && found && isConnected(account), false
		if err == nil && found {
			last = fmt.Sprintf("its last status was %q", text(account.Status))
			if look != nil && !connected {
				connected, err = look(waiting, account)
				refused = isRefusal(err)
			}
		}
		switch {
		case connected:
			return account, nil
		case ctx.Err() != nil:
			return account, c.explain(ctx.Err(), accounts.attempt("waiting for", id))
		case waiting.Err() != nil:
			return account, failure(titleNotConnected, "The WhatsApp account %s did not connect within %s; %s. The account did not change. %s", id, limit, last, next)
		case err != nil && !refused && !passing(err):
			return account, c.explain(err, accounts.attempt("waiting for", id))
		case err != nil:
			last = "the last response was: " + trimDot(err.Error())
		case !found:
			return account, diag.WithPath(path.Root("account_id"), failure(titleNotFound,
				"The WhatsApp account %s does not exist: it was deleted, or it belongs to another Botbiz account than the API key.", id))
		}
		select {
		case <-waiting.Done():
		case <-time.After(delay):
		}
	}
}

// passing reports whether to continue after an error, because Botbiz may recover before the timeout.
func passing(err error) bool {
	var answer *botbiz.AnswerError
	return botbiz.IsUnknownOutcome(err) && !errors.As(err, &answer)
}
