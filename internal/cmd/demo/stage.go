package main

import (
	"context"
	"fmt"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

// stage holds what all scenes use.
type stage struct {
	ctx          context.Context //nolint:containedctx // the program's own context, for its whole run
	screen       *screen
	server       *server
	main, second *engine.Workspace
}

const account = `
provider "botbiz" {}

resource "botbiz_whatsapp_account" "support" {
  phone_number = "+1 (415) 555-0100"
  name         = %q
}
`

const endpoint = `
resource "botbiz_webhook_endpoint" "inbox" {
  url    = %q
  events = ["whatsapp.message.received"]
}

output "signing_secret" {
  value     = botbiz_webhook_endpoint.inbox.signing_secret
  sensitive = true
}
`

const connection = `
resource "botbiz_whatsapp_account_connection" "support" {
  account_id = botbiz_whatsapp_account.support.id
  timeouts   = { create = "2m" }
}
`

// objects returns the account with the given name and the endpoint.
func (s *stage) objects(name string) string {
	return fmt.Sprintf(account, name) + fmt.Sprintf(endpoint, s.server.receiver.url)
}

// run shows a Terraform command, its output, and its API requests.
func (s *stage) run(in *engine.Workspace, args ...string) error {
	out := s.screen.command(in.Name, args)
	err := in.Command(s.ctx, out, append([]string{args[0], "-no-color"}, args[1:]...)...).Run()
	_ = out.Close()
	s.screen.say("%s", s.screen.paint(dim, "API requests: "+s.server.news()))
	if err != nil {
		return fmt.Errorf("%s %s: %w", in.Name, args[0], err)
	}
	return nil
}
