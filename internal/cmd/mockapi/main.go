// Command mockapi runs the mock of the Botbiz API, for demos and for trying
// configurations without a Botbiz account. See -h.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/contract"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// shutdownTime limits requests in progress after Ctrl-C.
const shutdownTime = 3 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "mockapi:", err)
		os.Exit(1)
	}
}

// run serves the mock until ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	set, err := parseFlags(args, stderr)
	if err != nil {
		return err
	}
	if !set.allowRemote && !loopback(set.listen) {
		return fmt.Errorf("-listen %s is not a loopback address: other machines could reach the mock, which by default accepts any key. Use 127.0.0.1, or -allow-remote", set.listen)
	}
	if set.verbose {
		set.options.OnRequest = func(r mockapi.Request) { fmt.Fprintln(stdout, line(r)) }
	}
	set.options.Contract = contract.Document
	mock := mockapi.New(set.options)
	mock.SeedAccounts(set.seedTenant(), set.seedAccounts)
	for _, f := range set.faults {
		mock.AddFault(f)
	}
	listener, err := net.Listen("tcp", set.listen)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: mock, ReadHeaderTimeout: 10 * time.Second}
	fmt.Fprintf(stdout, "Mock of the Botbiz API: base_url http://%s/v1 · control http://%s/_mock/ · Ctrl-C ends it\n",
		listener.Addr(), listener.Addr())

	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	mock.Close()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		_ = server.Close()
	}
	fmt.Fprintf(stdout, "%d requests, %d refused\n", mock.Count("", "*"), mock.Refused())
	return nil
}

// line is the output of -v for a request.
func line(r mockapi.Request) string {
	path := r.Path
	if r.Query != "" {
		path += "?" + r.Query
	}
	if quoted := strconv.QuoteToASCII(path); quoted != `"`+path+`"` {
		path = quoted // it holds what a terminal would obey
	}
	status := "no answer"
	if r.Status != 0 {
		status = fmt.Sprint(r.Status)
	}
	out := fmt.Sprintf("%s  %-6s %s  %s", r.At.Format("15:04:05.000"), r.Method, path, status)
	if r.Delivery != nil {
		out += "  delivery of " + r.Delivery.EventType
	}
	if r.Refused {
		out += "  refused"
	}
	if r.Fault != "" {
		out += "  fault " + r.Fault
	}
	return out
}

// loopback reports whether an address is reachable only from this machine.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
