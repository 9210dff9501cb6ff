// Package mockapi is a stateful mock of the Botbiz API: an [http.Handler] that
// keeps accounts, endpoints, messages and users, counts requests against the
// documented rate limit, delivers signed webhook events, and simulates failures
// and named differences. All API routes are below /v1.
//
// internal/contract/openapi.yaml describes the routes, bodies, headers, and
// events, and states which of them are documented. Tests verify the mock against
// it. The mock does not read it: it is written by hand, so that a mistake in one
// of the two is found.
//
// # Differences and faults
//
// The production API may differ from the contract. [Differences] names possible
// differences, [Departs] names the parts of the contract that one departs from,
// and [Options.Differences] enables them, alone or together. [Server.AddFault]
// injects failures, which [FaultKinds] names.
//
// # Control
//
// Go tests read and change the state with the methods of [Server]. The program in
// internal/cmd/mockapi offers the same over HTTP below /_mock/ without a key: see
// [ControlHelp].
package mockapi
