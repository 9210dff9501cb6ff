package mockapi

import (
	"flag"
	"fmt"
	"strings"
)

// ParseFault parses a fault such as
//
//	kind=429,route=/whatsapp/*,count=2,header=Retry-After:5
//
// A delay has a unit, for example 1.5s. header can be repeated. Values contain no
// commas.
func ParseFault(given string) (Fault, error) {
	f := Fault{Headers: map[string]string{}}
	fields := flag.NewFlagSet("", flag.ContinueOnError)
	fields.StringVar(&f.Kind, "kind", "", "")
	fields.StringVar(&f.Method, "method", "", "")
	fields.StringVar(&f.Route, "route", "", "")
	fields.IntVar(&f.Skip, "skip", 0, "")
	fields.IntVar(&f.Count, "count", 0, "")
	fields.IntVar(&f.Status, "status", 0, "")
	fields.BoolVar(&f.Act, "act", false, "")
	fields.DurationVar(&f.Delay, "delay", 0, "")
	fields.IntVar(&f.Size, "size", 0, "")
	fields.StringVar(&f.Location, "location", "", "")
	fields.StringVar(&f.Code, "code", "", "")
	fields.StringVar(&f.Message, "message", "", "")
	fields.StringVar(&f.Body, "body", "", "")
	fields.Func("header", "", func(value string) error {
		header, text, ok := strings.Cut(value, ":")
		if !ok {
			return fmt.Errorf("%q is not name:value", value)
		}
		f.Headers[strings.TrimSpace(header)] = strings.TrimSpace(text)
		return nil
	})
	for field := range strings.SplitSeq(given, ",") {
		name, value, _ := strings.Cut(field, "=")
		if err := fields.Set(strings.TrimSpace(name), value); err != nil {
			return Fault{}, fmt.Errorf("fault %q: %q: %w; -h lists the fields", given, field, err)
		}
	}
	f.Method = strings.ToUpper(f.Method)
	return f, f.Validate()
}
