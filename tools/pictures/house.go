package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os/exec"
	"slices"
	"strings"
)

const module = "github.com/botbiz/terraform-provider-botbiz/"

// room is a package of the repository.
type room struct {
	name    string   // folder
	imports []string // folders; without internal/, except for internal/provider
	floor   int      // above all packages that it imports
}

// house draws the packages and what they import: the floors of the provider, the programs, and what programs and tests
// share.
func house(root string) error {
	list := func(format string, args ...string) ([]string, error) {
		out, err := exec.Command("go", append([]string{"list", "-C", root, "-f", format}, args...)...).Output()
		if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		return strings.Split(strings.TrimSpace(string(out)), "\n"), nil
	}
	product, err := list("{{.ImportPath}}", "-deps", ".")
	if err != nil {
		return err
	}
	packages, err := list(`{{.ImportPath}} {{.Name}} {{join .Imports " "}}`, "-deps", "./...")
	if err != nil {
		return err
	}
	var provider, programs, shared []room
	floors := map[string]int{}
	for _, line := range packages { // each after those that it imports
		fields := strings.Fields(line)
		path := fields[0]
		if !strings.HasPrefix(path+"/", module) || strings.Contains(path, "/examples/") {
			continue
		}
		r := room{name: folder(path)}
		for _, imported := range fields[2:] {
			if floor, ours := floors[imported]; ours {
				short := strings.TrimPrefix(folder(imported), "internal/")
				if short == "provider" {
					short = folder(imported)
				}
				r.imports = append(r.imports, short)
				r.floor = max(r.floor, floor+1)
			}
		}
		floors[path] = r.floor
		switch {
		case slices.Contains(product, path):
			provider = append(provider, r)
		case fields[1] == "main":
			programs = append(programs, r)
		default:
			shared = append(shared, r)
		}
	}
	var storeys [][]room
	for floor := len(provider); floor >= 0; floor-- {
		var rooms []room
		for _, r := range provider {
			if r.floor == floor {
				rooms = append(rooms, r)
			}
		}
		if len(rooms) > 0 {
			storeys = append(storeys, rooms)
		}
	}
	return drawHouse(root+"/pictures/house.svg", []wing{
		{"the provider: each floor imports floors below", storeys},
		{"programs", slices.Collect(slices.Chunk(programs, 3))},
		{"shared by programs and tests", slices.Collect(slices.Chunk(shared, 3))},
	})
}

// folder returns the folder of a package of the module.
func folder(path string) string {
	return cmp.Or(strings.TrimSuffix(strings.TrimPrefix(path+"/", module), "/"), "main.go")
}

// wing is a part of the house with rows of rooms.
type wing struct {
	title   string
	storeys [][]room
}

func drawHouse(file string, wings []wing) error {
	const width, left, storey, gap = 660, 16, 54, 8
	var out bytes.Buffer
	y := 12
	for _, w := range wings {
		fmt.Fprintf(&out, `<text x="%d" y="%d" font-size="14" fill=%q>%s</text>`, left, y+18, muted, w.title)
		y += 28
		for _, rooms := range w.storeys {
			wide := (width-2*left+gap)/len(rooms) - gap
			for i, r := range rooms {
				x := left + i*(wide+gap)
				fmt.Fprintf(&out, `<rect x="%d" y="%d" width="%d" height="%d" rx="6" fill="none" stroke=%q stroke-width="1.5"/>`, x, y, wide, storey-gap, blue)
				fmt.Fprintf(&out, `<text x="%d" y="%d" font-size="14" font-weight="bold" fill=%q>%s</text>`, x+10, y+20, text, r.name)
				if len(r.imports) > 0 {
					fmt.Fprintf(&out, `<text x="%d" y="%d" font-size="12" fill=%q>imports %s</text>`, x+10, y+37, muted, strings.Join(r.imports, ", "))
				}
			}
			y += storey
		}
		y += 10
	}
	svg := start(width, y, fonts) + fmt.Sprintf(`<rect width="%d" height="%d" rx="8" fill=%q/>%s</svg>`, width, y, background, out.String())
	return write(file, []byte(svg))
}
