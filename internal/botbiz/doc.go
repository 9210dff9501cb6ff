// Package botbiz is a client of the Botbiz API, https://api.botbiz.io/v1. It does not depend on Terraform.
//
// internal/contract/openapi.yaml lists the routes, and states which of them are documented. Tests verify this client
// against it. The algorithm of X-Botbiz-Signature is inferred too: see [Sign].
//
// # Responses
//
// The client accepts variations: 200 or 201 for a create, 200 with the object, 204, or {} for a PATCH, any 2xx for a
// DELETE, and a list as {"data":[…]} or as a bare array, with or without has_more. It ignores unknown fields. Optional
// fields that are missing or have another type are nil. Times stay as received.
//
// It is strict in its conclusions. A 2xx that is not JSON, is a web page, contains an error, or has no id or a wrong id, is
// an [AnswerError], never a zero value or an empty list. Only the documented error envelope can prove that an object is
// gone: see [Error.Gone]. The client does not follow links in responses.
//
// # Text from outside
//
// The client makes text from outside safe where it comes in. An error is one printable line without known secrets. An id is
// printable ASCII that fits one path element: see [IsID]. A field that only the API sets is one printable line. A field that
// a configuration can set too only loses its control characters, because it is compared with the configuration. Fields that
// are too long or too deep are nil.
package botbiz
