package qr

import (
	"image"
	"regexp"
	"strconv"
	"strings"
)

var (
	svgElement   = regexp.MustCompile(`<(?:\w+:)?(rect|path)\b([^>]*)>`)
	svgAttribute = regexp.MustCompile(`([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
	svgStyle     = regexp.MustCompile(`([\w-]+)\s*:\s*([^;]*)`)
	svgNumber    = regexp.MustCompile(`^[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?`)
	svgStep      = regexp.MustCompile(`[A-Za-z]|[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?`)
)

// maxSVG is the maximum size of an SVG in bytes, because reading it takes longer than reading a picture.
const maxSVG = 1 << 20

// drawSVG draws the dark rectangles and paths of an SVG. It ignores transformations, which are the same for all modules of a
// code, and refuses curves.
func drawSVG(text string) (image.Image, bool) {
	var shapes []shape
	if len(text) > maxSVG {
		return nil, false
	}
	for _, element := range svgElement.FindAllStringSubmatch(text, -1) {
		attributes := map[string]string{}
		for _, a := range svgAttribute.FindAllStringSubmatch(element[2], -1) {
			attributes[a[1]] = a[2] + a[3]
		}
		for _, s := range svgStyle.FindAllStringSubmatch(attributes["style"], -1) {
			attributes[s[1]] = strings.TrimSpace(s[2])
		}
		var drawn shape
		ok := true
		switch stroke := attributes["stroke"]; {
		case element[1] == "path" && stroke != "" && isDark(stroke):
			drawn, ok = stroked(attributes["d"], attributes["stroke-width"])
		case !isDark(attributes["fill"]):
			continue // the background
		case element[1] == "path":
			drawn, ok = lines(attributes["d"])
		default:
			drawn = rectangle(number(attributes["x"]), number(attributes["y"]), number(attributes["width"]), number(attributes["height"]))
		}
		if !ok {
			return nil, false
		}
		shapes = append(shapes, drawn)
	}
	return fill(shapes)
}

// number reads a number with or without a unit.
func number(text string) float64 {
	n, _ := strconv.ParseFloat(svgNumber.FindString(strings.TrimSpace(text)), 64)
	return n
}

// isDark reports whether a color is dark. The default is black.
func isDark(color string) bool {
	color = strings.ToLower(strings.TrimSpace(color))
	digits, isHex := strings.CutPrefix(color, "#")
	if isHex && (len(digits) == 3 || len(digits) == 6) {
		green, err := strconv.ParseUint(digits[len(digits)/3:2*len(digits)/3], 16, 8)
		return err != nil || green < 0x8 || len(digits) == 6 && green < 0x80
	}
	return color != "none" && color != "transparent" && color != "white" && !strings.HasPrefix(color, "rgb(255")
}

// lines reads the data of a path of straight lines.
func lines(data string) (shape, bool) {
	var drawn shape
	var at, start point
	steps := svgStep.FindAllString(data, -1)
	command := "M"
	next := func() (n float64) {
		if len(steps) > 0 {
			n, _ = strconv.ParseFloat(steps[0], 64)
			steps = steps[1:]
		}
		return n
	}
	for len(steps) > 0 {
		if c := steps[0][0]; c >= 'A' {
			command, steps = steps[0], steps[1:]
		} else if command == "Z" || command == "z" {
			return nil, false
		}
		var from point
		if command >= "a" {
			from = at
		}
		switch command {
		case "M", "m":
			at = point{from.x + next(), from.y + next()}
			start, drawn = at, append(drawn, nil)
			command = string(command[0] - 'M' + 'L') // more points are lines
		case "L", "l":
			at = point{from.x + next(), from.y + next()}
		case "H", "h":
			at.x = from.x + next()
		case "V", "v":
			at.y = from.y + next()
		case "Z", "z":
			at = start
		default:
			return nil, false
		}
		if len(drawn) == 0 {
			return nil, false
		}
		last := len(drawn) - 1
		drawn[last] = append(drawn[last], at)
	}
	return drawn, true
}

// stroked returns the areas of the horizontal lines of a path.
func stroked(data, width string) (shape, bool) {
	drawn, ok := lines(data)
	stroke := 1.0
	if width != "" {
		stroke = number(width)
	}
	var areas shape
	for _, line := range drawn {
		for i := 1; i < len(line); i++ {
			if a, b := line[i-1], line[i]; a.y == b.y {
				areas = append(areas, rectangle(a.x, a.y-stroke/2, b.x-a.x, stroke)...)
			}
		}
	}
	return areas, ok
}
