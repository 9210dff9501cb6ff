package main

import (
	"os"
	"strings"
	"time"
)

// quickstart runs the first apply and the pairing of the guide "Quickstart" with the guide's files, for its picture.
func quickstart(s *stage) error {
	ready := strings.NewReplacer("<your phone number>", "+14155550100", `version = "~> 0.1.0"`, "")
	for _, name := range []string{"main.tf", "account.tf", "pair.tf"} {
		text, err := os.ReadFile("examples/guides/quickstart/" + name)
		if err != nil {
			return err
		}
		if err := s.main.Write(name, ready.Replace(string(text))); err != nil {
			return err
		}
	}
	if _, err := s.main.Run(s.ctx, "init"); err != nil {
		return err
	}
	if err := s.approve("apply"); err != nil {
		return err
	}
	id := s.server.Accounts()[0].ID
	phone := time.AfterFunc(time.Second, func() { s.server.Connect(id) })
	defer phone.Stop()
	return s.approve("apply", "-invoke=action.botbiz_whatsapp_account_pair.support")
}

// approve shows a command that asks for approval, and approves it.
func (s *stage) approve(args ...string) error {
	out := s.screen.command(s.main.Name, args)
	defer func() { _ = out.Close() }()
	cmd := s.main.Command(s.ctx, out, append([]string{args[0], "-no-color"}, args[1:]...)...)
	cmd.Stdin = strings.NewReader("yes\n")
	return cmd.Run()
}
