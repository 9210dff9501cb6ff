package main

import "time"

const actions = `
action "botbiz_whatsapp_account_pair" "support" {
  config {
    account_id = botbiz_whatsapp_account.support.id
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

const list = `list "botbiz_whatsapp_account" "all" {
  provider = botbiz
  limit    = 1000
}
`

// modern reports whether this version has actions and queries. Where it has not, the scene is skipped and the demo says so.
func (s *stage) modern() bool {
	if !s.main.Terraform("1.14.0") {
		s.screen.say("Skipped: this step needs Terraform 1.14 or later.")
		return false
	}
	return true
}

func pair(s *stage) error {
	s.screen.scene("Pair the phone: an action draws the QR code in the terminal")
	if !s.modern() {
		return nil
	}
	s.screen.say("The mock API scans the QR code in 3 seconds.")
	if err := s.main.Configure(s.objects("Customer Support") + actions); err != nil {
		return err
	}
	id := s.server.Accounts()[0].ID
	phone := time.AfterFunc(3*time.Second, func() { s.server.Connect(id) })
	defer phone.Stop()
	if err := s.run(s.main, "apply", "-auto-approve", "-invoke=action.botbiz_whatsapp_account_pair.support"); err != nil {
		return err
	}
	s.screen.good("the account is connected")
	return nil
}

func sendMessage(s *stage) error {
	s.screen.scene("Send a message with an action")
	if !s.modern() {
		return nil
	}
	if err := s.main.Configure(s.objects("Sales") + connection + actions); err != nil {
		return err
	}
	before := len(s.server.Messages())
	if err := s.run(s.main, "apply", "-auto-approve", "-invoke=action.botbiz_whatsapp_message_send.hello"); err != nil {
		return err
	}
	s.screen.good("%d message sent", len(s.server.Messages())-before)
	return nil
}

func query(s *stage) error {
	s.screen.scene("List all accounts with a query")
	if !s.modern() {
		return nil
	}
	if err := s.main.Write("all.tfquery.hcl", list); err != nil {
		return err
	}
	return s.run(s.main, "query")
}
