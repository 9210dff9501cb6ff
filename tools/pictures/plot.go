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

// rgb returns one of the colors of the pictures.
func rgb(hex string) color.Color {
	out := color.RGBA{A: 255}
	_, _ = fmt.Sscanf(hex, "#%02x%02x%02x", &out.R, &out.G, &out.B)
	return out
}

// series are the colors of the lines and bars of a plot.
var series = []color.Color{rgb(blue), rgb(orange), rgb(violet)}

func newPlot(title string) *plot.Plot {
	out := plot.New()
	out.Title.Text = title
	out.BackgroundColor = rgb(background)
	out.Title.TextStyle.Color, out.Legend.TextStyle.Color = rgb(text), rgb(text)
	out.Title.TextStyle.Font.Size, out.Legend.TextStyle.Font.Size, out.Title.Padding = 16, 13, 8
	for _, axis := range []*plot.Axis{&out.X, &out.Y} {
		axis.Color, axis.Label.TextStyle.Color, axis.Tick.Color, axis.Tick.Label.Color = rgb(text), rgb(text), rgb(text), rgb(text)
		axis.Label.TextStyle.Font.Size, axis.Tick.Label.Font.Size, axis.Padding = 14, 12, 0
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
	return write(file, fontFamily.ReplaceAll(out.Bytes(), []byte("font-family:"+fonts)))
}

func plots(root string) error {
	if err := requestsPerPlan(root); err != nil {
		return err
	}
	return requestsOverTime(root)
}

var planRow = regexp.MustCompile(`(?m)^\| ([\d,]+) (?:managed among|managed of) ([\d,]+) \| plan \| ([\d,]+) \|`)

// requestsPerPlan draws the requests of a plan from the table in BENCHMARKS.md, next to one GET per object.
func requestsPerPlan(root string) error {
	table, err := os.ReadFile(root + "/BENCHMARKS.md")
	if err != nil {
		return err
	}
	var names []string
	var lists, gets plotter.Values
	for _, row := range planRow.FindAllStringSubmatch(string(table), -1) {
		names = append(names, row[1]+" of "+row[2])
		lists, gets = append(lists, number(row[3])), append(gets, number(row[1]))
	}
	if len(names) == 0 {
		return fmt.Errorf("BENCHMARKS.md has no rows of plans")
	}
	p := newPlot("Requests of a plan")
	p.X.Label.Text, p.Y.Label.Text = "managed accounts of all accounts", "requests"
	p.NominalX(names...)
	p.Y.Min = 0
	const width = 26
	for i, bar := range []struct {
		name   string
		values plotter.Values
	}{{"this provider", lists}, {"one GET per object", gets}} {
		bars, err := plotter.NewBarChart(bar.values, width)
		if err != nil {
			return err
		}
		bars.Color, bars.LineStyle.Width, bars.Offset = series[i], 0, vg.Length(2*i-1)*width/2
		p.Add(bars)
		p.Legend.Add(bar.name, bars)
		labels, err := valueLabels(bar.values)
		if err != nil {
			return err
		}
		labels.Offset.X, labels.Offset.Y = bars.Offset, 2
		p.Add(labels)
	}
	return save(p, 520, 320, root+"/pictures/requests-per-plan.svg")
}

func valueLabels(values plotter.Values) (*plotter.Labels, error) {
	at := plotter.XYLabels{}
	for i, value := range values {
		at.XYs = append(at.XYs, plotter.XY{X: float64(i), Y: value})
		at.Labels = append(at.Labels, strconv.Itoa(int(value)))
	}
	labels, err := plotter.NewLabels(at)
	if err == nil {
		for i := range labels.TextStyle {
			labels.TextStyle[i].Color, labels.TextStyle[i].XAlign, labels.TextStyle[i].Font.Size = rgb(text), draw.XCenter, 12
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
func requestsOverTime(root string) error {
	file, err := os.Open(root + "/internal/cmd/bench/testdata/strategies.csv")
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll() // strategy, seconds, started, refused
	if err != nil {
		return err
	}
	p := newPlot("200 creates with a limit of 60 requests per minute")
	p.X.Label.Text, p.Y.Label.Text = "seconds", "requests sent"
	p.X.Min, p.Y.Min, p.Y.Max = 0, 0, 450 // above the lines is the legend
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = rgb(line), rgb(line)
	p.Add(grid)
	for i, client := range clients {
		sent, rejected := plotter.XYs{{}}, "0"
		for _, row := range rows {
			if row[0] == client.strategy {
				sent, rejected = append(sent, plotter.XY{X: number(row[1]), Y: number(row[2])}), row[3]
			}
		}
		steps, err := plotter.NewLine(sent)
		if err != nil {
			return err
		}
		steps.StepStyle, steps.Color, steps.Width = plotter.PostStep, series[i], 2
		p.Add(steps)
		p.Legend.Add(fmt.Sprintf("%s (%s rejected)", client.name, rejected), steps)
	}
	return save(p, 520, 360, root+"/pictures/requests-over-time.svg")
}
