package provider

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	snippet "github.com/botbiz/terraform-provider-botbiz/examples/guides/verifying-signatures"
	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// received starts a receiver of webhooks, has the mock deliver to it, and forges a delivery.
func received(t *testing.T, name, _ string) {
	const secret = "whsec_canary_receiver"
	var url string
	printed := func() string { return "" }
	run := map[string][]string{".py": {"python3"}, ".mjs": {"node"}}[filepath.Ext(name)]
	if run == nil {
		server := httptest.NewServer(snippet.Verified(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNoContent)
		}), "whsec_before", secret))
		t.Cleanup(server.Close)
		url = server.URL
	} else {
		url, printed = startReceiver(t, append(run, filepath.Join(examples, name)), "whsec_before,"+secret)
	}

	m := newMock(t, mockapi.Options{})
	account := m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Status: mockapi.StatusConnected})
	m.AddEndpoint(mockapi.Endpoint{URL: url, Events: []string{botbiz.EventMessageReceived}, Enabled: true, Secret: secret})
	m.InjectMessage(account.ID, "+1234567890", "Hello, I need help with my order. ☎")
	if err := m.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := m.Deliveries(); len(got) != 1 || got[0].Status != http.StatusNoContent {
		t.Errorf("deliveries = %+v", got)
	}
	body := m.Deliveries()[0].Body
	if run != nil && printed() != body+"\n" {
		t.Errorf("the program does not print %s", body)
	}
	for signature, want := range map[string]int{
		"sha256=" + botbiz.Sign([]byte(body), secret):                  http.StatusNoContent,
		botbiz.Sign([]byte(body), "whsec_before"):                      http.StatusNoContent,
		"SHA256=" + strings.ToUpper(botbiz.Sign([]byte(body), secret)): http.StatusNoContent,
		botbiz.Sign([]byte(body), "whsec_wrong"):                       http.StatusUnauthorized,
		botbiz.Sign([]byte(body+" "), secret):                          http.StatusUnauthorized,
		"☎":                                                            http.StatusUnauthorized,
		"":                                                             http.StatusUnauthorized,
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if signature != "" {
			req.Header.Set(botbiz.SignatureHeader, signature)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if err := resp.Body.Close(); err != nil || resp.StatusCode != want {
			t.Errorf("signature %q: %d, want %d", signature, resp.StatusCode, want)
		}
	}
	address := strings.TrimPrefix(url, "http://")
	if status := deliverInChunks(t, address, body, botbiz.Sign([]byte(body), secret)); status != http.StatusNoContent {
		t.Errorf("in chunks: %d", status)
	}
	if status := deliverInChunks(t, address, body, botbiz.Sign([]byte(body), "whsec_wrong")); status != http.StatusUnauthorized {
		t.Errorf("in chunks, with a wrong signature: %d", status)
	}
	attack(t, address, secret)
}

// startReceiver runs a program that says on which port it listens, and returns its address and the next line that it prints.
func startReceiver(t *testing.T, command []string, secrets string) (address string, printed func() string) {
	t.Helper()
	if _, err := exec.LookPath(command[0]); err != nil {
		t.Skipf("no %s here", command[0])
	}
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "PORT=0", "BOTBIZ_SIGNING_SECRETS="+secrets)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(line)
	return "http://127.0.0.1:" + words[len(words)-1], func() string {
		line, _ := lines.ReadString('\n')
		go func() { _, _ = io.Copy(io.Discard, lines) }() // so that the program never waits for a reader
		return line
	}
}
