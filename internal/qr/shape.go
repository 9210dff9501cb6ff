package qr

import (
	"image"
	"image/color"
	"math"
	"slices"
)

const (
	// side is that of a picture of shapes, in pixels: 4 for each module of the largest code.
	side = 4 * 177
	// maxWork limits the pixels and crossings of lines that are drawn, because areas can overlap.
	maxWork = 4 * maxPixels
)

type point struct{ x, y float64 }

// shape is an area between closed lines, filled by the even-odd rule.
type shape [][]point

func rectangle(x, y, width, height float64) shape {
	return shape{{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}}
}

// fill draws shapes in black on white, as large as possible. It returns false if they have no area or are too many.
func fill(shapes []shape) (image.Image, bool) {
	low, size := extent(shapes)
	if !(size > 0) || math.IsInf(size, 0) {
		return nil, false
	}
	// pixel returns the first pixel with its center at or behind a place.
	pixel := func(at, low float64) int { return int(math.Ceil((at-low)/size*side - 0.5)) }
	img := image.NewGray(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	work := 0
	for _, s := range shapes {
		rows := map[int][]int{} // pixels where lines cross the middle of a row
		for _, line := range s {
			for i, b := range line {
				a := line[(i+len(line)-1)%len(line)]
				if a.y > b.y {
					a, b = b, a
				}
				for y := pixel(a.y, low.y); y < pixel(b.y, low.y); y++ {
					middle := low.y + (float64(y)+0.5)/side*size
					rows[y] = append(rows[y], pixel(a.x+(b.x-a.x)*(middle-a.y)/(b.y-a.y), low.x))
					work++
				}
				if work > maxWork {
					return nil, false
				}
			}
		}
		for y, crossings := range rows {
			slices.Sort(crossings)
			for i := 1; i < len(crossings); i += 2 {
				for x := crossings[i-1]; x < crossings[i]; x++ {
					img.SetGray(x, y, color.Gray{})
				}
				work += crossings[i] - crossings[i-1]
			}
			if work > maxWork {
				return nil, false
			}
		}
	}
	return img, true
}

// extent returns the upper left corner of shapes, and their width or height, whichever is larger. It is not a number above
// zero if a coordinate is not a number.
func extent(shapes []shape) (low point, size float64) {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, s := range shapes {
		for _, line := range s {
			for _, p := range line {
				low = point{min(low.x, p.x), min(low.y, p.y)}
				high = point{max(high.x, p.x), max(high.y, p.y)}
			}
		}
	}
	return low, max(high.x-low.x, high.y-low.y)
}
