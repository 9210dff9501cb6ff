package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/contract"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

func TestFlags(t *testing.T) {
	s, err := parseFlags([]string{
		"-plan", "free", "-window", "6s", "-key", "one=a", "-key", "two", "-seed-accounts", "3", "-pair-after", "5s",
		"-differ", "no-date,patch-204", "-differ", "create-200", "-fault", "kind=drop-after,method=POST,route=/whatsapp/accounts,count=1",
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	o := s.options
	if o.Plan != "free" || o.Window != 6*time.Second || len(o.Keys) != 2 || o.Keys["one"] != "a" || s.seedAccounts != 3 ||
		o.PairAfter != 5*time.Second || len(o.Differences) != 3 || s.seedTenant() != "" {
		t.Errorf("%+v", s)
	}
	if len(s.faults) != 1 || s.faults[0].Kind != "drop-after" || s.faults[0].Count != 1 {
		t.Errorf("%+v", s.faults)
	}
}

func TestBadFlags(t *testing.T) {
	for _, args := range []string{
		"-plan gold", "-fault kind=nonsense", "-differ nonsense", "-key =a", "-seed-accounts -1", "-limit -1", "-nonsense", "stray",
	} {
		if _, err := parseFlags(strings.Fields(args), io.Discard); err == nil {
			t.Errorf("%s: accepted", args)
		}
	}
}

func TestHelpNamesEverything(t *testing.T) {
	var out bytes.Buffer
	if _, err := parseFlags([]string{"-h"}, &out); !errors.Is(err, flag.ErrHelp) {
		t.Fatal(err)
	}
	for _, name := range append(append(mockapi.FaultKinds(), mockapi.Differences()...), "/_mock/messages", "/_mock/openapi.yaml", "differs from the production API", "go run") {
		if !strings.Contains(out.String(), name) {
			t.Errorf("no %s", name)
		}
	}
}

func TestListensOnLoopbackOnly(t *testing.T) {
	for _, address := range []string{":0", "0.0.0.0:0", "192.0.2.1:0", "example.com:0", "nonsense"} {
		if err := run(t.Context(), []string{"-listen", address}, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "-allow-remote") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// Starts the program, sends a request, and stops it.
func TestRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	reading, writing := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"-listen", "127.0.0.1:0", "-seed-accounts", "1", "-v"}, writing, io.Discard)
		_ = writing.Close()
	}()
	first := make([]byte, 512)
	n, err := reading.Read(first)
	if err != nil {
		t.Fatal(err)
	}
	var rest bytes.Buffer
	copied := make(chan struct{})
	go func() {
		_, _ = io.Copy(&rest, reading)
		close(copied)
	}()
	_, base, _ := strings.Cut(string(first[:n]), "base_url ")
	base, _, _ = strings.Cut(base, " ")
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/whatsapp/accounts", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer canary")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil || !strings.Contains(string(body), "+15550000001") {
		t.Errorf("%v %s", err, body)
	}
	response, err = http.Get(strings.TrimSuffix(base, "/v1") + "/_mock/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	body, err = io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil || !bytes.Equal(body, contract.Document) {
		t.Errorf("the contract: %v, %d bytes", err, len(body))
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	<-copied
	if out := rest.String(); !strings.Contains(out, "GET    /v1/whatsapp/accounts  200") || !strings.Contains(out, "1 requests, 0 refused") || strings.Contains(out, "canary") {
		t.Errorf("printed %s", out)
	}
}

func TestLine_quoted(t *testing.T) {
	for path, want := range map[string]string{
		"/v1/users":                 "/v1/users",
		"/v1/\x1b[2K\nApply\u202e☎": `"/v1/\x1b[2K\nApply\u202e\u260e"`,
	} {
		if got := line(mockapi.Request{Method: "GET", Path: path, Status: 200}); !strings.Contains(got, "  GET    "+want+"  200") {
			t.Errorf("%q: %q", path, got)
		}
	}
}
