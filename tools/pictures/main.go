// Command pictures makes the SVG files in pictures/: terminals from a recorded run of the demo, diagrams from pictures/*.d2,
// and plots from the results of the benchmark. "make pictures" runs it.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
)

func main() {
	root := flag.String("root", "../..", "folder of the repository")
	recording := flag.String("recording", "", "output of the demo with colors; without it, no terminal is drawn")
	flag.Parse()
	if err := run(*root, *recording); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(root, recording string) error {
	if recording != "" {
		if err := terminals(recording, root+"/pictures"); err != nil {
			return err
		}
	}
	if err := diagrams(root + "/pictures"); err != nil {
		return err
	}
	return plots(root)
}

// tool runs a tool that go.mod pins.
func tool(name string, args ...string) error {
	out, err := exec.Command("go", append([]string{"tool", name}, args...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}
