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

// settings are what the flags say.
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

	flags.StringVar(&s.listen, "listen", "127.0.0.1:8080", "`address` to listen on; port 0 takes a free one and prints it")
	flags.BoolVar(&s.allowRemote, "allow-remote", false, "listen on an address that other machines reach")
	flags.BoolVar(&s.verbose, "v", false, "print a line for each request")
	flags.IntVar(&s.seedAccounts, "seed-accounts", 0, "begin with so `many` connected accounts, from +15550000001")
	flags.Func("key", "accept this `key[=tenant]` and no other that is not given too; a tenant sees only its own objects (default: any key)", func(v string) error {
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

	flags.StringVar(&o.Plan, "plan", "unlimited", "rate limit: free (60 a minute), pro (300 a minute) or unlimited")
	flags.IntVar(&o.Limit, "limit", 0, "this `many` requests in a window, instead of the plan's")
	flags.DurationVar(&o.Window, "window", 0, "window of the limit (default 1m)")
	flags.BoolVar(&o.Aligned, "aligned", false, "windows at multiples on the unix clock, not from the first request on")
	flags.BoolVar(&o.CountRefused, "count-refused", false, "a refused request uses up one of the next window")
	flags.BoolVar(&o.HeadersAlways, "headers-always", false, "rate headers on every answer, not on 429 only")
	flags.BoolVar(&o.NoRateHeaders, "no-rate-headers", false, "rate headers on no answer, not even 429")
	flags.StringVar(&o.ResetRounding, "reset-rounding", "ceil", "how the reset becomes whole seconds: ceil or floor")

	flags.DurationVar(&o.Latency, "latency", 0, "hold each answer back so long")
	flags.DurationVar(&o.PairAfter, "pair-after", 0, "connect an account so long after its creation (default: by a control call)")
	flags.DurationVar(&o.QRRotate, "qr-rotate", 0, "make a new QR code so often (default: by a control call)")
	flags.DurationVar(&o.ClockOffset, "clock-offset", 0, "the server's clock is so much ahead; negative: behind")
	flags.StringVar(&o.BaseURL, "base-url", "", "`URL` that qr_code_url begins with (default: from the request's host)")
	flags.BoolVar(&o.SignaturePrefix, "signature-prefix", false, `write "sha256=" before webhook signatures`)

	flags.Func("differ", "`name,name,…` of differences listed below; repeatable", func(v string) error {
		given := strings.Split(v, ",")
		o.Differences = append(o.Differences, given...)
		return mockapi.CheckDifferences(given...)
	})
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
