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
// It is strict in its conclusions. A 2xx that is not JSON, or has no id or a wrong id, is an [AnswerError], never a zero
// value or an empty list. Only the documented error envelope can prove that an object is gone: see [Error.Gone]. The client
// does not follow links in responses.
package botbiz
