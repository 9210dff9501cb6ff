package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

// longest is the maximum duration of one Terraform command.
const longest = 4 * time.Minute

// workspace is the folder that Terraform runs in.
type workspace struct {
	engine *engine.Engine
	config string // CLI configuration
	in     string
	server *server

	mu  sync.Mutex
	cmd *exec.Cmd // running
}

func accountAddress(i int) string  { return fmt.Sprintf("botbiz_whatsapp_account.a%d", i) }
func endpointAddress(i int) string { return fmt.Sprintf("botbiz_webhook_endpoint.e%d", i) }

// write writes the configuration, with import blocks for the given addresses.
func (w *workspace) write(wanted wish, imports map[string]string) error {
	var hcl strings.Builder
	fmt.Fprintf(&hcl, "terraform {\n  required_providers {\n    botbiz = { source = \"botbiz/botbiz\" }\n  }\n}\n\n"+
		"provider \"botbiz\" {\n  base_url        = %q\n  api_key         = %q\n  request_timeout = %q\n  max_wait        = \"20s\"\n}\n", w.server.url, apiKey, requestTimeout)
	for i, a := range wanted.accounts {
		if a.number != "" {
			fmt.Fprintf(&hcl, "resource \"botbiz_whatsapp_account\" \"a%d\" {\n  phone_number = %q\n  name = %q\n}\n", i, a.number, a.name)
		}
	}
	for i, e := range wanted.endpoints {
		if e.url == "" {
			continue
		}
		fmt.Fprintf(&hcl, "resource \"botbiz_webhook_endpoint\" \"e%d\" {\n  url = %q\n  events = [\"%s\"]\n  enabled = %t\n", i, e.url, strings.Join(e.events, `", "`), !e.disabled)
		if e.description != "" {
			fmt.Fprintf(&hcl, "  description = %q\n", e.description)
		}
		if e.version > 0 {
			fmt.Fprintf(&hcl, "  signing_secret_wo = %q\n  signing_secret_wo_version = %d\n", secret(i, e.version), e.version)
		}
		hcl.WriteString("}\n")
	}
	for _, address := range slices.Sorted(maps.Keys(imports)) {
		fmt.Fprintf(&hcl, "import {\n  to = %s\n  id = %q\n}\n", address, imports[address])
	}
	return os.WriteFile(filepath.Join(w.in, "main.tf"), []byte(hcl.String()), 0o600)
}

// diagnostic is an error or warning of Terraform.
type diagnostic struct {
	Severity, Summary, Detail, Address string
}

// report is the result of one Terraform command.
type report struct {
	failed      bool
	diagnostics []diagnostic
	operations  int // that Terraform started
	output      string
}

// errors returns the diagnostics that are errors.
func (r report) errors() []diagnostic {
	return slices.DeleteFunc(slices.Clone(r.diagnostics), func(d diagnostic) bool { return d.Severity != "error" })
}

// run runs a Terraform command. It returns an error only for results that must never occur.
func (w *workspace) run(ctx context.Context, args ...string) (report, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	var out bytes.Buffer
	cmd := (&engine.Workspace{Engine: w.engine, Folder: w.in, CLIConfig: w.config}).Command(ctx, &out, append(args, "-json", "-input=false")...)
	ownGroup(cmd)
	w.mu.Lock()
	w.cmd = cmd
	err := cmd.Start()
	w.mu.Unlock()
	if err != nil {
		return report{}, err
	}
	err = cmd.Wait()
	w.mu.Lock()
	w.cmd = nil
	w.mu.Unlock()
	r := report{failed: err != nil, output: out.String()}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return r, fmt.Errorf("%s: not done within %s\n%s", args[0], longest, r.output)
	case err != nil && !errors.As(err, &exit):
		return r, err
	}
	for line := range strings.Lines(r.output) {
		var event struct {
			Type       string      `json:"type"`
			Diagnostic *diagnostic `json:"diagnostic"`
		}
		if json.Unmarshal([]byte(line), &event) != nil {
			continue // for example the warning about development overrides
		}
		if event.Type == "apply_start" {
			r.operations++
		}
		if event.Diagnostic != nil {
			r.diagnostics = append(r.diagnostics, *event.Diagnostic)
		}
	}
	return r, nil
}

// interrupt interrupts the running command.
func (w *workspace) interrupt(group bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.cmd == nil || w.cmd.Process == nil:
	case group:
		signalGroup(w.cmd)
	default:
		_ = w.cmd.Process.Signal(syscall.SIGINT)
	}
}

// instance is an object in the state.
type instance struct {
	address string
	tainted bool
	attributes
}

type attributes struct {
	ID            string   `json:"id"`
	PhoneNumber   string   `json:"phone_number"`
	Name          string   `json:"name"`
	Status        string   `json:"status"`
	URL           string   `json:"url"`
	Events        []string `json:"events"`
	Description   *string  `json:"description"`
	Enabled       bool     `json:"enabled"`
	SigningSecret *string  `json:"signing_secret"`
	SecretWO      *string  `json:"signing_secret_wo"`
	SecretVersion int      `json:"signing_secret_wo_version"`
	CreatedAt     *string  `json:"created_at"`
}

// state returns the instances in the state by address.
func (w *workspace) state() (map[string]instance, error) {
	var file struct {
		Resources []struct {
			Type, Name string
			Instances  []struct {
				Status     string
				Deposed    string
				Attributes attributes
			}
		}
	}
	content, err := os.ReadFile(filepath.Join(w.in, "terraform.tfstate"))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err := errors.Join(err, json.Unmarshal(content, &file)); err != nil {
		return nil, err
	}
	instances := map[string]instance{}
	for _, r := range file.Resources {
		for _, i := range r.Instances {
			address := r.Type + "." + r.Name
			if _, twice := instances[address]; twice || i.Deposed != "" {
				return nil, fmt.Errorf("%s has several instances", address)
			}
			instances[address] = instance{address, i.Status == "tainted", i.Attributes}
		}
	}
	return instances, nil
}
