package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// bench is one case under way.
type bench struct {
	ctx    context.Context //nolint:containedctx // a program's own, for its whole run
	engine *engine.Engine
	binary string // the provider
	config string // CLI configuration
	folder string
	name   string
	write  bool
	emit   func(format string, args ...any)
}

// api is a mock on a port of its own.
type api struct {
	*mockapi.Server
	url   string
	limit int
	close func()
}

func serve(options mockapi.Options) *api {
	mock := mockapi.New(options)
	listener := httptest.NewServer(mock)
	return &api{mock, listener.URL + "/v1", options.Limit, func() {
		mock.Close()
		listener.Close()
	}}
}

// workspace is a folder with a configuration, for one api.
type workspace struct {
	*bench
	api *api
	in  string
}

func (b *bench) workspace(api *api, name, hcl string) (*workspace, error) {
	in := filepath.Join(b.folder, strings.NewReplacer(" ", "-", ",", "", "/", "-").Replace(b.name+" "+name))
	if err := os.MkdirAll(in, 0o750); err != nil {
		return nil, err
	}
	text := fmt.Sprintf("terraform {\n  required_providers {\n    botbiz = { source = \"botbiz/botbiz\" }\n  }\n}\n\n"+
		"provider \"botbiz\" {\n  base_url = %q\n  api_key  = \"bench-key\"\n}\n\n%s", api.url, hcl)
	return &workspace{b, api, in}, os.WriteFile(filepath.Join(in, "main.tf"), []byte(text), 0o600)
}

// accounts is the configuration of count accounts, numbered from first+1, every step-th.
func accounts(count, first, step int) string {
	return fmt.Sprintf("resource \"botbiz_whatsapp_account\" \"a\" {\n  count        = %d\n  phone_number = format(\"+1555%%07d\", %d + count.index * %d)\n"+
		"  name         = \"Account ${%d + count.index * %d}\"\n}\n", count, first+1, step, first+1, step)
}

// manage writes a state that holds the given accounts already.
func (w *workspace) manage(managed []mockapi.Account) error {
	var instances []map[string]any
	for i, a := range managed {
		instances = append(instances, map[string]any{"index_key": i, "schema_version": 0, "attributes": map[string]any{
			"id": a.ID, "phone_number": a.PhoneNumber, "name": a.Name, "status": a.Status, "deletion_protection": false,
			"qr_code_url": w.api.url + "/whatsapp/accounts/" + a.ID + "/qr-code", "created_at": a.CreatedAt.Format(time.RFC3339),
		}})
	}
	state, err := json.Marshal(map[string]any{
		"version": 4, "terraform_version": "1.5.0", "serial": 1, "lineage": "bench", "outputs": map[string]any{},
		"resources": []any{map[string]any{
			"mode": "managed", "type": "botbiz_whatsapp_account", "name": "a", "instances": instances,
			"provider": fmt.Sprintf("provider[%q]", map[string]string{"terraform": "registry.terraform.io", "tofu": "registry.opentofu.org"}[w.engine.Name]+"/botbiz/botbiz"),
		}},
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.in, "terraform.tfstate"), state, 0o600)
}

// run runs the engine once and returns how long it took, and the CPU time of the provider.
func (w *workspace) run(args ...string) (wall, cpu time.Duration, err error) {
	var out bytes.Buffer
	cmd := w.engine.Command(w.ctx, w.in, w.config, &out, append(args, "-no-color", "-input=false")...)
	start := time.Now()
	stop := sampleCPU(w.binary)
	err = cmd.Run()
	wall, cpu = time.Since(start), stop()
	if err != nil {
		text := out.String()
		return wall, cpu, fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, text[max(0, len(text)-3000):])
	}
	return wall, cpu, nil
}

// measure runs the engine and prints a row of the table.
func (w *workspace) measure(operation string, args ...string) error {
	w.api.ResetLog()
	wall, cpu, err := w.run(args...)
	if err != nil {
		return err
	}
	w.row(operation, wall, cpu)
	return nil
}

func (b *bench) rowOf(api *api, operation string, wall, cpu time.Duration) {
	requests, windows := api.Count("", ""), "no limit"
	if api.limit > 0 {
		windows = fmt.Sprintf("%d (%d)", api.Windows(), (requests-api.Refused()+api.limit-1)/api.limit)
	}
	spent := "–"
	if cpu > 0 {
		spent = fmt.Sprintf("%.2f s", cpu.Seconds())
	}
	b.emit("| %s | %s | %d | %d | %s | %.1f s | %s |", b.name, operation, requests, api.Refused(), windows, wall.Seconds(), spent)
}

func (w *workspace) row(operation string, wall, cpu time.Duration) {
	w.rowOf(w.api, operation, wall, cpu)
}
