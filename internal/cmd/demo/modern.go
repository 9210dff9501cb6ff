package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const actions = `
action "botbiz_whatsapp_account_pair" "support" {
  config {
    account_id = botbiz_whatsapp_account.support.id
    timeout    = "1m"
  }
}

action "botbiz_whatsapp_message_send" "hello" {
  config {
    to      = "+1 234 567 890"
    type    = "text"
    content = "Hello! How can we help you today?"
  }
}
`

const query = `list "botbiz_whatsapp_account" "all" {
  provider = botbiz
  limit    = 1000
}
`

// modern shows what only newer engines have: actions and queries.
func modern(s *stage) error {
	if !s.engine.Terraform("1.14.0") {
		s.screen.scene("Left out with this engine: actions (pair a phone, send a message) and queries, from Terraform 1.14 on")
		return nil
	}
	s.screen.scene("The phone was unlinked: pairing it again from the terminal (the mock's phone scans in three seconds)")
	if err := s.write("main", s.objects("Sales"), actions); err != nil {
		return err
	}
	id := s.server.Accounts()[0].ID
	s.server.Disconnect(id)
	phone := time.AfterFunc(3*time.Second, func() { s.server.Connect(id) })
	defer phone.Stop()
	if err := s.run("main", "apply", "-auto-approve", "-invoke=action.botbiz_whatsapp_account_pair.support"); err != nil {
		return err
	}
	s.screen.good("paired")

	s.screen.scene("A message, sent by an action: it is no resource, and never sent twice")
	if err := s.run("main", "apply", "-auto-approve", "-invoke=action.botbiz_whatsapp_message_send.hello"); err != nil {
		return err
	}
	s.screen.good("%d message on the server", len(s.server.Messages())-1) // the customer's is there too

	s.screen.scene("Every account there is, listed by a query")
	if err := os.WriteFile(filepath.Join(s.folder, "main", "all.tfquery.hcl"), []byte(query), 0o600); err != nil {
		return fmt.Errorf("writing the query: %w", err)
	}
	return s.run("main", "query")
}
