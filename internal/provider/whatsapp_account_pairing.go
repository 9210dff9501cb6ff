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
}

// run shows the QR code until the account is connected, for at most limit.
func (p *pairing) run(ctx context.Context, limit time.Duration) diag.Diagnostic {
	_, problem := p.await(ctx, p.id, limit, "You can pair it at any time.", p.show)
	if problem == nil {
		p.say(fmt.Sprintf("The WhatsApp account %s is connected.", p.id))
	}
	return problem
}

// show draws the code where it is another than the one before.
func (p *pairing) show(ctx context.Context, account botbiz.Account) (connected bool, err error) {
	picture, connected, err := p.qrCode(ctx, account)
	if err != nil || connected {
		return connected, err
	}
	code := p.draw(ctx, picture)
	switch p.shown {
	case code:
		return false, nil
	case "":
		// The command is here too, because after Ctrl-C Terraform shows nothing more of an action.
		p.say(fmt.Sprintf("To pair the WhatsApp account %s,\nopen WhatsApp on its phone, then Settings, Linked devices, Link a device,\nand scan this:\n\n%s\n"+
			"Ctrl-C ends the wait. To start it again:\n\n  %s\n", p.id, code, startAgain))
	default:
		p.say("The code has changed. Scan this one:\n\n" + code)
	}
	p.shown = code
	return false, nil
}

// draw returns what to show for a picture: the QR code in it, else the picture itself, else where to find it.
func (p *pairing) draw(ctx context.Context, picture []byte) string {
	if content, err := qr.Decode(ctx, picture); err == nil {
		if drawn, err := qr.Draw(content); err == nil {
			return drawn
		}
	}
	if drawn, err := qr.DrawPicture(ctx, picture); err == nil {
		return drawn
	}
	return fmt.Sprintf("The picture cannot be drawn here. It is at %s/whatsapp/accounts/%s/qr-code; reading it requires the API key.", p.baseURL, p.id)
}
