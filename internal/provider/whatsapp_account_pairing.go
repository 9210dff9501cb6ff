package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/qr"
)

// startAgain is the command that starts the action, whose name the provider does not know.
const startAgain = "terraform apply -invoke=action." + pairAction + ".NAME"

// pairing is one run of the pairing action.
type pairing struct {
	*clients
	id    string
	say   func(string)
	shown string // the code, or what stands for it, that was shown last
	last  string // what was seen last of the account
}

// run shows the QR code until the account is connected, for at most limit.
func (p *pairing) run(ctx context.Context, limit time.Duration) diag.Diagnostic {
	waiting, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	seen, misses := false, 0
	for delay := firstPoll; ; delay = min(delay*3/2, lastPoll) {
		account, found, err := p.pollAccount(waiting, p.id)
		connected := false
		switch {
		case err == nil && found:
			seen, misses = true, 0
			p.last = fmt.Sprintf("its last status was %q", text(account.Status))
			connected, err = p.show(waiting, account)
		case err == nil:
			// One that was made just now may not show yet.
			if misses++; misses > 2 || seen {
				return diag.NewErrorDiagnostic(titleNotFound, fmt.Sprintf(
					"The WhatsApp account %s, which was to be paired, does not exist: it was deleted, or it belongs to another Botbiz account than the API key.", p.id))
			}
		}
		switch {
		case connected:
			p.say(fmt.Sprintf("The WhatsApp account %s is connected.", p.id))
			return nil
		case ctx.Err() != nil:
			return p.explain(ctx.Err(), accountAttempt("pairing", p.id))
		case waiting.Err() != nil:
			return p.expired(limit)
		case err != nil && !passing(err):
			return p.explain(err, accountAttempt("pairing", p.id))
		case err != nil:
			p.last = "the last answer was: " + trimDot(err.Error())
		}
		select {
		case <-waiting.Done():
		case <-time.After(delay):
		}
	}
}

// show draws the code where it is another than the one before.
func (p *pairing) show(ctx context.Context, account botbiz.Account) (connected bool, err error) {
	picture, connected, err := p.qrCode(ctx, account)
	switch {
	case isRefusal(err):
		p.last = "it has no QR code yet: " + trimDot(err.Error())
		return false, nil
	case err != nil || connected:
		return connected, err
	}
	code := p.draw(ctx, account, picture)
	switch p.shown {
	case code:
		return false, nil
	case "":
		// The command is here too, because after Ctrl-C nothing more of an action is shown.
		p.say(fmt.Sprintf("To pair the WhatsApp account %s, %q,\nopen WhatsApp on its phone, then Settings, Linked devices, Link a device,\nand scan this:\n\n%s\n"+
			"Ctrl-C ends the wait. To start it again:\n\n  %s\n", p.id, displayAccount(account), code, startAgain))
	default:
		p.say("The code has changed. Scan this one:\n\n" + code)
	}
	p.shown = code
	return false, nil
}

// draw returns what to show for a picture: the QR code in it, else the picture itself, else where to find it.
func (p *pairing) draw(ctx context.Context, account botbiz.Account, picture []byte) string {
	if content, err := qr.Decode(ctx, picture); err == nil {
		if drawn, err := qr.Draw(content); err == nil {
			return drawn
		}
	}
	if drawn, err := qr.DrawPicture(ctx, picture); err == nil {
		return drawn
	}
	url := p.baseURL + "/whatsapp/accounts/" + p.id + "/qr-code"
	if account.QRCodeURL != nil {
		url = *account.QRCodeURL
	}
	return fmt.Sprintf("The picture cannot be drawn here. It is at %q; reading it takes the API key.", url)
}

func (p *pairing) expired(limit time.Duration) diag.Diagnostic {
	last := p.last
	if last == "" {
		last = "it could not be read"
	}
	return diag.NewErrorDiagnostic("Account not connected in time", fmt.Sprintf(
		"The WhatsApp account %s was not connected within %s; %s. The account itself is fine.", p.id, limit, last))
}
