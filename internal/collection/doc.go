// Package collection is what the provider knows of all objects of one kind: it reads them, many at the price of a few
// requests, proves that one is gone, and creates one exactly once.
//
// # Refresh by list
//
// Under a rate limit the number of requests is the price of everything, and Terraform refreshes objects one by one. The
// first [Collection.Read] therefore fetches a page of the list instead of one object, and further Reads are answered from
// the pages fetched so far. An id that is on none of them costs either the next page or a single GET, whichever has been
// used less: neither a big account with one managed object nor hundreds of managed ones cost more than about twice the
// cheaper way. What was fetched answers the Read of an id once. A second Read of the same id, or any write, starts anew,
// because then a new walk has begun or the list has changed.
//
// The list is a convenience. Where it is missing, forbidden, refuses the parameters or never ends, single reads go on
// without it. A 5xx or a time-out is no such reason: it is an error for all who wait.
//
// # Gone needs proof
//
// Only the API's documented 404 or 410 proves that an object does not exist. Where the server has no route for a single
// object (it answers 404 for an id that its own list shows), absence from a complete list is the proof. Anything else is
// an error. An object made less than two minutes ago is looked for again before it is believed gone.
//
// # Settled creates
//
// A create without a proper answer may have been carried out. Its outcome is looked up in the list and never guessed:
// see [Collection.Create].
package collection
