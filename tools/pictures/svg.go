package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// The colors of all pictures in the light scheme. In the dark scheme, each becomes the color that dark has for it.
const (
	background = "#ffffff"
	text       = "#1f2328"
	muted      = "#59636e"
	line       = "#d1d9e0"
	blue       = "#0969da"
	orange     = "#bc4c00"
	violet     = "#8250df"
	green      = "#1a7f37"
	red        = "#d1242f"
)

var dark = map[string]string{
	background: "#0d1117", text: "#f0f6fc", muted: "#9198a1", line: "#3d444d",
	blue: "#4493f8", orange: "#f0883e", violet: "#ab7df8", green: "#3fb950", red: "#f85149",
}

const fonts = "Helvetica,Arial,sans-serif"

var (
	hexColor = regexp.MustCompile(`#[0-9A-Fa-f]{6}\b`)
	svgStart = regexp.MustCompile(`<svg[^>]*>`)
)

// start opens an SVG. Its size in pixels keeps pages from stretching it to their width.
func start(width, height int, fonts string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d" font-family=%[3]q>`, width, height, fonts)
}

// write writes an SVG that follows the color scheme of the page or of the system, and is light in programs that know none.
// A rule for each color overrides the attributes and the inline styles that have it.
func write(file string, svg []byte) error {
	svg = hexColor.ReplaceAllFunc(svg, bytes.ToLower)
	var rules strings.Builder
	for _, light := range []string{background, text, muted, line, blue, orange, violet, green, red} {
		if !bytes.Contains(svg, []byte(light)) {
			continue
		}
		for _, property := range []string{"fill", "stroke"} {
			fmt.Fprintf(&rules, `[%[1]s="%[2]s"],[style*="%[1]s:%[2]s"]{%[1]s:%[3]s!important}`, property, light, dark[light])
		}
	}
	at := svgStart.FindIndex(svg)
	if at == nil {
		return fmt.Errorf("%s: no SVG", file)
	}
	style := "<style>@media (prefers-color-scheme:dark){" + rules.String() + "}</style>"
	return os.WriteFile(file, slices.Concat(svg[:at[1]], []byte(style), svg[at[1]:]), 0o644)
}
