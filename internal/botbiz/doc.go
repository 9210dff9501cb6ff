// Package botbiz is a client of the Botbiz API, https://api.botbiz.io/v1. It knows nothing of Terraform.
//
// # What is documented and what is inferred
//
// The vendor's page documents three routes, the error format, the headers of a 429 and the payload of a webhook:
//
//	POST /whatsapp/accounts                 documented
//	POST /whatsapp/messages                 documented, the answer is inferred
//	GET  /users                             documented, the answer is inferred
//	GET  /whatsapp/accounts/{id}/qr-code    the URL is documented, the content is inferred
//
// Everything else follows from the page's sentence "organized around REST principles" and from its style:
//
//	GET    /whatsapp/accounts               inferred
//	GET    /whatsapp/accounts/{id}          inferred
//	PATCH  /whatsapp/accounts/{id}          inferred
//	DELETE /whatsapp/accounts/{id}          inferred
//	POST   /webhooks/endpoints              inferred
//	GET    /webhooks/endpoints              inferred
//	GET    /webhooks/endpoints/{id}         inferred
//	PATCH  /webhooks/endpoints/{id}         inferred
//	DELETE /webhooks/endpoints/{id}         inferred
//
// The scheme of X-Botbiz-Signature is inferred too: see [Sign].
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
