// Command pictures makes the SVG files in pictures/: terminals from recorded runs of the demo, diagrams from pictures/*.d2,
// the map of routes from the contract, the house from the imports, and plots from the results of the benchmark. "make
// pictures" runs it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
)

func main() {
	root := flag.String("root", "../..", "folder of the repository")
	recordings := flag.String("recordings", "", "folder with quickstart.ansi and demo.ansi, the output of the demo with colors; without it, no terminal is drawn")
	flag.Parse()
	if err := run(*root, *recordings); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(root, recordings string) error {
	if recordings != "" {
		if err := terminals(recordings, root+"/pictures"); err != nil {
			return err
		}
	}
	return errors.Join(diagrams(root+"/pictures"), routes(root), house(root), plots(root))
}

// tool runs a tool that go.mod pins.
func tool(name string, args ...string) error {
	out, err := exec.Command("go", append([]string{"tool", name}, args...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}
