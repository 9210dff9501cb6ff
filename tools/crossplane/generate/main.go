// Command generate generates the Crossplane provider into apis/ and internal/, with the commands that the template of upjet
// uses. Run it in the folder of this module.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/crossplane/upjet/v2/pkg/pipeline"
	"github.com/crossplane/upjet/v2/pkg/types"

	"github.com/botbiz/terraform-provider-botbiz/provider"
	"github.com/botbiz/terraform-provider-botbiz/tools/crossplane/config"
)

func main() {
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if strings.HasPrefix(module.Path, "github.com/crossplane/") {
			fmt.Println(module.Path, module.Version)
		}
	}
}

func generate() error {
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	work := filepath.Join(here, "generated")
	if err := os.RemoveAll(work); err != nil {
		return err
	}
	for _, folder := range []string{"bin", "hack", "apis", "controller"} {
		if err := os.MkdirAll(filepath.Join(work, folder), 0o750); err != nil {
			return err
		}
	}
	header := filepath.Join(work, "hack", "boilerplate.go.txt")
	if err := os.WriteFile(header, []byte("// Generated.\n"), 0o600); err != nil {
		return err
	}
	bin := filepath.Join(work, "bin")
	if err := os.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH")); err != nil { // upjet runs goimports
		return err
	}
	metadata := filepath.Join(work, "metadata.yaml")
	for _, command := range [][]string{
		{"go", "build", "-o", bin + "/", "golang.org/x/tools/cmd/goimports", "sigs.k8s.io/controller-tools/cmd/controller-gen", "github.com/crossplane/crossplane-tools/cmd/angryjet", "github.com/crossplane/upjet/v2/cmd/scraper"},
		{"scraper", "-n", "botbiz", "-r", "../../docs/resources", "-o", metadata},
	} {
		if err := run(command...); err != nil {
			return err
		}
	}
	documentation, err := os.ReadFile(metadata)
	if err != nil {
		return err
	}
	c, err := config.Provider(provider.New("0.0.1")(), documentation)
	if err != nil {
		return err
	}
	(&pipeline.PipelineRunner{
		DirAPIs: filepath.Join(work, "apis"), ModulePathAPIs: config.Module + "/generated/apis",
		DirControllers: filepath.Join(work, "controller"), ModulePathControllers: config.Module + "/generated/controller",
		DirExamples: filepath.Join(work, "examples"), DirHack: filepath.Dir(header), Scope: types.CRDScopeNamespaced,
	}).Run(c)
	for _, command := range [][]string{
		{"controller-gen", "object:headerFile=" + header, "paths=./generated/apis/...", "crd:allowDangerousTypes=true,crdVersions=v1", "output:artifacts:config=generated/crds"},
		{"angryjet", "generate-methodsets", "--header-file=" + header, "./generated/apis/..."},
		{"go", "build", "./generated/..."},
	} {
		if err := run(command...); err != nil {
			return err
		}
	}
	return nil
}

// run runs a command and shows what it prints only if it fails.
func run(command ...string) error {
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%v: %w\n%s", command, err, out)
	}
	return nil
}
