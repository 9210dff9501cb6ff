// Package botbiz is a client of the Botbiz API, https://api.botbiz.io/v1. It knows nothing of Terraform.
//
// internal/contract/openapi.yaml lists the routes, and says which are documented and which are inferred. Tests hold this
// client to it. The scheme of X-Botbiz-Signature is inferred too: see [Sign].
//
// # How answers are read
//
// The client is liberal in what it reads: 200 or 201 for a create, 200 with the object or 204 or {} for a PATCH, any 2xx for a
// DELETE, a list as {"data":[…]} or as a bare array, with or without has_more. Unknown fields are ignored, optional fields
// that are missing or of another type are nil, times stay as the server wrote them.
//
// It is strict in what it concludes. A 2xx that is not JSON, has no id or another object's id is an [AnswerError], never a
// zero value or an empty list. Only the documented error envelope proves that an object is gone: see [Error.Gone]. No link
// of an answer is ever followed.
package botbiz
