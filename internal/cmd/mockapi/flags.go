package main

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// settings are the values of the flags.
type settings struct {
	listen       string
	allowRemote  bool
	verbose      bool
	seedAccounts int
	faults       []mockapi.Fault
	options      mockapi.Options
}

// seedTenant is the tenant of seeded accounts: the only one, or the first by
// name.
func (s *settings) seedTenant() string {
	tenants := slices.Sorted(maps.Values(s.options.Keys))
	if len(tenants) == 0 {
		return ""
	}
	return tenants[0]
}

func parseFlags(args []string, stderr io.Writer) (*settings, error) {
	s := &settings{}
	o := &s.options
	flags := flag.NewFlagSet("mockapi", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { printHelp(flags) }

	flags.StringVar(&s.listen, "listen", "127.0.0.1:8080", "`address` to listen on; port 0 selects a free port")
	flags.BoolVar(&s.allowRemote, "allow-remote", false, "allow an address that other machines can reach; control calls stay limited to this machine")
	flags.BoolVar(&s.verbose, "v", false, "print a line for each request")
	flags.IntVar(&s.seedAccounts, "seed-accounts", 0, "start with this `number` of connected accounts, from +15550000001")
	flags.Func("key", "accept this `key[=tenant]`; repeatable; a tenant sees only its own objects (default: any key)", func(v string) error {
		key, tenant, _ := strings.Cut(v, "=")
		if strings.TrimSpace(key) == "" {
			return fmt.Errorf("an empty key")
		}
		if o.Keys == nil {
			o.Keys = map[string]string{}
		}
		o.Keys[key] = tenant
		return nil
	})

	flags.StringVar(&o.Plan, "plan", "unlimited", "rate limit: free (60 per minute), pro (300 per minute), or unlimited")
	flags.IntVar(&o.Limit, "limit", 0, "`number` of requests per window (default: from the plan)")
	flags.DurationVar(&o.Window, "window", 0, "length of a rate limit window (default 1m)")
	flags.BoolVar(&o.Aligned, "aligned", false, "start windows at multiples of their length on the unix clock, not at the first request")
	flags.BoolVar(&o.CountRefused, "count-refused", false, "count a rejected request in the next window")
	flags.BoolVar(&o.HeadersAlways, "headers-always", false, "send rate limit headers with every response, not only with 429")

	flags.DurationVar(&o.Latency, "latency", 0, "delay of each response")
	flags.DurationVar(&o.PairAfter, "pair-after", 0, "connect each account after this time (default: by a control call)")
	flags.DurationVar(&o.ClockOffset, "clock-offset", 0, "difference between the clock of the mock and the real time")
	flags.StringVar(&o.BaseURL, "base-url", "", "prefix `URL` of qr_code_url (default: from the host of the request)")
	flags.BoolVar(&o.SignaturePrefix, "signature-prefix", false, `write "sha256=" before webhook signatures`)

	flags.Func("differ", "`name,name,…` of differences listed below; repeatable", func(v string) error {
		given := strings.Split(v, ",")
		o.Differences = append(o.Differences, given...)
		return mockapi.CheckDifferences(given...)
	})
	flags.DurationVar(&o.Lag, "lag", 0, "how long differences that delay something delay it (default 8s)")
	flags.Func("fault", "`kind=…,name=value,…` of a fault listed below; repeatable", func(v string) error {
		f, err := mockapi.ParseFault(v)
		s.faults = append(s.faults, f)
		return err
	})
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q: see -h", flags.Arg(0))
	}
	if s.seedAccounts < 0 {
		return nil, fmt.Errorf("-seed-accounts must not be negative")
	}
	return s, o.Validate()
}
