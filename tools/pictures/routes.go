package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"gopkg.in/yaml.v2"
)

// routes draws the map of all routes of the contract: documented ones in green, inferred ones in grey.
func routes(root string) error {
	contract, err := os.ReadFile(root + "/internal/contract/openapi.yaml")
	if err != nil {
		return err
	}
	var document struct {
		Paths map[string]map[string]any
	}
	if err := yaml.Unmarshal(contract, &document); err != nil {
		return err
	}
	if len(document.Paths) == 0 {
		return errors.New("the contract has no paths")
	}
	const row, left, badges, badge, width = 36, 16, 330, 78, 660
	height := row*len(document.Paths) + 82
	var out bytes.Buffer
	out.WriteString(start(width, height, fonts))
	fmt.Fprintf(&out, `<title>Routes of the Botbiz API</title><rect width="%d" height="%d" rx="8" fill=%q/>`, width, height, background)
	fmt.Fprintf(&out, `<text x="%d" y="30" font-size="16" fill=%q>https://api.botbiz.io/v1</text>`, left, muted)
	method := func(x, y int, name string, documented bool) {
		color, dash := muted, ` stroke-dasharray="4 3"`
		if documented {
			color, dash = green, ""
		}
		fmt.Fprintf(&out, `<rect x="%d" y="%d" width="%d" height="26" rx="13" fill="none" stroke=%q stroke-width="2"%s/>`, x, y, badge-8, color, dash)
		fmt.Fprintf(&out, `<text x="%d" y="%d" font-size="14" text-anchor="middle" fill=%q>%s</text>`, x+(badge-8)/2, y+18, color, name)
	}
	y := 46
	for _, path := range slices.Sorted(maps.Keys(document.Paths)) {
		fmt.Fprintf(&out, `<text x="%d" y="%d" font-size="16" fill=%q>`, left+12, y+18, text)
		_ = xml.EscapeText(&out, []byte(path))
		out.WriteString("</text>")
		x := badges
		for _, name := range []string{"post", "get", "patch", "delete"} {
			if operation, ok := document.Paths[path][name].(map[any]any); ok {
				method(x, y, strings.ToUpper(name), operation["x-documented"] == true)
				x += badge
			}
		}
		y += row
	}
	method(left, y, "method", true)
	fmt.Fprintf(&out, `<text x="%d" y="%d" font-size="14" fill=%q>documented by Botbiz</text>`, left+badge, y+18, text)
	method(badges, y, "method", false)
	fmt.Fprintf(&out, `<text x="%d" y="%d" font-size="14" fill=%q>inferred by the provider</text></svg>`, badges+badge, y+18, text)
	return write(root+"/pictures/routes.svg", out.Bytes())
}
