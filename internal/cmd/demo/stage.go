package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

// stage holds what all scenes use.
type stage struct {
	ctx    context.Context //nolint:containedctx // the program's own context, for its whole run
	screen *screen
	engine *engine.Engine
	server *server
	folder string // one subfolder for each workspace
	config string // path of the CLI configuration
}

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

const account = `
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

// write replaces the configuration of a workspace.
func (s *stage) write(workspace string, parts ...string) error {
	in := filepath.Join(s.folder, workspace)
	if err := os.MkdirAll(in, 0o755); err != nil {
		return err
	}
	text := fmt.Sprintf(provider, s.server.url, demoKey) + strings.Join(parts, "")
	return os.WriteFile(filepath.Join(in, "main.tf"), []byte(text), 0o600)
}

func (s *stage) command(workspace string, out io.Writer, args ...string) *exec.Cmd {
	return s.engine.Command(s.ctx, filepath.Join(s.folder, workspace), s.config, out, args...)
}

// run shows a Terraform command, its output, and its API requests.
func (s *stage) run(workspace string, args ...string) error {
	out := s.screen.command(s.engine.Name, args)
	err := s.command(workspace, out, append([]string{args[0], "-no-color"}, args[1:]...)...).Run()
	_ = out.Close()
	s.screen.say("%s", s.screen.paint(dim, "API requests: "+s.server.news()))
	if err != nil {
		return fmt.Errorf("%s %s: %w", s.engine.Name, args[0], err)
	}
	return nil
}

// output returns the value of a Terraform output.
func (s *stage) output(name string) (string, error) {
	var out strings.Builder
	err := s.command("main", &out, "output", "-json", name).Run()
	var value string
	return value, errors.Join(err, json.Unmarshal([]byte(out.String()), &value))
}
