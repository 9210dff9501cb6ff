package main

import (
	"flag"
	"fmt"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const intro = `A mock of the Botbiz API that keeps its state in memory. Nothing leaves this
machine: webhooks are delivered to loopback addresses only.

  go run ./internal/cmd/mockapi -listen 127.0.0.1:8080 -plan free

Point the provider at it in another terminal; any key will do:

  export BOTBIZ_BASE_URL=http://127.0.0.1:8080/v1 BOTBIZ_API_KEY=test
  terraform apply

Pair an account, let a message come in, see what was delivered and requested:

  curl -X POST http://127.0.0.1:8080/_mock/accounts/wha_…/connect
  curl -d '{"account_id":"wha_…","from":"+15551234567","content":"Hi"}' http://127.0.0.1:8080/_mock/messages
  curl http://127.0.0.1:8080/_mock/deliveries
  curl http://127.0.0.1:8080/_mock/requests

More examples:

  # accounts connect by themselves after five seconds; a line for each request
  mockapi -pair-after 5s -v
  # a big account under a short window
  mockapi -seed-accounts 5000 -limit 60 -window 6s
  # the first create is lost after the server acted, as on a bad line
  mockapi -fault 'kind=drop-after,method=POST,route=/whatsapp/accounts,count=1'
  # the third request is refused, with a header of your own
  mockapi -fault 'kind=429,skip=2,count=1,header=Retry-After:3'
  # a server that is not quite as we guess it
  mockapi -differ numbers-without-plus,patch-204,no-list-route

How the mock differs from the real API:

  - Botbiz documents three routes, the URL of the QR code, the error format, the
    headers of a 429, and one event. Everything else is inferred.
    /_mock/openapi.yaml says which is which.
  - There is no WhatsApp. An account connects by a control call or by -pair-after,
    its QR code pairs no phone, and a message that you send arrives nowhere.
  - By default the mock accepts every API key and has no rate limit.
  - The mock speaks HTTP, listens on this machine only, and forgets everything
    when it ends.
  - Two users exist from the start.

Flags:
`

const faultHelp = `
Faults (-fault), each kind with its defaults in brackets:
`

const faultFields = `
  Fields: kind; method and route (default any; a route is /whatsapp/accounts,
  /whatsapp/accounts/{id}, one exact path, a beginning such as /webhooks/*, or *);
  skip=N spares the first N that match, count=N hits N and no more (default all);
  status, act=true (act first), delay=1s, size, location, code, message, body,
  header=Name:value (repeatable; an empty value takes the header away).
`

func printHelp(flags *flag.FlagSet) {
	out := flags.Output()
	fmt.Fprint(out, intro)
	flags.PrintDefaults()
	fmt.Fprint(out, faultHelp)
	for _, kind := range mockapi.FaultKinds() {
		fmt.Fprintf(out, "  %-16s %s\n", kind, mockapi.DescribeFault(kind))
	}
	fmt.Fprint(out, faultFields)
	fmt.Fprint(out, "\nDifferences (-differ), all of which combine, each with the parts of openapi.yaml that it departs from:\n")
	for _, name := range mockapi.Differences() {
		fmt.Fprintf(out, "  %-32s %s (%s)\n", name, mockapi.DescribeDifference(name), strings.Join(mockapi.Departs(name), ", "))
	}
	fmt.Fprint(out, "\nControl calls, JSON and without a key:\n", mockapi.ControlHelp)
}
