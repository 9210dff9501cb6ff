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
	var f Fault
	for field := range strings.SplitSeq(given, ",") {
		name, value, ok := strings.Cut(field, "=")
		if !ok {
			return Fault{}, fmt.Errorf("fault %q: %q is not name=value", given, field)
		}
		if err := f.set(strings.TrimSpace(name), value); err != nil {
			return Fault{}, fmt.Errorf("fault %q: %w", given, err)
		}
	}
	return f, f.Validate()
}

func (f *Fault) set(name, value string) error {
	fields := flag.NewFlagSet("", flag.ContinueOnError)
	fields.StringVar(&f.Kind, "kind", f.Kind, "")
	fields.StringVar(&f.Method, "method", f.Method, "")
	fields.StringVar(&f.Route, "route", f.Route, "")
	fields.IntVar(&f.Skip, "skip", f.Skip, "")
	fields.IntVar(&f.Count, "count", f.Count, "")
	fields.IntVar(&f.Status, "status", f.Status, "")
	fields.BoolVar(&f.Act, "act", f.Act, "")
	fields.DurationVar(&f.Delay, "delay", f.Delay, "")
	fields.IntVar(&f.Size, "size", f.Size, "")
	fields.StringVar(&f.Location, "location", f.Location, "")
	fields.StringVar(&f.Code, "code", f.Code, "")
	fields.StringVar(&f.Message, "message", f.Message, "")
	fields.StringVar(&f.Body, "body", f.Body, "")
	fields.Func("header", "", func(value string) error {
		header, text, ok := strings.Cut(value, ":")
		if !ok {
			return fmt.Errorf("%q is not name:value", value)
		}
		if f.Headers == nil {
			f.Headers = map[string]string{}
		}
		f.Headers[strings.TrimSpace(header)] = strings.TrimSpace(text)
		return nil
	})
	if err := fields.Set(name, value); err != nil {
		var known []string
		fields.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
		return fmt.Errorf("%s of a fault: %w (its fields are %s)", name, err, strings.Join(known, ", "))
	}
	f.Method = strings.ToUpper(f.Method)
	return nil
}
