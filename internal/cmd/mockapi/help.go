package main

import (
	"flag"
	"fmt"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const intro = `A mock of the Botbiz API. It keeps its state in memory, and sends webhooks to
loopback addresses only.

  go run ./internal/cmd/mockapi -listen 127.0.0.1:8080 -plan free

Point the provider at it in another terminal. It accepts any API key:

  export BOTBIZ_BASE_URL=http://127.0.0.1:8080/v1 BOTBIZ_API_KEY=test
  terraform apply

Pair an account, receive a message, and list deliveries and requests:

  curl -X POST http://127.0.0.1:8080/_mock/accounts/wha_…/connect
  curl -H 'Content-Type: application/json' -d '{"account_id":"wha_…","from":"+15551234567","content":"Hi"}' http://127.0.0.1:8080/_mock/messages
  curl http://127.0.0.1:8080/_mock/deliveries
  curl http://127.0.0.1:8080/_mock/requests

More examples:

  # accounts connect after five seconds; prints a line for each request
  mockapi -pair-after 5s -v
  # many accounts and a short rate limit window
  mockapi -seed-accounts 5000 -limit 60 -window 6s
  # the response to the first create is lost
  mockapi -fault 'kind=drop-after,method=POST,route=/whatsapp/accounts,count=1'
  # the third request is rejected with an additional header
  mockapi -fault 'kind=429,skip=2,count=1,header=Retry-After:3'
  # an API that differs from what the provider infers
  mockapi -differ numbers-without-plus,patch-204,no-list-route

How the mock differs from the production API:

  - Botbiz documents three routes, the URL of the QR code, the error format, the
    headers of a 429, and one event. Everything else is inferred.
    /_mock/openapi.yaml says which is which.
  - There is no WhatsApp. An account connects by a control call or by -pair-after,
    its QR code pairs no phone, and sent messages are not delivered.
  - By default the mock accepts every API key and has no rate limit.
  - The mock uses HTTP, listens on this machine only, and loses its state when it
    ends.
  - Two users exist from the start.

Flags:
`

const faultHelp = `
Faults (-fault), each kind with its defaults in brackets:
`

const faultFields = `
  Fields: kind; method and route (default any; a route is /whatsapp/accounts,
  /whatsapp/accounts/{id}, one exact path, a prefix such as /webhooks/*, or *);
  skip=N skips the first N matching requests, count=N limits it to N (default all);
  status, act=true (act first), delay=1s, size, location, code, message, body,
  header=Name:value (repeatable; an empty value removes the header).
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
	fmt.Fprint(out, "\nDifferences (-differ). All of them combine. In brackets: the parts of openapi.yaml that each departs from.\n")
	for _, name := range mockapi.Differences() {
		fmt.Fprintf(out, "  %-32s %s (%s)\n", name, mockapi.DescribeDifference(name), strings.Join(mockapi.Departs(name), ", "))
	}
	fmt.Fprint(out, "\nControl calls, JSON and without a key:\n", mockapi.ControlHelp())
}
