package engine

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

var hosts = []string{"registry.terraform.io", "registry.opentofu.org"}

// build builds the provider from the current module into folder and returns the path of the binary.
func build(ctx context.Context, folder string) (string, error) {
	binary := filepath.Join(folder, "terraform-provider-botbiz"+executable())
	build := exec.CommandContext(ctx, "go", "build", "-ldflags", "-s -w -X main.version=0.0.1", "-o", binary,
		"github.com/botbiz/terraform-provider-botbiz")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	return binary, nil
}

// Mirror installs the provider as version 0.0.1 in a filesystem mirror in folder. It returns the path of a CLI configuration
// that installs from this mirror only.
func (e *Engine) Mirror(folder string) (config string, err error) {
	mirror := filepath.Join(folder, "mirror")
	for _, host := range hosts {
		place := filepath.Join(mirror, host, "botbiz", "botbiz", "0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(place, 0o750); err != nil {
			return "", err
		}
		if err := os.Link(e.Provider, filepath.Join(place, "terraform-provider-botbiz_v0.0.1"+executable())); err != nil {
			return "", err
		}
	}
	return write(folder, fmt.Sprintf("filesystem_mirror {\n    path = %q\n  }", mirror))
}

// executable returns the file extension of programs on this system.
func executable() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// Override returns the path of a CLI configuration in folder that uses the provider's binary directly, without init.
func (e *Engine) Override(folder string) (config string, err error) {
	overrides := ""
	for _, host := range hosts {
		overrides += fmt.Sprintf("    %q = %q\n", host+"/botbiz/botbiz", filepath.Dir(e.Provider))
	}
	return write(folder, "dev_overrides {\n"+overrides+"  }\n  direct {}")
}

func write(folder, installation string) (string, error) {
	config := filepath.Join(folder, "cli.tfrc")
	return config, os.WriteFile(config, fmt.Appendf(nil, "provider_installation {\n  %s\n}\n", installation), 0o600)
}
