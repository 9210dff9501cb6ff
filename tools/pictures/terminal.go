package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// theme holds the colors of one terminal: for freeze's configuration, for plain text, and for the SGR codes of the demo.
type theme struct {
	name, background, border, text string
	codes                          map[string]string // SGR code to color
}

var themes = []theme{
	{"dark", "#0d1117", "#30363d", "#e6edf3", map[string]string{"1": "255;255;255", "2": "173;186;199", "31": "255;123;114", "32": "86;211;100", "36": "88;196;220"}},
	{"light", "#ffffff", "#d0d7de", "#1f2328", map[string]string{"1": "0;0;0", "2": "66;74;83", "31": "180;20;30", "32": "17;120;50", "36": "5;80;174"}},
}

// terminals draws the scenes of a recorded demo in every theme.
func terminals(recording, out string) error {
	text, err := os.ReadFile(recording)
	if err != nil {
		return err
	}
	for name, scenes := range map[string][2]string{"quickstart": {"1", "3"}, "demo": {"4", "7"}} {
		cut, err := cutScenes(string(text), scenes[0], scenes[1])
		if err != nil {
			return err
		}
		for _, theme := range themes {
			if err := theme.draw(cut, filepath.Join(out, name+"-"+theme.name+".svg")); err != nil {
				return err
			}
		}
	}
	return nil
}

// planDetail matches the lines of a plan and of outputs, which are too long for a picture.
var planDetail = regexp.MustCompile(`^    \x1b\[2m( |#|Outputs|signing_secret|Changes to|Terraform will|Action |Ctrl-C)`)

const columns = 98

// cutScenes returns the scenes from one number up to, but without, another.
func cutScenes(text, from, to string) (string, error) {
	_, rest, found := strings.Cut(text, "\x1b[1m"+from+". ")
	scenes, _, ended := strings.Cut(rest, "\x1b[1m"+to+". ")
	if !found || !ended || strings.Contains(scenes, "Skipped") {
		return "", errors.New("the recording has no such scenes: run the demo with Terraform 1.14 or later and CLICOLOR_FORCE=1")
	}
	var lines []string
	for line := range strings.SplitSeq("\x1b[1m"+from+". "+strings.TrimSpace(scenes), "\n") {
		if planDetail.MatchString(line) && !strings.Contains(line, "Link a device") {
			continue
		}
		if codes := len(strings.Join(sgr.FindAllString(line, -1), "")); len([]rune(line)) > columns+codes {
			line = string([]rune(line)[:columns+codes-1]) + "…\x1b[0m"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), nil
}

var (
	sgr        = regexp.MustCompile(`\x1b\[(\d+)m`)
	plainText  = regexp.MustCompile(`fill="#[Cc]4[Cc]4[Cc]4"`)
	background = regexp.MustCompile(`<rect fill="#000000"[^>]*/>`) // of a QR code, a pixel too high; blocks draws it
	textLine   = regexp.MustCompile(`<text x="([\d.]+)px" y="([\d.]+)px"[^>]*>(.*?)</text>`)
	blockLine  = regexp.MustCompile(`^ *[█▀▄][ █▀▄]{9,}$`)
	anyElement = regexp.MustCompile(`<[^>]*>`)
)

const (
	fontSize   = 14.0
	lineHeight = 1.2
	cellWidth  = fontSize * 0.602 // of the usual monospaced fonts
)

func (t theme) draw(text, file string) error {
	text = sgr.ReplaceAllStringFunc(text, func(code string) string {
		if color, ok := t.codes[sgr.FindStringSubmatch(code)[1]]; ok {
			return "\x1b[38;2;" + color + "m"
		}
		return code
	})
	folder, err := os.MkdirTemp("", "pictures-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	input, config := filepath.Join(folder, "text.ansi"), filepath.Join(folder, "freeze.json")
	settings := fmt.Sprintf(`{"window":true,"border":{"radius":8,"width":1,"color":%q},"padding":[10,20,20,20],"background":%q,`+
		`"font":{"family":"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace","size":%v},"line_height":%v}`, t.border, t.background, fontSize, lineHeight)
	if err := errors.Join(os.WriteFile(input, []byte(text), 0o600), os.WriteFile(config, []byte(settings), 0o600)); err != nil {
		return err
	}
	if err := tool("freeze", input, "--language", "ansi", "--config", config, "--output", file); err != nil {
		return err
	}
	svg, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	plain := plainText.ReplaceAllString(background.ReplaceAllString(string(svg), ""), `fill="`+t.text+`"`)
	return os.WriteFile(file, []byte(textLine.ReplaceAllStringFunc(plain, blocks)), 0o644)
}

// blocks replaces a line of block characters by rectangles. As text, fonts leave gaps between the lines of a QR code, which
// is white on the black that its escape codes set.
func blocks(element string) string {
	const height = fontSize * lineHeight
	parts := textLine.FindStringSubmatch(element)
	line := anyElement.ReplaceAllString(parts[3], "")
	if !blockLine.MatchString(line) {
		return element
	}
	var x, baseline float64
	_, _ = fmt.Sscan(parts[1], &x)
	_, _ = fmt.Sscan(parts[2], &baseline)
	top := baseline - fontSize + 1 // below the descenders of the line above
	var path strings.Builder
	cells := []rune(line)
	for i, next := 0, 0; i < len(cells); i = next {
		for next = i; next < len(cells) && cells[next] == cells[i]; {
			next++
		}
		from, to := top, top+height
		switch cells[i] {
		case '▀':
			to -= height / 2
		case '▄':
			from += height / 2
		case ' ':
			continue
		}
		fmt.Fprintf(&path, "M%.1f %.1fH%.1fV%.1fH%.1fz", x+float64(i)*cellWidth, from, x+float64(next)*cellWidth, to, x+float64(i)*cellWidth)
	}
	left := x + float64(strings.IndexFunc(line, func(r rune) bool { return r != ' ' }))*cellWidth // right of the indentation
	black := fmt.Sprintf("M%.1f %.1fH%.1fV%.1fH%.1fz", left, top, x+float64(len(cells))*cellWidth, top+height, left)
	return fmt.Sprintf(`<g shape-rendering="crispEdges"><path fill="#000000" d=%q/><path fill="#ffffff" d=%q/></g>`, black, path.String())
}
