//go:build unix

package provider

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// spoken collects the complete output of a Terraform run, and every secret that exists during it.
type spoken struct {
	*cli
	secrets map[string]string // secret: what it is
	out     strings.Builder
}

func newSpoken(t *testing.T, m *mock) *spoken {
	t.Helper()
	s := &spoken{cli: newCLI(t, m), secrets: map[string]string{canaryKey: "the API key"}}
	s.Env = append(s.Env, "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(s.Folder, "trace.log"))
	return s
}

// say runs a command that may fail, and records the secrets before and after it.
func (s *spoken) say(arguments ...string) (string, error) {
	s.t.Helper()
	s.learn()
	out, err := s.run(append([]string{arguments[0], "-no-color"}, arguments[1:]...)...)
	s.learn()
	fmt.Fprintf(&s.out, "$ %s\n%s\n", arguments, out)
	return out, err
}

// fails runs a command that must fail with these words.
func (s *spoken) fails(words []string, arguments ...string) {
	s.t.Helper()
	out, err := s.say(arguments...)
	if err == nil {
		s.t.Errorf("%s succeeded: %s", arguments, out)
	}
	s.says(out, words...)
}

func (s *spoken) learn() {
	for _, e := range s.m.Endpoints() {
		s.secrets[e.Secret] = "the secret of " + e.URL
	}
	for _, a := range s.m.Accounts() {
		s.secrets[s.m.QRContent(a.ID)] = "the QR code of " + a.PhoneNumber
	}
}

// silent looks for every secret in all output and in the log.
func (s *spoken) silent() {
	s.t.Helper()
	log := s.read("trace.log")
	if !strings.Contains(log, "[TRACE]") {
		s.t.Error("nothing was logged")
	}
	for secret, what := range s.secrets {
		for place, text := range map[string]string{"output": s.out.String(), "log": log} {
			if at := strings.Index(text, secret); at >= 0 {
				s.t.Errorf("%s is in the %s: …%s…", what, place, text[max(0, at-300):min(len(text), at+len(secret)+100)])
			}
		}
	}
	for _, r := range s.m.Requests() {
		for name, values := range r.Header {
			if strings.Contains(strings.Join(values, " "), canaryKey) {
				s.t.Errorf("the API key is in the header %s", name)
			}
		}
	}
}

// elsewhere is another origin that must not receive requests.
func elsewhere(t *testing.T) (url string) {
	t.Helper()
	var requests atomic.Int64
	listener := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	t.Cleanup(func() {
		listener.Close()
		if n := requests.Load(); n > 0 {
			t.Errorf("%d requests followed a redirect", n)
		}
	})
	return listener.URL
}

// TestAccSecrets runs from create to delete with TF_LOG=TRACE and all kinds of failures, on a server that echoes all known
// secrets in its errors.
func TestAccSecrets(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	s := newSpoken(t, m)
	s.needs(1, 11)
	other := elsewhere(t)
	s.secrets[canaryHeader] = "a header"
	s.Env = append(s.Env, `BOTBIZ_HEADERS={"X-Access-Token":"`+canaryHeader+`"}`)
	const own = "canary-own-secret-"
	for version := range 40 {
		s.secrets[own+fmt.Sprint(version)] = "a secret of one's own"
	}
	config := func(version int, event string) {
		s.config(accountConfig("+14155550100", event) +
			"ephemeral \"botbiz_whatsapp_account_qr_code\" \"pair\" {\n  account_id = botbiz_whatsapp_account.test.id\n}\n" +
			"data \"botbiz_users\" \"all\" {}\n" +
			endpointConfig("https://example.com/generated", fmt.Sprintf("%q", event)) +
			strings.Replace(endpointConfig("https://example.com/own", fmt.Sprintf("%q", event),
				fmt.Sprintf("signing_secret_wo = %q", own+fmt.Sprint(version)), fmt.Sprintf("signing_secret_wo_version = %d", version)), `"test"`, `"own"`, 1))
	}
	// echo has the server fail, and repeat what it was sent, or has told the provider: the key, the secret that it made and
	// the state holds, and, where one's own was sent, that.
	echo := func(fault mockapi.Fault, own ...string) {
		s.learn()
		fault.Message = strings.Join(append([]string{"Not with", canaryKey, canaryHeader}, own...), " ")
		for _, e := range m.Endpoints() {
			if e.URL == "https://example.com/generated" {
				fault.Message += " " + e.Secret
			}
		}
		fault.Code, fault.Body, fault.Headers = fault.Message, fault.Message, map[string]string{"X-Request-Id": fault.Message}
		m.ClearFaults()
		m.AddFault(fault)
	}

	// Every request fails once. The responses to the creates are lost, so the endpoint gets a new secret.
	for _, f := range []mockapi.Fault{
		{Kind: "drop-after", Method: "POST", Route: mockapi.RouteEndpoints},
		{Kind: "truncated-json", Method: "POST", Route: mockapi.RouteAccounts},
		{Kind: "status", Status: 500, Method: "GET"},
		{Kind: "html", Status: 502, Method: "GET"},
		{Kind: "drop-before", Method: "GET"},
		{Kind: "drop-after", Method: "PATCH"},
		{Kind: "429", Headers: map[string]string{"Retry-After": "1"}},
	} {
		f.Count = 1
		m.AddFault(f)
	}
	config(1, "a")
	_, err := s.say(apply...)
	must(t, err)
	if state := s.read("terraform.tfstate"); strings.Contains(state, own) || strings.Contains(state, canaryKey) || strings.Contains(state, m.QRContent(m.Accounts()[0].ID)) {
		t.Errorf("a secret is in the state: %s", state)
	}

	echo(mockapi.Fault{Kind: "status", Status: 401})
	s.fails([]string{"API key rejected"}, "plan")
	echo(mockapi.Fault{Kind: "error-in-200", Status: 403, Method: "GET"})
	s.fails([]string{"API key lacks permission"}, "plan")
	echo(mockapi.Fault{Kind: "status-plain", Status: 404, Method: "GET"})
	s.fails([]string{titleNoRoute}, "plan")
	echo(mockapi.Fault{Kind: "not-json", Method: "GET"})
	s.fails([]string{"Unexpected response from Botbiz"}, "plan")
	for _, status := range []int{302, 307} {
		echo(mockapi.Fault{Kind: "redirect", Status: status, Location: other + "/v1/whatsapp/accounts?key=" + canaryKey})
		s.fails([]string{"Response is not from the Botbiz API", "redirect"}, "plan")
	}

	version := 1
	for _, f := range []mockapi.Fault{
		{Kind: "status", Status: 400, Method: "PATCH"},
		{Kind: "status-plain", Status: 400, Method: "PATCH"},
		{Kind: "redirect", Status: 307, Location: other, Method: "PATCH"},
	} {
		for _, e := range m.Endpoints() {
			version++
			config(version, fmt.Sprint(version)) // both are changed, and one of them gets a new secret
			f.Route = "/webhooks/endpoints/" + e.ID
			if e.URL == "https://example.com/own" {
				echo(f, own+fmt.Sprint(version))
			} else {
				echo(f)
			}
			s.fails([]string{"Changing the webhook endpoint"}, apply...)
		}
	}
	m.ClearFaults()
	_, err = s.say(apply...)
	must(t, err)

	// Creates are rejected by a server that echoes the secret of the request.
	replaced := with(apply, "-replace=botbiz_webhook_endpoint.own")
	for _, f := range []mockapi.Fault{
		{Kind: "status", Status: 422, Method: "POST"}, {Kind: "redirect", Status: 308, Location: other, Method: "POST"},
	} {
		version++
		config(version, "c")
		echo(f, own+fmt.Sprint(version))
		s.fails([]string{"Creating the webhook endpoint"}, replaced...)
	}
	// The response and the new secret, which the server echoes, are lost.
	m.ClearFaults()
	m.AddFault(mockapi.Fault{Kind: "drop-after", Method: "POST", Count: 2})
	m.AddFault(mockapi.Fault{Kind: "status", Status: 400, Method: "PATCH"})
	s.fails([]string{"Signing secret lost"}, with(apply, "-replace="+endpoint)...)
	m.ClearFaults()
	_, err = s.say(apply...)
	must(t, err)
	_, err = s.say("plan", "-replace="+endpoint)
	must(t, err)
	_, err = s.say("show")
	must(t, err)

	echo(mockapi.Fault{Kind: "status", Status: 400, Method: "DELETE"})
	s.fails([]string{"Deleting the webhook endpoint"}, "destroy", "-auto-approve")
	echo(mockapi.Fault{Kind: "redirect", Status: 307, Location: other, Method: "DELETE"})
	s.fails([]string{"redirect"}, "destroy", "-auto-approve")
	m.ClearFaults()
	_, err = s.say("destroy", "-auto-approve")
	must(t, err)
	s.silent()
	if log := s.read("trace.log"); !strings.Contains(log, "HTTP request") || !strings.Contains(log, "request_id") {
		t.Error("requests or their ids were not logged")
	}
}

// Invalid secrets in the configuration. Terraform shows the line of an error.
func TestAccSecrets_inConfiguration(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Keys: map[string]string{"another": ""}})
	s := newSpoken(t, m)
	s.needs(1, 11)
	s.Env = slices.DeleteFunc(s.Env, func(v string) bool { return strings.HasPrefix(v, "BOTBIZ_") })
	support := accountConfig("+14155550100", "Support")
	s.config(m.config(support))
	s.fails([]string{"API key rejected"}, apply...)
	s.config(m.config(support, `max_wait = "soon"`))
	s.fails([]string{"max_wait"}, "plan")
	s.config(strings.Replace(m.config(support), canaryKey, canaryKey+`\u0007`, 1))
	s.fails([]string{"api_key", "copy it again"}, "plan")
	s.config(strings.Replace(m.config(support), canaryKey, canaryKey+`${"\u0007"}`, 1))
	s.fails([]string{"api_key", "copy it again"}, "plan")
	s.config(m.config(support, `api_key_file = "key"`))
	s.fails([]string{"api_key_file"}, "plan")
	byFile := strings.Replace(m.config(support), "api_key =", "api_key_file =", 1)
	s.config(byFile)
	s.fails([]string{"api_key_file", "not the key"}, "plan")
	for _, address := range []string{"https:/user:" + canaryKey + "@host", "host/?api_key=" + canaryKey, canaryKey} {
		s.config(strings.Replace(m.config(support), m.url, address, 1))
		s.fails([]string{"base_url"}, "plan")
	}

	const own = "canary-own-secret"
	s.secrets[own] = "a secret of one's own"
	s.config(m.config(endpointConfig("https://example.com", `"a"`, `signing_secret_wo = "`+own+`"`)))
	s.fails([]string{"signing_secret_wo_version"}, "plan")
	s.config(m.config(endpointConfig("https://example.com", `"a"`, `signing_secret_wo = " `+own+`"`, "signing_secret_wo_version = 1")))
	s.fails([]string{"signing_secret_wo", "white space"}, "plan")
	m.SetKeys(map[string]string{canaryKey: ""})
	s.config(m.config(endpointConfig("https://example.com", `"a"`, `signing_secret_wo = "`+own+`"`, "signing_secret_wo_version = 1")))
	m.AddFault(mockapi.Fault{Kind: "status", Status: 400, Method: "POST", Message: "Invalid parameter: secret " + own + " is too weak"})
	s.fails([]string{"Request rejected by Botbiz", "too weak"}, apply...)
	s.silent()
}

// A server sends more than the response. net/http logs the rest with the default logger of Go, and Terraform logs what the
// provider writes.
func TestAccSecrets_unsolicited(t *testing.T) {
	t.Parallel()
	more := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"data\":[]}HTTP/1.1 400 Bad Request\r\nX-Echo: %s\r\n\r\n", r.Header.Get("Authorization"))
		_, _ = conn.Read(make([]byte, 1)) // until the provider closes it
		_ = conn.Close()
	}))
	t.Cleanup(more.Close)
	s := newSpoken(t, newMock(t, mockapi.Options{}))
	s.API(more.URL+"/v1", canaryKey)
	s.config("data \"botbiz_users\" \"all\" {}\n")
	_, err := s.say("plan")
	must(t, err)
	s.silent()
}

// The provider crashes during a create and dumps its goroutines.
func TestAccSecrets_crash(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self/exe"); err != nil {
		t.Skip("finds the provider in /proc")
	}
	var s *spoken
	killed := make(chan struct{})
	m := newMock(t, mockapi.Options{OnRequest: func(r mockapi.Request) {
		if r.Method == http.MethodPost && r.Route == mockapi.RouteEndpoints {
			s.quitProvider()
			select { // the dump is written, and the connection is lost
			case <-killed:
			case <-time.After(10 * time.Second):
			}
		}
	}})
	s = newSpoken(t, m)
	s.config(m.config(endpointConfig("https://example.com", `"a"`, `signing_secret_wo = "canary-own"`, "signing_secret_wo_version = 1")))
	s.needs(1, 11)
	s.secrets["canary-own"] = "a secret of one's own"
	out, err := s.say(apply...)
	close(killed)
	if err == nil {
		t.Fatalf("it did not crash: %s", out)
	}
	if all := out + s.read("trace.log"); !strings.Contains(all, "SIGQUIT") || !strings.Contains(all, "goroutine ") {
		t.Errorf("no dump: %s", out)
	}
	s.silent()
}

// quitProvider makes the provider in this folder dump its goroutines and exit.
func (s *spoken) quitProvider() {
	processes, _ := filepath.Glob("/proc/[0-9]*")
	for _, process := range processes {
		exe, _ := os.Readlink(process + "/exe")
		environ, _ := os.ReadFile(process + "/environ")
		// Other tests run the same binary, each with a server of its own.
		if exe != s.Provider || !strings.Contains(string(environ), "BOTBIZ_BASE_URL="+s.m.url+"\x00") {
			continue
		}
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(process), "%d", &pid); err == nil {
			quit(pid)
		}
	}
}
