package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

// screen writes the output of the demo, in color on a terminal or where CLICOLOR_FORCE is set.
type screen struct {
	out   io.Writer
	color bool
	step  int
}

func newScreen(out *os.File) *screen {
	info, err := out.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	color := terminal && os.Getenv("NO_COLOR") == "" || os.Getenv("CLICOLOR_FORCE") != ""
	return &screen{out: out, color: color}
}

const (
	bold  = "1"
	dim   = "2"
	red   = "31"
	green = "32"
	cyan  = "36"
)

func (s *screen) paint(code, text string) string {
	if !s.color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s *screen) line(format string, args ...any) { _, _ = fmt.Fprintf(s.out, format+"\n", args...) }

func (s *screen) title(text string) { s.line("\n%s\n", s.paint(bold, text)) }

func (s *screen) say(format string, args ...any) { s.line("  %s", fmt.Sprintf(format, args...)) }

// scene starts a numbered step.
func (s *screen) scene(text string) {
	s.step++
	s.line("\n%s", s.paint(bold, fmt.Sprintf("%d. %s", s.step, text)))
}

func (s *screen) good(format string, args ...any) {
	s.line("  %s %s", s.paint(green, "✓"), fmt.Sprintf(format, args...))
}

func (s *screen) fail(err error) {
	s.line("\n%s %v", s.paint(red, "The demo failed:"), err)
}

// command shows a command and returns a writer for its output.
func (s *screen) command(name string, args []string) io.WriteCloser {
	s.line("  %s", s.paint(cyan, "$ "+name+" "+strings.Join(args, " ")))
	r, w := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		lines := bufio.NewScanner(r)
		for lines.Scan() {
			if text := lines.Text(); !dull.MatchString(text) {
				s.line("    %s", s.paint(dim, text))
			}
		}
		_, _ = io.Copy(io.Discard, r)
	}()
	return &commandOutput{w, done}
}

type commandOutput struct {
	*io.PipeWriter
	done chan struct{}
}

// Close returns once all output is shown.
func (c *commandOutput) Close() error {
	err := c.PipeWriter.Close()
	<-c.done
	return err
}

// dull matches lines of Terraform and OpenTofu that the demo leaves out.
var dull = regexp.MustCompile(`^\s*$|^\s*((Terraform|OpenTofu) (used the selected|will perform|has been successfully|has compared|has created a lock)|` +
	`(plan\. Resource actions|following symbols|You may now begin|any changes that are|should now work|If you ever set|rerun this command|commands will detect|` +
	`Include this file|so that (Terraform|OpenTofu)|run ".* init"|selections it made|your configuration and found|and found no differences|Initializing|- (Finding|Installing)|` +
	`Warning: Incomplete lock file|Due to your customized provider|calculate lock file checksums|- botbiz/botbiz$|The current \.terraform\.lock|so (Terraform|OpenTofu) running|` +
	`providers\.$|To calculate additional checksums|(terraform|tofu) providers lock|\(where |you run "|the following providers|` +
	`Note: You didn't use|guarantee to take exactly|Unable to open CLI|There are some problems with the CLI|The CLI configuration file at|[╷│╵]))`)
