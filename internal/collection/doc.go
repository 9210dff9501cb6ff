// Package collection reads, finds, creates, changes, and deletes the objects of one kind with few requests, and draws no
// conclusion without a witness.
//
// # One reading a plan
//
// Under a rate limit, the number of requests decides how long a plan takes, and Terraform reads one object at a time. All
// readers of a kind therefore share one reading of the list, which is fetched page by page as needed. A reading is never
// older than its reader, except in a walk in which Terraform read a resource, which happens only in plans. See reading.go.
//
// # Witnesses
//
// An API without a route responds as if the object did not exist. So an object is gone only if the route for a single
// object has returned another object in this process, or if a complete list does not contain it. Without such a witness,
// the result is an error, and neither the state nor the API changes. All reads, creates, changes, and deletes use this
// rule. See proof.go.
//
// # Look, send once, look
//
// A create looks at the list, sends its POST once, and after a lost response looks at the list again. See write.go and look.go.
//
// # What goes when Botbiz confirms a fact
//
// Most of this package covers what Botbiz does not document. Once a fact is confirmed for accounts and endpoints, what stands
// beside it can be deleted. The sizes are about the code lines here, without tests; package botbiz has a list of its own. First
// change internal/contract and the mock: the tests of a deleted difference name what else depends on it.
//
//   - The list has all fields of an object: fill, fillAll, revealer, hidden, and Reader.Whole (90). In the provider,
//     heldBy and whole of each noun go, too.
//   - The list has the natural key of each object: revealer, Key.Held, and the hidden results of holders and candidates (30).
//   - The routes for a list and for a single object exist: routes and its functions but lacksRoute, askWitness and the doubt in prove, the first
//     and the last cases of conclude, RouteError, and NoListError (160). API.Documented goes, too, and wasRead of the provider.
//   - The routes for changes and deletions exist: ignored, and the refused cases of Update and delete (25).
//   - An object that is gone is a 404 with the envelope: isAbsence, isRefused, and AbsentError (20).
//   - The list shows an object as soon as its create is answered: InvisibleError, isYoung, the repeated looks of Read and Find, and
//     most of settle, which then looks once (60).
//   - A create is never carried out later: the queued case and confirms (12). No write is: later, and the loops in write.go (20).
//   - A 2xx of a change or a deletion is a yes: Update and delete but their first cases (45).
//   - A natural key is free as soon as its deletion is answered: awaitDeletes, endDeletes, and freed (35). Without this, a replacement fails.
//   - An Idempotency-Key is honored: look.go and most of facts.go (200). The POST is then repeated with its key.
//   - A cursor stays valid when its object is deleted: restarted, and BrokeOff of the pager (8).
package collection
