// Command chaos runs the real binary under a real engine against a server that misbehaves: a random schedule of faults,
// latencies, rate limits, edits by others and interrupts, over some hundred operations. It acts like a user who does what
// the provider's errors say. In the end the faults stop, one quiet apply follows, and then state and server must agree,
// with nothing doubled, orphaned, replaced without need or lost.
//
// The seed gives the schedule, and the same seed gives the same one. Operations run in parallel, so which request a fault
// hits may differ from run to run.
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
		*seed = uint64(rand.Uint32()) + 1 // short enough to be typed
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

// run plays a schedule from its beginning to the end, and returns one line about it. The error says what disagrees.
func run(ctx context.Context, s schedule, out io.Writer) (summary string, err error) {
	folder, err := os.MkdirTemp("", "botbiz-chaos-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	found, err := engine.Find(ctx, folder)
	if err != nil {
		return "", err
	}
	binary, err := engine.Build(ctx, folder)
	if err != nil {
		return "", err
	}
	config, err := engine.Override(folder, binary)
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
