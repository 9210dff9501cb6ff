package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// scenes are the steps of the demo in order. Each works on the objects that the steps before it left.
var scenes = []func(*stage) error{create, pair, connect, unchanged, rename, deliver, importElsewhere, sendMessage, query, destroy}

func create(s *stage) error {
	s.screen.scene("Create a WhatsApp account and a webhook endpoint")
	if err := s.main.Configure(s.objects("Customer Support")); err != nil {
		return err
	}
	if err := s.run(s.main, "init"); err != nil {
		return err
	}
	if err := s.run(s.main, "apply", "-auto-approve"); err != nil {
		return err
	}
	s.screen.good("two objects created with one request each")
	return nil
}

// connect adds the connection. Where the account is not paired yet, the phone scans the code while Terraform waits.
func connect(s *stage) error {
	s.screen.scene("Wait until the account is connected")
	if err := s.main.Configure(s.objects("Customer Support") + connection); err != nil {
		return err
	}
	if account := s.server.Accounts()[0]; account.Status != "connected" {
		s.screen.say("The mock API scans the QR code in 3 seconds.")
		phone := time.AfterFunc(3*time.Second, func() { s.server.Connect(account.ID) })
		defer phone.Stop()
	}
	if err := s.run(s.main, "apply", "-auto-approve"); err != nil {
		return err
	}
	s.screen.good("the account is connected")
	return nil
}

func unchanged(s *stage) error {
	s.screen.scene("Plan again: no changes")
	if err := s.run(s.main, "plan", "-detailed-exitcode"); err != nil {
		return errors.Join(errors.New("the plan is not empty"), err)
	}
	s.screen.good("no changes")
	return nil
}

func rename(s *stage) error {
	s.screen.scene("Rename the account: an in-place update that keeps the pairing")
	if err := s.main.Configure(s.objects("Sales") + connection); err != nil {
		return err
	}
	if err := s.run(s.main, "apply", "-auto-approve"); err != nil {
		return err
	}
	account := s.server.Accounts()[0]
	if account.Status != "connected" {
		return fmt.Errorf("the account is %s after the rename", account.Status)
	}
	s.screen.good("the name is %q, the account is still connected", account.Name)
	return nil
}

func deliver(s *stage) error {
	s.screen.scene("Receive a message: the webhook receiver verifies the signature")
	secret, err := s.main.Output(s.ctx, "signing_secret")
	if err != nil {
		return err
	}
	s.server.InjectMessage(s.server.Accounts()[0].ID, "+1234567890", "Hello, I need help with my order.")
	select {
	case <-s.server.receiver.arrived:
	case <-s.ctx.Done():
		return s.ctx.Err()
	case <-time.After(10 * time.Second):
		return errors.New("no delivery arrived")
	}
	body, signature := s.server.receiver.last()
	s.screen.say("%s", s.screen.paint(dim, string(body)))
	s.screen.say("%s", s.screen.paint(dim, botbiz.SignatureHeader+": "+signature))
	if !botbiz.Verify(body, signature, secret) {
		return errors.New("the signature is wrong")
	}
	s.screen.good("the signature matches the signing secret in the Terraform state")
	if forged := append([]byte(" "), body...); botbiz.Verify(forged, signature, secret) {
		return errors.New("a changed body passes verification")
	}
	s.screen.good("a changed body is rejected")
	return nil
}

func importElsewhere(s *stage) error {
	s.screen.scene("Import the same account into a second workspace by its phone number")
	to := "import {\n  to = botbiz_whatsapp_account.support\n  id = \"+1 415 555 0100\"\n}\n"
	if s.main.Version.Core().Segments()[1] < 5 {
		to = "" // import blocks need version 1.5
	}
	if err := s.second.Configure(fmt.Sprintf(account, "Sales") + to); err != nil {
		return err
	}
	if err := s.second.Command(s.ctx, io.Discard, "init").Run(); err != nil {
		return err
	}
	args := []string{"apply", "-auto-approve"}
	if to == "" {
		args = []string{"import", "botbiz_whatsapp_account.support", "+1 415 555 0100"}
	}
	if err := s.run(s.second, args...); err != nil {
		return err
	}
	if err := s.run(s.second, "plan", "-detailed-exitcode"); err != nil {
		return errors.Join(errors.New("the plan after the import is not empty"), err)
	}
	s.screen.good("imported, and the plan is empty")
	return nil
}

func destroy(s *stage) error {
	s.screen.scene("Destroy everything")
	if err := s.run(s.main, "destroy", "-auto-approve"); err != nil {
		return err
	}
	if left := len(s.server.Accounts()) + len(s.server.Endpoints()); left > 0 {
		return fmt.Errorf("%d objects are left on the mock API", left)
	}
	s.screen.good("no objects are left on the mock API")
	return nil
}
