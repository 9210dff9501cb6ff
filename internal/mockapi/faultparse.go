package mockapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// faultFields describes the fields of a fault for help texts.
const faultFields = "kind, method, route, skip, count, status, act, delay, size, location, code, message, body, header"

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

// faultFromJSON parses a fault from a JSON object with the same fields. headers is
// an object.
func faultFromJSON(body []byte) (Fault, error) {
	var fields map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // a float64 prints as 5e+06
	if err := decoder.Decode(&fields); err != nil {
		return Fault{}, fmt.Errorf("a fault is a JSON object: %w", err)
	}
	var f Fault
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if headers, ok := fields[name].(map[string]any); ok && name == "headers" {
			for header, value := range headers {
				if err := f.set("header", fmt.Sprintf("%s:%v", header, value)); err != nil {
					return Fault{}, err
				}
			}
			continue
		}
		if err := f.set(name, fmt.Sprint(fields[name])); err != nil {
			return Fault{}, err
		}
	}
	return f, f.Validate()
}

func (f *Fault) set(name, value string) (err error) {
	switch name {
	case "kind":
		f.Kind = value
	case "method":
		f.Method = strings.ToUpper(value)
	case "route":
		f.Route = value
	case "skip":
		f.Skip, err = strconv.Atoi(value)
	case "count":
		f.Count, err = strconv.Atoi(value)
	case "status":
		f.Status, err = strconv.Atoi(value)
	case "size":
		f.Size, err = strconv.Atoi(value)
	case "act":
		f.Act, err = strconv.ParseBool(value)
	case "delay":
		f.Delay, err = time.ParseDuration(value)
	case "location":
		f.Location = value
	case "code":
		f.Code = value
	case "message":
		f.Message = value
	case "body":
		f.Body = value
	case "header":
		header, text, ok := strings.Cut(value, ":")
		if !ok {
			return fmt.Errorf("header %q is not name:value", value)
		}
		if f.Headers == nil {
			f.Headers = map[string]string{}
		}
		f.Headers[strings.TrimSpace(header)] = strings.TrimSpace(text)
	default:
		return fmt.Errorf("a fault has no %q: use %s", name, faultFields)
	}
	if err != nil {
		return fmt.Errorf("%s of a fault: %w", name, err)
	}
	return nil
}
