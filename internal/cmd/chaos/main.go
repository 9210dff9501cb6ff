// Command chaos runs the provider with Terraform or OpenTofu against a mock API with random faults, latencies, rate limits,
// changes by others, and interrupts, for about 200 operations. It acts like a user who follows the errors of the provider.
// At the end, one apply without faults runs. Then state and server must agree, and no object is duplicated, orphaned,
// replaced without need, or lost.
//
// The same seed gives the same schedule. Operations run in parallel, so the requests that a fault hits can differ between
// runs.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

func main() {
	seed := flag.Uint64("seed", 0, "seed of the schedule; 0: a random one, which is printed")
	operations := flag.Int("operations", 200, "how many operations to schedule at least: changes of objects, by Terraform and by others, and interrupts")
	rounds := flag.Int("rounds", 0, "how many rounds to run at most, each of them one apply; 0: as many as the operations take")
	verbose := flag.Bool("v", false, "print a line for every round")
	flag.Parse()
	if *seed == 0 {
		*seed = uint64(rand.Uint32()) + 1 // short enough to type
	}
	out := io.Discard
	if *verbose {
		out = os.Stdout
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fmt.Printf("seed %d: repeat with -seed %[1]d -operations %d -rounds %d\n", *seed, *operations, *rounds)
	summary, err := run(ctx, makeSchedule(*seed, *operations, *rounds), out)
	fmt.Println(summary)
	if err != nil {
		fmt.Fprintf(os.Stderr, "chaos: seed %d: %v\n", *seed, err)
		os.Exit(1)
	}
}

// run runs a schedule and returns a summary line. The error lists all differences.
func run(ctx context.Context, s schedule, out io.Writer) (summary string, err error) {
	folder, err := os.MkdirTemp("", "botbiz-chaos-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	found, err := engine.New(ctx, folder)
	if err != nil {
		return "", err
	}
	config, err := found.Override(folder)
	if err != nil {
		return "", err
	}
	server := serve(s.options)
	defer server.close()
	d := &driver{
		workspace: workspace{engine: found, config: config, in: folder, server: server},
		server:    server, out: out, pending: map[string]string{}, strangers: map[string]bool{}, stats: stats{kinds: map[string]bool{}},
	}
	start := time.Now()
	err = d.play(ctx, s)
	verdict := "state and server agree"
	if err != nil {
		verdict = "FAILED"
	}
	return fmt.Sprintf("seed %d: %s, %.0f s: %s", s.seed, d.stats.describe(s, server), time.Since(start).Seconds(), verdict), err
}
