// Package collection reads, finds, creates, and deletes the objects of one kind with few requests, and draws no conclusion
// without proof.
//
// # One snapshot per plan
//
// Under a rate limit, the number of requests decides how long a plan takes, and Terraform reads one object at a time. All
// readers of a kind therefore share one snapshot of the list, which is fetched page by page as needed. See
// [Collection.Read], [Collection.List], and [Collection.Find]. A write ends the snapshot, and so does the next walk of
// Terraform.
//
// # No conclusion without proof
//
// An API without a route responds as if the object did not exist. So an object is gone only if the route for a single
// object has returned another object in this process, or if a complete list does not contain it. All reads, deletes, and
// creates use this rule, which is in single.go. Everything else is an error that changes nothing.
//
// The list is optional. If its first page is rejected, single reads work without it. A failure of Botbiz, however, is an
// error for all callers that wait.
//
// # Creates with a lost response
//
// A create without a valid response may have created the object. The list shows the outcome: see
// [Collection.Create].
package collection
