package provider

import (
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// readSettings reads a configuration as Configure does and returns its errors as one text.
func readSettings(t *testing.T, m providerModel, environment map[string]string) (settings, string) {
	t.Helper()
	for _, name := range []string{"API_KEY", "API_KEY_FILE", "BASE_URL", "REQUESTS_PER_MINUTE", "MAX_WAIT", "REQUEST_TIMEOUT", "HEADERS", "CA_CERT_FILE"} {
		t.Setenv("BOTBIZ_"+name, environment["BOTBIZ_"+name])
	}
	s, diags := m.settings(t.Context())
	var text strings.Builder
	for _, d := range diags {
		text.WriteString(d.Summary() + ": " + d.Detail() + "\n")
	}
	return s, text.String()
}

func TestProviderConfig_refused(t *testing.T) { //nolint:paralleltest // sets the environment
	dir := t.TempDir()
	empty, broken := filepath.Join(dir, "empty"), filepath.Join(dir, "broken")
	must(t, os.WriteFile(empty, []byte(" \n"), 0o600))
	must(t, os.WriteFile(broken, []byte("canary\nsecond line\n"), 0o600))
	key := types.StringValue("k")
	base := func(url string) providerModel { return providerModel{APIKey: key, BaseURL: types.StringValue(url)} }
	for name, test := range map[string]struct {
		config      providerModel
		environment map[string]string
		words       []string
	}{
		"no key":            {words: []string{"Missing API key", "BOTBIZ_API_KEY", "BOTBIZ_API_KEY_FILE", "api_key_file"}},
		"empty key":         {config: providerModel{APIKey: types.StringValue(" \n")}, words: []string{"api_key", "empty"}},
		"blank key in env":  {environment: map[string]string{"BOTBIZ_API_KEY": "  "}, words: []string{"BOTBIZ_API_KEY", "empty"}},
		"newline":           {config: providerModel{APIKey: types.StringValue("canary\r\nX: y")}, words: []string{"api_key", "line break"}},
		"control":           {config: providerModel{APIKey: types.StringValue("canary\x00")}, words: []string{"api_key", "U+0000"}},
		"quotes":            {config: providerModel{APIKey: types.StringValue(`"canary"`)}, words: []string{"api_key", "in quotes"}},
		"quotes in env":     {environment: map[string]string{"BOTBIZ_API_KEY": "'canary'"}, words: []string{"BOTBIZ_API_KEY", "in quotes"}},
		"blank":             {config: providerModel{APIKey: types.StringValue("Bearer canary")}, words: []string{"api_key", "a blank"}},
		"not ASCII":         {config: providerModel{APIKey: types.StringValue("canarÿ")}, words: []string{"api_key", "another character"}},
		"newline in env":    {environment: map[string]string{"BOTBIZ_API_KEY": "canary\nb"}, words: []string{"BOTBIZ_API_KEY", "line break"}},
		"file missing":      {config: providerModel{APIKeyFile: types.StringValue(dir + "/none")}, words: []string{"api_key_file", "does not exist"}},
		"file is a folder":  {config: providerModel{APIKeyFile: types.StringValue(dir)}, words: []string{"api_key_file", "not a regular file", dir}},
		"file empty":        {config: providerModel{APIKeyFile: types.StringValue(empty)}, words: []string{"api_key_file", "empty", empty}},
		"file broken":       {environment: map[string]string{"BOTBIZ_API_KEY_FILE": broken}, words: []string{"BOTBIZ_API_KEY_FILE", "line break", broken}},
		"tilde in env":      {environment: map[string]string{"BOTBIZ_API_KEY_FILE": "~/key"}, words: []string{"BOTBIZ_API_KEY_FILE", "$HOME"}},
		"both in env":       {environment: map[string]string{"BOTBIZ_API_KEY": "canary", "BOTBIZ_API_KEY_FILE": empty}, words: []string{"BOTBIZ_API_KEY and BOTBIZ_API_KEY_FILE"}},
		"http":              {config: base("http://api.example.com/v1"), words: []string{"base_url", "unencrypted"}},
		"http to look-like": {config: base("http://localhost.example.com/v1"), words: []string{"base_url", "unencrypted"}},
		"query":             {config: base("https://api.example.com/v1?x=canary"), words: []string{"base_url", "query"}},
		"bare query":        {config: base("https://api.example.com/v1?"), words: []string{"base_url", "query"}},
		"user info":         {config: base("https://user:canary@api.example.com/v1"), words: []string{"base_url", "user name"}},
		"user, no host":     {config: base("https://user:canary@/v1"), words: []string{"base_url", "host"}},
		"fragment":          {config: base("https://api.example.com/v1#x"), words: []string{"base_url", "fragment"}},
		"no host":           {config: base("https:///v1"), words: []string{"base_url", "host"}},
		"port alone":        {config: base("https://:8443/v1"), words: []string{"base_url", "host"}},
		"no scheme":         {config: base("api.example.com/v1"), words: []string{"base_url", "scheme"}},
		"other scheme":      {config: base("ftp://api.example.com/v1"), words: []string{"base_url", "scheme"}},
		"no URL":            {config: base("https://[::1/%zz"), words: []string{"base_url", "not a URL"}},
		"base URL in env":   {config: providerModel{APIKey: key}, environment: map[string]string{"BOTBIZ_BASE_URL": "http://example.com"}, words: []string{"BOTBIZ_BASE_URL", "unencrypted"}},
		"other API in env":  {config: providerModel{APIKey: key}, environment: map[string]string{"BOTBIZ_BASE_URL": "https://dash.botbiz.io/api/v1"}, words: []string{"BOTBIZ_BASE_URL", titleOtherAPI}},
		"bad wait":          {config: providerModel{APIKey: key, MaxWait: types.StringValue("0s")}, words: []string{"max_wait", "above zero"}},
		"bad wait in env":   {config: providerModel{APIKey: key}, environment: map[string]string{"BOTBIZ_MAX_WAIT": "10"}, words: []string{"BOTBIZ_MAX_WAIT", "10m"}},
		"bad timeout":       {config: providerModel{APIKey: key}, environment: map[string]string{"BOTBIZ_REQUEST_TIMEOUT": "-1s"}, words: []string{"BOTBIZ_REQUEST_TIMEOUT", "above zero"}},
		"rate 0":            {config: providerModel{APIKey: key}, environment: map[string]string{"BOTBIZ_REQUESTS_PER_MINUTE": "0"}, words: []string{"BOTBIZ_REQUESTS_PER_MINUTE", "above zero"}},
		"rate -1":           {config: providerModel{APIKey: key}, environment: map[string]string{"BOTBIZ_REQUESTS_PER_MINUTE": "-1"}, words: []string{"BOTBIZ_REQUESTS_PER_MINUTE", "above zero"}},
		"rate 1.5":          {config: providerModel{APIKey: key, RequestsPerMinute: number(1.5)}, words: []string{"requests_per_minute", "whole number"}},
		"rate 0 configured": {config: providerModel{APIKey: key, RequestsPerMinute: number(0)}, words: []string{"requests_per_minute", "above zero"}},
		"rate x":            {config: providerModel{APIKey: key}, environment: map[string]string{"BOTBIZ_REQUESTS_PER_MINUTE": "x"}, words: []string{"BOTBIZ_REQUESTS_PER_MINUTE", "above zero"}},
	} {
		t.Run(name, func(t *testing.T) { //nolint:paralleltest // sets the environment
			_, text := readSettings(t, test.config, test.environment)
			for _, word := range test.words {
				if !strings.Contains(text, word) {
					t.Errorf("no %q in %q", word, text)
				}
			}
			if strings.Contains(text, "canary") {
				t.Errorf("a secret is shown: %q", text)
			}
		})
	}
}

func TestProviderConfig_accepted(t *testing.T) { //nolint:paralleltest // sets the environment
	file := filepath.Join(t.TempDir(), "key")
	must(t, os.WriteFile(file, []byte("from-file\r\n"), 0o600))
	everything := map[string]string{
		"BOTBIZ_API_KEY": "from-env", "BOTBIZ_BASE_URL": "https://env.example.com/v2", "BOTBIZ_REQUESTS_PER_MINUTE": "7",
		"BOTBIZ_MAX_WAIT": "1m", "BOTBIZ_REQUEST_TIMEOUT": "2s",
	}
	for name, test := range map[string]struct {
		config      providerModel
		environment map[string]string
		want        string
	}{
		"defaults":                  {providerModel{APIKey: types.StringValue(" k\n")}, nil, "k https://api.botbiz.io/v1 0 10m0s 30s"},
		"environment":               {providerModel{}, everything, "from-env https://env.example.com/v2 7 1m0s 2s"},
		"key file":                  {providerModel{APIKeyFile: types.StringValue(file)}, nil, "from-file https://api.botbiz.io/v1 0 10m0s 30s"},
		"key file in env":           {providerModel{}, map[string]string{"BOTBIZ_API_KEY_FILE": file}, "from-file https://api.botbiz.io/v1 0 10m0s 30s"},
		"padded file in env":        {providerModel{}, map[string]string{"BOTBIZ_API_KEY_FILE": " " + file + "\n"}, "from-file https://api.botbiz.io/v1 0 10m0s 30s"},
		"blank file in env":         {providerModel{}, map[string]string{"BOTBIZ_API_KEY": "k", "BOTBIZ_API_KEY_FILE": " "}, "k https://api.botbiz.io/v1 0 10m0s 30s"},
		"key with mark":             {providerModel{}, map[string]string{"BOTBIZ_API_KEY": "\ufeffk"}, "k https://api.botbiz.io/v1 0 10m0s 30s"},
		"configuration beats env":   {configuredEverything, everything, "configured http://127.0.0.1:1/v1 3 2m0s 3s"},
		"configured file beats env": {providerModel{APIKeyFile: types.StringValue(file)}, map[string]string{"BOTBIZ_API_KEY": "x"}, "from-file https://api.botbiz.io/v1 0 10m0s 30s"},
		"configured key beats both": {providerModel{APIKey: types.StringValue("k")}, map[string]string{"BOTBIZ_API_KEY": "x", "BOTBIZ_API_KEY_FILE": "y"}, "k https://api.botbiz.io/v1 0 10m0s 30s"},
		"IPv6 loopback":             {providerModel{APIKey: types.StringValue("k"), BaseURL: types.StringValue("http://[::1]:80/")}, nil, "k http://[::1]:80 0 10m0s 30s"},
	} {
		t.Run(name, func(t *testing.T) { //nolint:paralleltest // sets the environment
			s, text := readSettings(t, test.config, test.environment)
			if text != "" {
				t.Fatal(text)
			}
			if got := fmt.Sprintln(s.apiKey, s.baseURL, s.requestsPerMinute, s.maxWait, s.requestTimeout); got != test.want+"\n" {
				t.Errorf("got  %swant %s", got, test.want)
			}
		})
	}
}

func number(n float64) types.Number { return types.NumberValue(big.NewFloat(n)) }

var configuredEverything = providerModel{
	APIKey: types.StringValue("configured"), BaseURL: types.StringValue("http://127.0.0.1:1/v1///"), RequestsPerMinute: number(3),
	MaxWait: types.StringValue("2m"), RequestTimeout: types.StringValue("3s"),
}

func TestProviderConfig_userAgent(t *testing.T) { //nolint:paralleltest // sets the environment
	t.Setenv("TF_APPEND_USER_AGENT", " module/1.2 \r\nX-Evil: yes")
	m := newMock(t, mockapi.Options{})
	must(t, managed(t, m).refresh())
	for _, r := range m.Requests() {
		if want := "terraform-provider-botbiz/test terraform/1.99.0 module/1.2 X-Evil: yes"; r.Header.Get("User-Agent") != want {
			t.Errorf("%q, want %q", r.Header.Get("User-Agent"), want)
		}
	}
}

// A key that another resource makes is unknown in the plan, and known when it is needed.
func TestAccProvider_unknownKey(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	config := fmt.Sprintf("resource \"terraform_data\" \"key\" {\n  input = %q\n}\nprovider \"botbiz\" {\n  base_url = %q\n  api_key = terraform_data.key.output\n}\n", canaryKey, m.url)
	acc(t, m, resource.TestStep{
		Config: config + accountConfig("+14155550100", "Support"),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(account, tfjsonpath.New("status"), knownvalue.StringExact("pending")),
		},
	})
}

// Arguments that tune only block nothing while they are unknown.
func TestProviderConfig_unknownTuning(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	o := managed(t, m)
	for _, name := range []string{"max_wait", "request_timeout", "requests_per_minute"} {
		o.provider = block{"api_key": canaryKey, "base_url": m.url, name: unknown}
		must(t, o.refresh())
		must(t, o.engine.object(accountResource).importBy(o.text("id")))
	}
}

// What is to be read while the key is unknown gets an error that says what to do.
func TestProviderConfig_unknownWhileReading(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	o := managed(t, m)
	for _, given := range []block{
		{"api_key": unknown},
		{"api_key_file": unknown},
		{"base_url": unknown},
		{"ca_cert_file": unknown},
		{"headers": unknown},
		{"headers": headersOf(map[string]any{"X-Token": unknown, "X-Known": "a"})},
	} {
		o.provider = block{"api_key": canaryKey, "base_url": m.url}
		maps.Copy(o.provider, given)
		name := slices.Collect(maps.Keys(given))[0]
		impossible(t, o.refresh(), titleUnknownProvider, name, "-target")
		fresh := o.engine.object(accountResource)
		if action, err := fresh.plan(block{"phone_number": "+14155550101", "name": "x"}); err != nil || action != "create" {
			t.Errorf("%s: the plan of a new account is %s: %v", name, action, err)
		}
	}
}
