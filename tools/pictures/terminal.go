package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"regexp"
	"strings"
)

// terminals draws parts of the recordings quickstart.ansi and demo.ansi of the demo in a folder.
func terminals(recordings, out string) error {
	guide, err := readRecording(recordings + "/quickstart.ansi")
	if err != nil {
		return err
	}
	guide, err = between(guide, `^\$ terraform apply$`, `^Action complete`)
	if err != nil {
		return err
	}
	shown := regexp.MustCompile(`^\$ |^Apply complete|^status = "|^To pair|^open WhatsApp|Link a device|^[█▀▄ ]+$|is connected\.$`)
	guide = selectLines(guide, func(plain string) bool { return shown.MatchString(plain) })
	if err := terminal(guide, out+"/quickstart.svg"); err != nil {
		return err
	}
	demo, err := readRecording(recordings + "/demo.ansi")
	if err != nil {
		return err
	}
	if demo, err = between(demo, `^4\. `, `^7\. `); err != nil {
		return err
	}
	plan := regexp.MustCompile(`^[#+~-] |^[}{)(]+$|^signing_secret|^Outputs:|^Changes to|^\w+ +=|^Terraform will|^Plan:|^resource |Refreshing state|Modif`)
	return terminal(selectLines(demo, func(plain string) bool { return !plan.MatchString(plain) }), out+"/demo.svg")
}

// recordedLine is a line of a terminal.
type recordedLine struct {
	plain string // without colors and without white space at its ends
	spans []span
}

// span is a part of a line with an SGR code, which is empty for the color of the terminal.
type span struct{ code, text string }

var sgr = regexp.MustCompile(`\x1b\[([\d;]*)m`)

func readRecording(path string) (lines []recordedLine, err error) {
	recording, err := os.ReadFile(path)
	for text := range strings.SplitSeq(string(recording), "\n") {
		plain := strings.TrimSpace(sgr.ReplaceAllString(text, ""))
		lines = append(lines, recordedLine{plain, spans(text)})
	}
	return lines, err
}

func spans(text string) (all []span) {
	code, at := "", 0
	for _, found := range sgr.FindAllStringSubmatchIndex(text, -1) {
		all = append(all, span{code, text[at:found[0]]})
		code, at = strings.TrimPrefix(text[found[2]:found[3]], "0"), found[1]
	}
	return append(all, span{code, text[at:]})
}

// between returns the lines from one that matches a pattern up to, but without, the next one that matches another.
func between(lines []recordedLine, from, to string) ([]recordedLine, error) {
	start, end := regexp.MustCompile(from), regexp.MustCompile(to)
	first := -1
	for i, line := range lines {
		switch {
		case first < 0 && start.MatchString(line.plain):
			first = i
		case first >= 0 && end.MatchString(line.plain):
			return lines[first:i], nil
		}
	}
	return nil, fmt.Errorf("the recording has no lines from %s to %s: record it with Terraform 1.14 or later", from, to)
}

func selectLines(lines []recordedLine, shown func(plain string) bool) (selected []recordedLine) {
	for _, line := range lines {
		if line.plain == "" || shown(line.plain) {
			selected = append(selected, line)
		}
	}
	return selected
}

const (
	fontSize   = 14
	lineHeight = 17.0
	cellWidth  = fontSize * 0.602 // of the usual monospaced fonts
	columns    = 64               // readable on a phone
	margin     = 14.0
)

// wrap breaks lines that are wider than the window: at blanks, and in words that are wider than a line.
func wrap(lines []recordedLine) (wrapped []recordedLine) {
	for _, one := range lines {
		if isBlocks.MatchString(one.plain) {
			wrapped = append(wrapped, one)
			continue
		}
		indent := len(one.spans[0].text) - len(strings.TrimLeft(one.spans[0].text, " "))
		row, left := recordedLine{plain: one.plain}, columns
		next := func() {
			wrapped = append(wrapped, row)
			row, left = recordedLine{plain: one.plain, spans: []span{{"", strings.Repeat(" ", indent+2)}}}, columns-indent-2
		}
		for _, part := range one.spans {
			for word := range strings.SplitAfterSeq(part.text, " ") {
				runes := []rune(word)
				if len([]rune(strings.TrimRight(word, " "))) > left && left < columns-indent-2 {
					next()
				}
				for ; len(runes) > left && strings.TrimSpace(string(runes[left:])) != ""; next() {
					row.spans, runes = append(row.spans, span{part.code, string(runes[:left])}), runes[left:]
				}
				row.spans, left = append(row.spans, span{part.code, string(runes)}), left-len(runes)
			}
		}
		wrapped = append(wrapped, row)
	}
	return wrapped
}

// terminalColors maps the codes of the demo to colors: bold, dim, red, green, and cyan.
var terminalColors = map[string]string{"1": text, "2": muted, "31": red, "32": green, "36": blue}

// terminal draws lines in a window. QR codes have the colors that the provider gives them in every scheme.
func terminal(lines []recordedLine, file string) error {
	lines = wrap(lines)
	width, height := 2*margin+columns*cellWidth, 54+lineHeight*float64(len(lines))
	var out bytes.Buffer
	out.WriteString(start(int(math.Ceil(width)), int(math.Ceil(height)), "ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace"))
	fmt.Fprintf(&out, `<g font-size="%d"><rect x=".5" y=".5" width="%.0f" height="%.0f" rx="8" fill=%q stroke=%q/>`, fontSize, width-1, height-1, background, line)
	for i, color := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		fmt.Fprintf(&out, `<circle cx="%d" cy="20" r="6" fill=%q/>`, 24+20*i, color)
	}
	bottom := 0 // of the QR code
	for i, one := range lines {
		top := 40 + lineHeight*float64(i)
		if isBlocks.MatchString(one.plain) {
			x := margin + float64(len(one.spans[0].text))*cellWidth
			if i >= bottom {
				for bottom = i; bottom < len(lines) && isBlocks.MatchString(lines[bottom].plain); {
					bottom++
				}
				wide := float64(len([]rune(one.plain))) * cellWidth
				fmt.Fprintf(&out, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="white"/>`, x, top, wide, lineHeight*float64(bottom-i))
			}
			drawBlocks(&out, []rune(one.plain), x, top)
			continue
		}
		fmt.Fprintf(&out, `<text x="%.0f" y="%.1f" fill=%q style="white-space:pre">`, margin, top+13, text)
		for _, part := range one.spans {
			color, weight := terminalColors[part.code], ""
			if part.code == "1" {
				weight = ` font-weight="bold"`
			}
			if color == "" {
				color = text
			}
			fmt.Fprintf(&out, `<tspan fill=%q%s>`, color, weight)
			_ = xml.EscapeText(&out, []byte(part.text))
			out.WriteString("</tspan>")
		}
		out.WriteString("</text>")
	}
	out.WriteString("</g></svg>")
	return write(file, out.Bytes())
}

var isBlocks = regexp.MustCompile(`^[█▀▄ ]{20,}$`)

// drawBlocks draws the dark parts of a line of a QR code as rectangles. As text, fonts leave gaps between the lines. The
// rectangles overlap a little, so that no line shows between them at any scale.
func drawBlocks(out *bytes.Buffer, cells []rune, x, top float64) {
	const overlap = 0.4
	fmt.Fprint(out, `<path fill="black" d="`)
	for i, next := 0, 0; i < len(cells); i = next {
		for next = i; next < len(cells) && cells[next] == cells[i]; {
			next++
		}
		from, to := top, top+lineHeight+overlap
		switch cells[i] { // blocks are light
		case '▀':
			from += lineHeight / 2
		case '▄':
			to -= lineHeight / 2
		case '█':
			continue
		}
		left := x + float64(i)*cellWidth
		fmt.Fprintf(out, "M%.1f %.1fH%.1fV%.1fH%.1fz", left, from, x+float64(next)*cellWidth+overlap, to, left)
	}
	out.WriteString(`"/>`)
}
