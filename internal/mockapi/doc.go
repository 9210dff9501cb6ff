// Package mockapi is a stateful mock of the Botbiz API: an [http.Handler] that
// keeps accounts, endpoints, messages and users, counts requests against the
// documented rate limit, delivers signed webhook events, and can be told to
// fail or to differ in named ways. All API routes live below /v1.
//
// internal/contract/openapi.yaml describes the routes, bodies, headers and
// events, and says which are documented and which are inferred. Tests hold the
// mock to it. The mock does not read it: it is written by hand, so that a
// mistake in one of the two shows.
//
// # Differences and faults
//
// The real API may differ from that document. [Differences] names ways in which
// it may, [Departs] says from which part of the document each one departs, and
// [Options.Differences] switches them on, alone or together. [Server.AddFault]
// injects failures: [FaultKinds] names them.
//
// # Control
//
// Tests in Go look at and change the state through the methods of [Server].
// The same is offered over HTTP below /_mock/, without a key, for the program
// in internal/cmd/mockapi; see [ControlHelp].
package mockapi
