package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image/color"
	"os"
	"regexp"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// palette holds the colors of one variant of a plot.
type palette struct {
	name                   string
	background, text, grid color.Color
	series                 []color.Color
}

func rgb(hex uint32) color.Color {
	return color.RGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 255}
}

var palettes = []palette{
	{"light", rgb(0xffffff), rgb(0x1f2328), rgb(0xd0d7de), []color.Color{rgb(0x0969da), rgb(0xbc4c00), rgb(0x8250df)}},
	{"dark", rgb(0x0d1117), rgb(0xe6edf3), rgb(0x30363d), []color.Color{rgb(0x58a6ff), rgb(0xf0883e), rgb(0xbc8cff)}},
}

func (p palette) plot(title string) *plot.Plot {
	out := plot.New()
	out.Title.Text = title
	out.BackgroundColor = p.background
	out.Title.TextStyle.Color, out.Legend.TextStyle.Color = p.text, p.text
	out.Title.TextStyle.Font.Size, out.Title.Padding = 14, 8
	for _, axis := range []*plot.Axis{&out.X, &out.Y} {
		axis.Color, axis.Label.TextStyle.Color, axis.Tick.Color, axis.Tick.Label.Color = p.text, p.text, p.text, p.text
		axis.Padding = 0
	}
	out.Legend.Top, out.Legend.Left, out.Legend.Padding = true, true, 4
	out.X.Tick.Marker, out.Y.Tick.Marker = plot.TickerFunc(wholeNumbers), plot.TickerFunc(wholeNumbers)
	return out
}

// wholeNumbers labels an axis without decimals.
func wholeNumbers(low, high float64) []plot.Tick {
	ticks := plot.DefaultTicks{}.Ticks(low, high)
	for i, tick := range ticks {
		if tick.Label != "" {
			ticks[i].Label = strconv.Itoa(int(tick.Value))
		}
	}
	return ticks
}

var fontFamily = regexp.MustCompile(`font-family:[^;"]*`)

// save writes the plot as SVG with fonts that every system has.
func save(p *plot.Plot, width, height vg.Length, file string) error {
	canvas := vgsvg.NewWith(vgsvg.UseWH(width, height))
	area := draw.New(canvas)
	area.SetColor(p.BackgroundColor)
	area.Fill(area.Rectangle.Path())
	p.Draw(draw.Crop(area, 10, -20, 8, -10))
	var out bytes.Buffer
	if _, err := canvas.WriteTo(&out); err != nil {
		return err
	}
	return os.WriteFile(file, fontFamily.ReplaceAll(out.Bytes(), []byte("font-family:Helvetica,Arial,sans-serif")), 0o644)
}

func plots(root string) error {
	for _, p := range palettes {
		if err := requestsPerPlan(root, p); err != nil {
			return err
		}
		if err := requestsOverTime(root, p); err != nil {
			return err
		}
	}
	return nil
}

var planRow = regexp.MustCompile(`(?m)^\| ([\d,]+) (?:managed among|managed of) ([\d,]+) \| plan \| ([\d,]+) \|`)

// requestsPerPlan draws the requests of a plan from the table in BENCHMARKS.md, next to one GET per object.
func requestsPerPlan(root string, colors palette) error {
	text, err := os.ReadFile(root + "/BENCHMARKS.md")
	if err != nil {
		return err
	}
	var names []string
	var lists, gets plotter.Values
	for _, row := range planRow.FindAllStringSubmatch(string(text), -1) {
		names = append(names, row[1]+" of "+row[2])
		lists, gets = append(lists, number(row[3])), append(gets, number(row[1]))
	}
	if len(names) == 0 {
		return fmt.Errorf("BENCHMARKS.md has no rows of plans")
	}
	p := colors.plot("Requests of a plan")
	p.X.Label.Text, p.Y.Label.Text = "managed accounts of all accounts", "requests"
	p.NominalX(names...)
	p.Y.Min = 0
	const width = 28
	for i, series := range []struct {
		name   string
		values plotter.Values
	}{{"this provider", lists}, {"one GET per object", gets}} {
		bars, err := plotter.NewBarChart(series.values, width)
		if err != nil {
			return err
		}
		bars.Color, bars.LineStyle.Width, bars.Offset = colors.series[i], 0, vg.Length(2*i-1)*width/2
		p.Add(bars)
		p.Legend.Add(series.name, bars)
		labels, err := valueLabels(series.values, colors.text)
		if err != nil {
			return err
		}
		labels.Offset.X, labels.Offset.Y = bars.Offset, 2
		p.Add(labels)
	}
	return save(p, 640, 320, root+"/pictures/requests-per-plan-"+colors.name+".svg")
}

func valueLabels(values plotter.Values, text color.Color) (*plotter.Labels, error) {
	at := plotter.XYLabels{}
	for i, value := range values {
		at.XYs = append(at.XYs, plotter.XY{X: float64(i), Y: value})
		at.Labels = append(at.Labels, strconv.Itoa(int(value)))
	}
	labels, err := plotter.NewLabels(at)
	if err == nil {
		for i := range labels.TextStyle {
			labels.TextStyle[i].Color, labels.TextStyle[i].XAlign = text, draw.XCenter
		}
	}
	return labels, err
}

func number(text string) float64 {
	n, _ := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	return n
}

// clients maps the strategies of the benchmark to their names in the legend.
var clients = []struct{ strategy, name string }{
	{"provider", "this provider"},
	{"pacing", "one request per second"},
	{"backoff", "backoff for each request"},
}

// requestsOverTime draws the requests of each client of the benchmark.
func requestsOverTime(root string, colors palette) error {
	file, err := os.Open(root + "/internal/cmd/bench/testdata/strategies.csv")
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll() // strategy, seconds, started, refused
	if err != nil {
		return err
	}
	p := colors.plot("200 creates with a limit of 60 requests per minute")
	p.X.Label.Text, p.Y.Label.Text = "seconds", "requests sent"
	p.X.Min, p.Y.Min = 0, 0
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = colors.grid, colors.grid
	p.Add(grid)
	for i, client := range clients {
		sent, rejected := plotter.XYs{{}}, "0"
		for _, row := range rows {
			if row[0] == client.strategy {
				sent, rejected = append(sent, plotter.XY{X: number(row[1]), Y: number(row[2])}), row[3]
			}
		}
		line, err := plotter.NewLine(sent)
		if err != nil {
			return err
		}
		line.StepStyle, line.Color, line.Width = plotter.PostStep, colors.series[i], 2
		p.Add(line)
		p.Legend.Add(fmt.Sprintf("%s (%s rejected)", client.name, rejected), line)
	}
	return save(p, 640, 360, root+"/pictures/requests-over-time-"+colors.name+".svg")
}
