package transport

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// BenchmarkGate measures the cost of the gate per request, with ten callers and a
// server that answers at once.
func BenchmarkGate(b *testing.B) {
	silent := func(context.Context, string, ...map[string]any) {}
	date := time.Now().UTC().Format(http.TimeFormat)
	reset := strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10)
	for name, header := range map[string]http.Header{
		"no headers":     {"Date": {date}},
		"headers always": rateHeaders(date, "1000000000", "900000000", reset, ""),
	} {
		b.Run(name, func(b *testing.B) {
			resp := &http.Response{StatusCode: 200, Header: header, Body: http.NoBody}
			g := &limiter{
				next: roundTripper(func(*http.Request) (*http.Response, error) { return resp, nil }),
				base: testBase, gate: NewGate(), maxWait: time.Hour, info: silent,
			}
			req, _ := http.NewRequestWithContext(context.Background(), "GET", testBase.String(), nil)
			b.ReportAllocs()
			b.SetParallelism(10)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := g.RoundTrip(req); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
