package provider

import (
	"context"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// overTLS serves a mock with a certificate of its own, and writes that to a file.
func overTLS(t *testing.T) (m *mock, file string) {
	t.Helper()
	m = newMock(t, mockapi.Options{})
	listener := httptest.NewUnstartedServer(m.Server)
	listener.Config.ErrorLog = nil
	listener.StartTLS()
	t.Cleanup(listener.Close)
	m.url = listener.URL + "/v1"
	file = filepath.Join(t.TempDir(), "ca.pem")
	must(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: listener.Certificate().Raw}), 0o600))
	return m, file
}

// An authority of one's own is trusted if it is in the file. Without it, the error names the argument, and nothing is sent.
func TestCACertFile(t *testing.T) {
	t.Parallel()
	m, file := overTLS(t)
	o := newEngine(t, m).object(accountResource)
	_, err := o.apply(block{"phone_number": "+14155550100", "name": "Support"})
	impossible(t, err, titleNotTrusted, "unknown authority", "ca_cert_file", m.url)
	if o.exists() || len(m.Requests()) > 0 {
		t.Errorf("in the state %t, %d requests", o.exists(), len(m.Requests()))
	}
	o.provider["ca_cert_file"] = file
	if _, err := o.apply(block{"phone_number": "+14155550100", "name": "Support"}); err != nil || !o.exists() {
		t.Errorf("with the file: %v", err)
	}
}

func TestCACertFile_environment(t *testing.T) { //nolint:paralleltest // sets the environment
	m, file := overTLS(t)
	t.Setenv("BOTBIZ_CA_CERT_FILE", file)
	must(t, newEngine(t, m).object(accountResource).importBy(m.AddAccount(mockapi.Account{PhoneNumber: "+14155550100", Name: "Support"}).ID))
}

// The ways that the guide names. The variables of Go count where there is no store of the system.
func TestAccCLI_authorities(t *testing.T) {
	t.Parallel()
	m, file := overTLS(t)
	c := newCLI(t, m)
	c.config("data \"botbiz_users\" \"all\" {}\n")
	c.refused([]string{titleNotTrusted, "ca_cert_file"}, "plan")
	variables := []string{"BOTBIZ_CA_CERT_FILE=" + file}
	if runtime.GOOS == "linux" || runtime.GOOS == "freebsd" {
		variables = append(variables, "SSL_CERT_FILE="+file, "SSL_CERT_DIR="+filepath.Dir(file))
	}
	before := slices.Clip(c.Env)
	for _, variable := range variables {
		c.Env = append(before, variable)
		c.must("plan")
	}
}

func TestCACertFile_refused(t *testing.T) { //nolint:paralleltest // sets the environment
	dir := t.TempDir()
	content := func(name, text string) string {
		file := filepath.Join(dir, name)
		must(t, os.WriteFile(file, []byte(text), 0o600))
		return file
	}
	for words, file := range map[string]string{
		"does not exist":          filepath.Join(dir, "none"),
		"not a regular file":      dir,
		"not its content":         "-----BEGIN CERTIFICATE-----\nMII",
		"no certificate in PEM":   content("der", "\x30\x82"),
		"no certificate":          content("empty", " "),
		"contains no certificate": content("key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
		"larger than 1 MiB":       content("large", strings.Repeat("x", 1<<20+1)),
	} {
		_, configured := readSettings(t, providerModel{APIKey: types.StringValue("k"), CACertFile: types.StringValue(file)}, nil)
		_, inherited := readSettings(t, providerModel{APIKey: types.StringValue("k")}, map[string]string{"BOTBIZ_CA_CERT_FILE": file})
		for where, said := range map[string]string{"argument ca_cert_file": configured, "variable BOTBIZ_CA_CERT_FILE": inherited} {
			if !strings.Contains(said, words) || !strings.Contains(said, where) || strings.Contains(said, file) {
				t.Errorf("%s: %q: %s", where, words, said)
			}
		}
	}
}

// A file that hangs ends with the call, like a key file. Here its read races with the cancellation.
func TestCACertFile_cancelled(t *testing.T) {
	t.Parallel()
	_, file := overTLS(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 100 {
		if _, err := trusting(ctx, file); errors.Is(err, context.Canceled) {
			return
		}
	}
	t.Error("the file is read to its end")
}

// Configurations with the same file use one transport.
func TestCACertFile_shared(t *testing.T) {
	t.Parallel()
	_, file := overTLS(t)
	var bases []http.RoundTripper
	for range 2 {
		base, err := trusting(t.Context(), file)
		must(t, err)
		bases = append(bases, base)
	}
	if bases[0] != bases[1] {
		t.Error("two transports for one file")
	}
}
