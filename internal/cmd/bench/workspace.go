package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// bench is one case under way.
type bench struct {
	ctx        context.Context  //nolint:containedctx // a program's own, for its whole run
	workspaces engine.Workspace // the folder of all
	name       string
	write      bool
	emit       func(format string, args ...any)
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
	engine.Workspace
	api *api
}

func (b *bench) workspace(api *api, name, hcl string) (*workspace, error) {
	w := &workspace{b, b.workspaces, api}
	w.Folder = filepath.Join(w.Folder, strings.NewReplacer(" ", "-", ",", "", "/", "-").Replace(b.name+" "+name))
	w.API(api.url, "bench-key")
	return w, w.Configure(hcl)
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
			"provider": fmt.Sprintf("provider[%q]", map[string]string{"terraform": "registry.terraform.io", "tofu": "registry.opentofu.org"}[w.Name]+"/botbiz/botbiz"),
		}},
	})
	if err != nil {
		return err
	}
	return w.Write("terraform.tfstate", string(state))
}

// run runs the engine once and returns how long it took, and the CPU time of the provider.
func (w *workspace) run(args ...string) (wall, cpu time.Duration, err error) {
	start := time.Now()
	stop := sampleCPU(w.Provider)
	_, err = w.Run(w.ctx, append(args, "-no-color", "-input=false")...)
	return time.Since(start), stop(), err
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
