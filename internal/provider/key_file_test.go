//go:build unix

package provider

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestReadKeyFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	pipe, link := filepath.Join(dir, "pipe"), filepath.Join(dir, "link")
	must(t, syscall.Mkfifo(pipe, 0o600))
	must(t, os.Symlink(file("target", "k"), link)) // as Kubernetes mounts secrets
	const canary = "canary_key"
	for name, test := range map[string]struct {
		path, want, problem string
		hidden              bool // the line of the configuration too
	}{
		"key":               {path: file("key", " k\r\n"), want: "k"},
		"link":              {path: link, want: "k"},
		"mark":              {path: file("mark", "\ufeffk\r\n"), want: "k"}, // of Notepad
		"UTF-16":            {path: file("utf16", "\xff\xfek\x00\r\x00\n\x00"), problem: "save it as UTF-8, in PowerShell with Set-Content -Encoding ascii"},
		"UTF-16, other end": {path: file("utf16be", "\xfe\xff\x00k"), problem: "UTF-16"},
		"quotes":            {path: file("quotes", `"`+canary+`"`+"\n"), problem: "in quotes"},
		"tilde":             {path: "~/" + canary, problem: "pathexpand()", hidden: true},
		"empty":             {path: file("empty", ""), problem: "is empty"},
		"largest":           {path: file("largest", "k"+strings.Repeat("\n", maxKeyFile-1)), want: "k"},
		"larger":            {path: file("larger", "k"+strings.Repeat("\n", maxKeyFile)), problem: "larger than 64 KiB"},
		"two lines":         {path: file("lines", canary+"\n"+canary), problem: "line break"},
		"no end":            {path: "/dev/zero", problem: "not a regular file"},
		"pipe":              {path: pipe, problem: "not a regular file"},
		"folder":            {path: dir, problem: "not a regular file"},
		"a key":             {path: canary, problem: "not the key", hidden: true},
		"a key with slash":  {path: "/" + canary, problem: "not the key", hidden: true},
		"below a file":      {path: link + "/" + canary, problem: "not the key", hidden: true},
		"a long key":        {path: strings.Repeat(canary, 1000), problem: "not the key", hidden: true},
		"a key with NUL":    {path: canary + "\x00", problem: "not the key", hidden: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			key, err := readKeyFile(t.Context(), test.path)
			if test.problem == "" {
				if key != test.want || err != nil {
					t.Errorf("%q, %v", key, err)
				}
				return
			}
			if key != "" || err == nil || !strings.Contains(err.Error(), test.problem) || strings.Contains(err.Error(), canary) {
				t.Errorf("%q, %v", key, err)
			}
			if errors.Is(err, errCredentials) != test.hidden {
				t.Errorf("the line of the configuration is hidden: %t", !test.hidden)
			}
		})
	}
}

func TestReadKeyFile_cancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	never := func() (string, error) { <-t.Context().Done(); return "late", nil }
	if key, err := orCancelled(ctx, never); key != "" || !errors.Is(err, context.Canceled) || !errors.Is(err, errCredentials) {
		t.Errorf("%q, %v", key, err)
	}
}

// Some files of the kernel have no size and wait for an event. One with a size can be on a slow network.
func TestReadKeyFile_specialFile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := func() (string, error) { time.Sleep(time.Minute); return "k", nil }
		began := time.Now()
		ctx, stop := patience(t.Context(), 0)
		defer stop()
		if key, err := orCancelled(ctx, slow); key != "" || !errors.Is(err, errCredentials) || !strings.Contains(err.Error(), "no end within 2s") || time.Since(began) != 2*time.Second {
			t.Errorf("after %s: %q, %v", time.Since(began), key, err)
		}
		none := func(string) (int64, error) { return 0, nil }
		if key, err := patiently(t.Context(), "", none, func(string) (string, error) { return slow() }); key != "" || !strings.Contains(fmt.Sprint(err), "no end within 2s") {
			t.Errorf("%q, %v", key, err)
		}
		ctx, stop = patience(t.Context(), 1)
		defer stop()
		if key, err := orCancelled(ctx, slow); key != "k" || err != nil {
			t.Errorf("a file with a size: %q, %v", key, err)
		}
	})
}

// What net/http sends past a proxy is decided by the host's exact text.
func TestParseBaseURL_loopback(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://LOCALHOST:8080/v1/": "http://localhost:8080/v1", "http://LocalHost": "http://localhost", "HTTP://[::1]/": "http://[::1]", "http://127.8.8.8": "http://127.8.8.8",
	} {
		if u, err := parseBaseURL(address); err != nil || u.String() != want {
			t.Errorf("%s: %v, %v", address, u, err)
		}
	}
	for _, address := range []string{
		"https:/user:canary@host", "https//user:canary@host", "user:canary@host", "https:user:canary@host", "host/v1?api_key=canary", "https:///?api_key=canary",
		"http://user:canary@host", "https://host/#canary", "https://host?canary", "canary", "https://ho st/canary", "http://127.0.0.1.canary/", "http://[::1%25canary]/",
	} {
		if _, err := parseBaseURL(address); !errors.Is(err, errCredentials) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
