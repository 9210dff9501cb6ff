package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// pluginVersion is a version that the Pulumi command finds the plugin by.
const pluginVersion = "1.0.0"

// stack is a Pulumi stack with a local state, and a mock of Botbiz.
type stack struct {
	mock   *mockapi.Server
	folder string // of the project
	binary string // of the provider
	// pulumi runs the command in the project and returns what it prints. An error contains that too.
	pulumi func(args ...string) (string, error)
}

// newStack builds the provider, and what is missing in bin, and creates a stack in folder.
func newStack(ctx context.Context, bin, folder string) (*stack, error) {
	binary := filepath.Join(folder, "terraform-provider-botbiz")
	if err := build(ctx, bin, binary); err != nil {
		return nil, err
	}
	s := &stack{mock: mockapi.New(mockapi.Options{}), folder: folder, binary: binary}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: s.mock, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	context.AfterFunc(ctx, func() { s.mock.Close(); _ = server.Close() })
	env := append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "PULUMI_HOME="+filepath.Join(folder, "home"),
		"PULUMI_BACKEND_URL=file://"+folder, "PULUMI_CONFIG_PASSPHRASE=passphrase", "PULUMI_SKIP_UPDATE_CHECK=true", "NO_COLOR=1",
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true", "BOTBIZ_API_KEY=key", "BOTBIZ_BASE_URL=http://"+listener.Addr().String()+"/v1")
	s.pulumi = func(args ...string) (string, error) {
		ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, filepath.Join(bin, "pulumi"), append(args, "--non-interactive")...)
		cmd.Dir, cmd.Env = folder, env
		out, err := cmd.CombinedOutput()
		if err != nil {
			err = fmt.Errorf("pulumi %v: %w\n%s", args, err, out)
		}
		return string(out), err
	}
	if err := s.program(nil, nil); err != nil {
		return nil, err
	}
	for _, args := range [][]string{
		{"plugin", "install", "resource", "terraform-provider", pluginVersion, "--file", filepath.Join(bin, "plugin")},
		{"stack", "init", "life"},
		{"package", "add", "terraform-provider@" + pluginVersion, binary},
	} {
		if _, err := s.pulumi(args...); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// build builds the provider, and into bin the Pulumi command, its YAML language, and the plugin that runs any Terraform provider.
func build(ctx context.Context, bin, binary string) error {
	const bridge = "github.com/pulumi/pulumi-terraform-bridge/v3/dynamic"
	for _, args := range [][]string{
		{".", "-o", binary, "."},
		{"tools/pulumi", "-o", bin + string(os.PathSeparator), "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"},
		{"tools/pulumi", "-o", filepath.Join(bin, "plugin"), "-ldflags", "-X " + bridge + "/version.version=" + pluginVersion, bridge},
	} {
		args = append([]string{"build", "-C"}, args...)
		if out, err := exec.CommandContext(ctx, "go", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("go %v: %w\n%s", args, err, out)
		}
	}
	return nil
}

// program replaces the program of the stack. Pulumi YAML is a superset of JSON.
func (s *stack) program(resources, outputs object) error {
	program := object{
		"name": "life", "runtime": "yaml",
		"packages": object{"botbiz": object{"source": "terraform-provider", "version": pluginVersion, "parameters": []string{s.binary}}},
	}
	if resources != nil {
		program["resources"] = resources
	}
	if outputs != nil {
		program["outputs"] = outputs
	}
	text, err := json.Marshal(program)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.folder, "Pulumi.yaml"), text, 0o600)
}
