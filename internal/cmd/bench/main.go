// Command bench runs the provider's binary with Terraform against the mock and prints the cost: requests, refusals,
// windows of the rate limit, and time. With -write it also writes BENCHMARKS.md and the data of a plot.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

func main() {
	only := flag.String("run", "", "run only the cases whose name matches this regular expression")
	write := flag.Bool("write", false, "write the results to BENCHMARKS.md and "+strategiesFile)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, regexp.MustCompile(*only), *write); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only *regexp.Regexp, write bool) error {
	folder, err := os.MkdirTemp("", "botbiz-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	terraform, err := engine.New(ctx, folder)
	if err != nil {
		return err
	}
	config, err := terraform.Override(folder)
	if err != nil {
		return err
	}
	info, err := os.Stat(terraform.Provider)
	if err != nil {
		return err
	}
	var report bytes.Buffer
	emit := func(format string, args ...any) {
		line := fmt.Sprintf(format, args...)
		fmt.Println(line)
		report.WriteString(line + "\n")
	}
	emit("%s, %s %s, %s, %d CPUs, %s. Binary, stripped: %.1f MiB.\n", time.Now().UTC().Format("2006-01-02"), terraform.Name, terraform.Version,
		runtime.GOOS+"/"+runtime.GOARCH, runtime.NumCPU(), processor(), float64(info.Size())/(1<<20))
	emit("| case | operation | requests | refused | windows (least) | wall | provider CPU |")
	emit("| --- | --- | --- | --- | --- | --- | --- |")
	for _, c := range cases {
		if !only.MatchString(c.name) {
			continue
		}
		b := &bench{ctx: ctx, workspaces: engine.Workspace{Engine: terraform, Folder: folder, CLIConfig: config}, emit: emit, name: c.name, write: write}
		if err := c.play(b); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	if !write {
		return nil
	}
	gate := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", ".", "-benchmem", "./internal/transport", "./internal/mockapi")
	out, err := gate.CombinedOutput()
	if err != nil {
		return fmt.Errorf("go test -bench: %w\n%s", err, out)
	}
	emit("\nOne request through the rate gate, and one page of a list of the mock:\n\n```text\n%s```", out)
	return os.WriteFile("BENCHMARKS.md", append([]byte(preamble), report.Bytes()...), 0o644)
}

const preamble = `# Benchmarks

Terraform runs the provider's binary against the mock API on the same machine, with 10 parallel operations. *Windows* are the windows of the
rate limit that requests were sent in, with the least possible number in parentheses. *Provider CPU* is the sampled CPU time of the
provider's processes.

## Creates and the rate limit

The case *200 accounts, 60 per minute* compares the provider with two other strategies. A small client plays them against the same mock: it
starts one request per second, or it repeats each refused request by itself after 1, 2, 4, 8, 16, and then 30 seconds, with 10 workers.
[Every request of the three runs](internal/cmd/bench/testdata/strategies.csv) is on record.

![Requests over time for 200 creates: the provider sends them in bursts and waits between the rate limit windows](pictures/requests-over-time.svg)

A backoff for each request ends as early as the provider, because the windows decide: 200 creates need four of them, and both use each one to the
full. The difference is the number of refused requests. The backoff does not know when a window begins, so each of its 10 workers tries again and
again. A chatbot with the same API key then competes with 10 clients that never pause together, and an API that counts refused requests refuses all
of them for longer.

## Requests of a plan

![Requests of a plan: the provider reads the list, compared with one GET per object](pictures/requests-per-plan.svg)

Terraform decides which it reads first: managed objects, whose reading all later data sources share, or data sources, of which ten share one. So the
case with both costs 1, 11, or 21 requests, by chance.

## Results

*make pictures* draws the plots from these results. Repeat the measurements with:

    make bench BENCHFLAGS=-write

`

// processor names the CPU where the system tells it.
func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.Trim(name, "\t\n :")
		}
	}
	return "CPU unknown"
}
