package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

// stage is what all scenes play on.
type stage struct {
	ctx    context.Context //nolint:containedctx // a program's own, for its whole run
	screen *screen
	engine *engine.Engine
	server *server
	folder string
	config string // CLI configuration
}

var scenes = []func(*stage) error{create, unchanged, rename, pair, deliver, importElsewhere, modern, destroy}

const provider = `terraform {
  required_providers {
    botbiz = { source = "botbiz/botbiz" }
  }
}

provider "botbiz" {
  base_url = %q
  api_key  = %q
}
`

const objects = `
resource "botbiz_whatsapp_account" "support" {
  phone_number = "+1 (415) 555-0100"
  name         = %q
}

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

// write puts a configuration into a folder of its own.
func (s *stage) write(name string, parts ...string) error {
	in := filepath.Join(s.folder, name)
	if err := os.MkdirAll(in, 0o755); err != nil {
		return err
	}
	text := fmt.Sprintf(provider, s.server.url, demoKey) + strings.Join(parts, "")
	return os.WriteFile(filepath.Join(in, "main.tf"), []byte(text), 0o600)
}

func (s *stage) objects(name string) string { return fmt.Sprintf(objects, name, s.server.receiver.url) }

// run shows a command of the engine, what it prints, and what it asked of the API.
func (s *stage) run(name string, args ...string) error {
	out := s.screen.command(s.engine.Name, args)
	err := s.engine.Command(s.ctx, filepath.Join(s.folder, name), s.config, out, append(args[:1:1], append([]string{"-no-color"}, args[1:]...)...)...).Run()
	_ = out.Close()
	s.screen.say("%s", s.screen.paint(dim, "API: "+s.server.news()))
	if err != nil {
		return fmt.Errorf("%s %s: %w", s.engine.Name, args[0], err)
	}
	return nil
}

func create(s *stage) error {
	s.screen.scene("An account and a webhook endpoint, from nothing")
	if err := s.write("main", s.objects("Customer Support")); err != nil {
		return err
	}
	if err := s.run("main", "init"); err != nil {
		return err
	}
	if err := s.run("main", "apply", "-auto-approve"); err != nil {
		return err
	}
	s.screen.good("two objects, one request each")
	return nil
}

func unchanged(s *stage) error {
	s.screen.scene("The plan after it is empty, and costs a list request a kind, not one an object")
	if err := s.run("main", "plan", "-detailed-exitcode"); err != nil {
		return errors.Join(errors.New("the plan is not empty"), err)
	}
	s.screen.good("nothing to do")
	return nil
}

func rename(s *stage) error {
	s.screen.scene("A new name is a change in place: the pairing stays")
	if err := s.write("main", s.objects("Sales")); err != nil {
		return err
	}
	if err := s.run("main", "apply", "-auto-approve"); err != nil {
		return err
	}
	s.screen.good("renamed to %q on the server, under the same id", s.server.Accounts()[0].Name)
	return nil
}

func pair(s *stage) error {
	s.screen.scene("Waiting until somebody scans the QR code (the mock's phone does, in three seconds)")
	if err := s.write("main", s.objects("Sales"), connection); err != nil {
		return err
	}
	phone := time.AfterFunc(3*time.Second, func() { s.server.Connect(s.server.Accounts()[0].ID) })
	defer phone.Stop()
	if err := s.run("main", "apply", "-auto-approve"); err != nil {
		return err
	}
	s.screen.good("connected; whatever depends on the connection may go on")
	return nil
}

func deliver(s *stage) error {
	s.screen.scene("A customer writes; Botbiz delivers a signed event; the receiver checks the signature")
	secret, err := s.output("signing_secret")
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
	s.screen.good("genuine, by the secret in the Terraform state")
	if forged := append([]byte(" "), body...); botbiz.Verify(forged, signature, secret) {
		return errors.New("a forged delivery passes")
	}
	s.screen.good("a forged one is refused")
	return nil
}

// output returns an output's value.
func (s *stage) output(name string) (string, error) {
	var out strings.Builder
	err := s.engine.Command(s.ctx, filepath.Join(s.folder, "main"), s.config, &out, "output", "-json", name).Run()
	var value string
	return value, errors.Join(err, json.Unmarshal([]byte(out.String()), &value))
}

func importElsewhere(s *stage) error {
	s.screen.scene("The same account, imported into another workspace by its phone number")
	to := "import {\n  to = botbiz_whatsapp_account.support\n  id = \"+1 415 555 0100\"\n}\n"
	account := fmt.Sprintf(strings.Split(objects, "\nresource \"botbiz_webhook")[0], "Sales")
	if s.engine.Version.Core().Segments()[1] < 5 {
		to = "" // no import blocks yet
	}
	if err := s.write("second", account, to); err != nil {
		return err
	}
	if err := s.engine.Command(s.ctx, filepath.Join(s.folder, "second"), s.config, io.Discard, "init").Run(); err != nil {
		return err
	}
	command := []string{"apply", "-auto-approve"}
	if to == "" {
		command = []string{"import", "botbiz_whatsapp_account.support", "+1 415 555 0100"}
	}
	if err := s.run("second", command...); err != nil {
		return err
	}
	if err := s.run("second", "plan", "-detailed-exitcode"); err != nil {
		return errors.Join(errors.New("the plan after the import is not empty"), err)
	}
	s.screen.good("imported, nothing changed")
	return nil
}

func destroy(s *stage) error {
	s.screen.scene("And away with it")
	if err := s.run("main", "destroy", "-auto-approve"); err != nil {
		return err
	}
	if left := len(s.server.Accounts()) + len(s.server.Endpoints()); left > 0 {
		return fmt.Errorf("%d objects are left on the server", left)
	}
	s.screen.good("the server is empty")
	return nil
}
