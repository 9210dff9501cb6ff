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
//
// # What goes when Botbiz confirms a fact
//
// Many variations here cover what Botbiz does not document. Once a fact is confirmed, what stands beside it can be deleted. The
// sizes are about the code lines here, without tests; package collection has a list of its own.
//
//   - A list is {"data":[…],"has_more":…}: readPage is one call of readItems (35), and unsaid, size, member, and total go (45).
//   - starting_after works: number, countPages, and the refusals of Next (20). limit works, and its maximum is 100: unlimited
//     and pageSizes (8).
//   - A single object is the body itself: the array and the loop in readFields (21).
//   - null removes a description: Described, body, and the last write of Update (20).
//   - No deleted object is returned: fields.deleted and the 410 in object (12), Leaving of each object (5).
//   - PATCH is allowed, and changes only what it gets: refusesMethod and the PUT in Rename and Update (20). EndpointChange can
//     then have only the fields that change.
//   - No write is answered by a job, and each by the object, {}, or nothing: ErrQueued, Reply.Queued and Reply.Fine, and
//     success (15).
//   - Booleans are booleans, ids and texts are strings: flag and asText (18). Ids have one case: CanonicalID (5).
//   - Names and descriptions are returned as they were sent: text.go (8), and in the provider memo.Stored and spelled.
//   - URLs are returned as they were sent: canonicalURL stays for the user's own spellings, shownURL of the provider goes (5).
//   - Phone numbers are returned in E.164: phone_like.go (75), ReadPhoneNumber (9), Key.Like, and otherNumber of the provider.
//   - The status of a paired account is connected: ConnectedWords (2), and maybePaired of the provider.
//   - Errors have the documented envelope, and nothing stands between: notAnAnswer and problemDetails (28). Proxies remain,
//     so keep the rest of read_error.go.
//   - Nobody uses the other API: otherAPI (10).
//   - The signature is HMAC-SHA256 in lower-case hexadecimal: nothing goes, and [Sign] is no longer inferred.
package botbiz
