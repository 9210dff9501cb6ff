// Package mockapi is a stateful mock of the Botbiz API: an [http.Handler] that
// keeps accounts, endpoints, messages and users, counts requests against the
// documented rate limit, delivers signed webhook events, and can be told to
// fail or to differ in named ways. All API routes live below /v1.
//
// # Documented
//
// The vendor's page is the only source. It documents
//
//   - POST /whatsapp/accounts with phone_number and name, and its answer;
//   - POST /whatsapp/messages with to, type and content (not its answer);
//   - GET /users (not its answer), and bearer keys;
//   - the address /whatsapp/accounts/{id}/qr-code (not what it holds);
//   - the error envelope, with 400, 401, 403, 404, 429 and 500;
//   - 60 requests a minute on the Free plan and 300 on Pro, per key, and the
//     headers X-RateLimit-Limit, -Remaining and -Reset on a 429;
//   - the event whatsapp.message.received and the header X-Botbiz-Signature.
//
// # Inferred
//
// The rest is a guess in the style of those parts:
//
//   - GET, PATCH and DELETE of /whatsapp/accounts/{id}, and the list of
//     accounts with limit, starting_after and has_more;
//   - everything below /webhooks/endpoints;
//   - the answers to a message and to the list of users, the PNG of a QR code;
//   - the statuses connected and disconnected, the events whatsapp.message.sent,
//     whatsapp.account.connected and whatsapp.account.disconnected;
//   - the signature: lower-case hexadecimal HMAC-SHA256 of the raw body under
//     the endpoint's secret;
//   - error codes other than invalid_request, the status 201, ids' length.
//
// Because a real server may differ from the guess, [Differences] names ways in
// which it may, and [Options.Differences] switches them on, alone or together.
// [Server.AddFault] injects failures: [FaultKinds] names them.
//
// # Control
//
// Tests in Go look at and change the state through the methods of [Server].
// The same is offered over HTTP below /_mock/, without a key, for the program
// in internal/cmd/mockapi; see [ControlHelp].
package mockapi
