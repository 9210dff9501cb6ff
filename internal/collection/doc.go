// Package collection reads, finds, creates and deletes the objects of one kind: many at the price of few requests, and
// without a conclusion that nothing shows to be true.
//
// # One reading a plan
//
// Under a rate limit the number of requests is what a plan costs, and Terraform asks for one object at a time. All readers of
// a kind therefore share one snapshot of the list, which is fetched page by page as far as it is needed. See
// [Collection.Read], [Collection.List] and [Collection.Find]. A write ends the snapshot, and so does the next walk of
// Terraform.
//
// # No conclusion without a witness
//
// An API without a route answers like one that does not know the object. So an object is gone only if the route for a single
// object has answered for another object in this process, or if a complete list does not show it. All readers, deletes and
// creates use this one rule, in single.go. Everything else is an error that changes nothing.
//
// The list is a convenience. Where its first page is refused, single reads go on without it. Botbiz failing to answer is no
// such reason: it is an error for all who wait.
//
// # Settled creates
//
// A create without a proper answer may have been carried out. Its outcome is looked up in the list and never guessed: see
// [Collection.Create].
package collection
