// Command demo runs the provider against the mock API with the installed Terraform or OpenTofu. It removes everything that
// it creates, also after Ctrl-C.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	guide := flag.Bool("quickstart", false, "run steps of the guide Quickstart instead, with its files, in the root folder of the repository")
	flag.Parse()
	screen := newScreen(os.Stdout)
	play := scenes
	if *guide {
		play = []func(*stage) error{quickstart}
	}
	if err := run(ctx, screen, play); err != nil {
		if ctx.Err() != nil {
			screen.say("Interrupted. All temporary files are removed.")
			os.Exit(130)
		}
		screen.fail(err)
		os.Exit(1)
	}
}

// run builds the provider, starts the mock API, runs the scenes and cleans up.
func run(ctx context.Context, screen *screen, scenes []func(*stage) error) error {
	folder, err := os.MkdirTemp("", "botbiz-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()

	screen.title("Demo: the Terraform provider for Botbiz, against a mock API on this machine")
	terraform, err := engine.New(ctx, folder)
	if err != nil {
		return err
	}
	screen.say("%s %s (%s)", terraform.Name, terraform.Version, terraform.Path)
	config, err := terraform.Mirror(folder)
	if err != nil {
		return err
	}
	screen.say("provider built from this folder and installed in a filesystem mirror")
	server, err := startServer()
	if err != nil {
		return err
	}
	defer server.close()
	screen.say("mock API at %s with the limit of the Free plan, 60 requests per minute", server.url)

	workspace := func(name string) *engine.Workspace {
		w := &engine.Workspace{Engine: terraform, Folder: filepath.Join(folder, name), CLIConfig: config}
		w.API(server.url, demoKey)
		return w
	}
	stage := &stage{ctx: ctx, screen: screen, server: server, main: workspace("main"), second: workspace("second")}
	for _, scene := range scenes {
		if err := scene(stage); err != nil {
			return err
		}
	}
	requests, refused := server.totals()
	screen.title(fmt.Sprintf("Done: %d requests, %d of them over the rate limit. All objects and temporary files are removed.", requests, refused))
	return nil
}
