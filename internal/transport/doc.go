// Package transport sends requests to the API with one API key. It is a chain of
// http.RoundTrippers, each with one concern. New holds their order:
//
//	retry       repeats what is safe to repeat after a failure
//	limiter     waits for the rate limit, through a Gate
//	auth        adds the key and further headers, for one origin only
//	attempt     bounds the time and the size of one attempt, and writes it to the log
//
// It knows HTTP and how the API limits requests, and no objects of the API.
//
// # The rate gate
//
// The API allows a number of requests in each window of time. It answers further
// requests with 429 and does not act on them. All requests pass one Gate in the
// order in which they arrive. A refused request keeps its place and is sent again.
//
// The gate sends the requests of a window in one burst. It never paces them, because
// pacing delays requests and does not allow more of them. This is a window of 60
// requests where only a 429 has rate limit headers (o: passed, x: refused):
//
//	|<--------------------- window --------------------->|
//	|o      ooooooooooooooo  o o o o o       x           |     o      ooo
//	|probe  burst of 54      five alone      probe       |     probe  burst
//	|                                        |<---- parked --->|
//
// At the start and after each park, the state of the window is not known, because
// other processes may use the key. So the gate sends one request alone, the probe,
// and the burst when the probe is answered. If the caller cancels the probe, the
// next request is the probe. The headers decide how the burst ends:
//
//   - Headers on every answer: only as many requests are in flight as the lowest
//     X-RateLimit-Remaining of the window. At 0 the gate parks until the window ends.
//     No request is refused.
//   - Headers on a 429 only: the gate counts. The last five requests before the limit
//     go one at a time, because a plan before may have used a few. The next request
//     is a probe again. If it passes, a new window began. If it is refused, the gate
//     parks. Until the limit is known, the gate assumes the documented 60, then 300.
//
// A kind of objects, such as messages, can have a limit of its own. So the requests of a
// kind that was refused come after those of other kinds until one of it passes. If it
// is refused again while others pass, it waits alone.
//
// A quota can have another status: a 403 with a Retry-After, or the documented envelope
// of a rate limit in a 403 or a 2xx. All of them count as a 429.
//
// A park lasts for Retry-After. Without it, the park lasts until X-RateLimit-Reset,
// counted from the Date of the same answer, so the local clock does not matter. Both
// are in whole seconds: a park ends up to three seconds late, or up to one second
// early, and then the probe is refused once more. Without these headers the gate
// backs off with jitter. Headers that make no sense, such as a limit of 0, are
// ignored.
//
// Config.MaxWait bounds the time that parks hold up one request, and nothing else.
// Config.RequestsPerMinute bounds the requests that start in any 60 seconds. Each
// park logs one line.
//
// A process needs one Gate for each pair of base URL and key. The caller keeps the
// gates, in a table that is bounded and keyed by a hash, so that no key is kept.
package transport
