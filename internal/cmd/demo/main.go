// Command demo shows the provider at work: a real engine, the real binary, and the mock of the API. It leaves nothing
// behind, also after Ctrl-C.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	screen := newScreen(os.Stdout)
	if err := run(ctx, screen); err != nil {
		if ctx.Err() != nil {
			screen.say("Interrupted. Nothing is left behind.")
			os.Exit(130)
		}
		screen.fail(err)
		os.Exit(1)
	}
}

// run prepares the stage, plays the scenes and clears up.
func run(ctx context.Context, screen *screen) error {
	folder, err := os.MkdirTemp("", "botbiz-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()

	screen.title("Terraform provider for Botbiz: a demo against a mock of the API, on this machine alone")
	found, err := engine.Find(ctx, folder)
	if err != nil {
		return err
	}
	screen.say("Engine   %s %s (%s)", found.Name, found.Version, found.Path)
	binary, err := engine.Build(ctx, folder)
	if err != nil {
		return err
	}
	config, err := engine.Mirror(folder, binary)
	if err != nil {
		return err
	}
	screen.say("Provider built from this folder, into a filesystem mirror")
	server, err := startServer()
	if err != nil {
		return err
	}
	defer server.close()
	screen.say("API      mock at %s, with the limit of the Free plan: 60 requests a minute", server.url)

	stage := &stage{ctx: ctx, screen: screen, engine: found, server: server, folder: folder, config: config}
	for _, scene := range scenes {
		if err := scene(stage); err != nil {
			return err
		}
	}
	requests, refused := server.totals()
	screen.title(fmt.Sprintf("Done: %d requests in all, %d refused by the rate limit, nothing left on the server and nothing on this disk", requests, refused))
	return nil
}
