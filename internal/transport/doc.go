// Package transport sends the requests of one API key. It is a chain of
// http.RoundTrippers, each with one concern; New holds their order:
//
//	retry       what may be repeated, after failures
//	limiter     the rate limit, by a Gate
//	userAgent   who is asking
//	auth        the key, for one origin
//	logger      one debug line for every attempt
//	attempt     time-out, the whole body, a bound on its size
//
// It knows HTTP and how Botbiz limits requests, and nothing of what is asked.
//
// # The rate gate
//
// Botbiz allows a number of requests in a window of time and answers 429 to the
// rest, which it does not act upon. All requests pass one Gate in the order in
// which they came. A refused request keeps its place and is sent again. One window
// of 60, where only a 429 has headers (o: passed, x: refused):
//
//	|<--------------------- window --------------------->|
//	|o     oooooooooooooooo  o o o o o        x          |     o     ooo…
//	|probe      burst        the last alone   probe      |     probe
//	|                                          <---- parked ---->
//
// The gate spends a window in one burst and never paces, because requests that
// are held back in a window gain nothing. At the start and after each park nothing
// is known of the window, since other processes may use the key. So one request
// goes alone, the probe, and the others when it is answered.
//
//   - Where every answer has headers, as many requests may be in flight as the
//     lowest X-RateLimit-Remaining of the window says. When nothing remains the gate
//     parks until the window ends, and no request is refused.
//   - Else the gate counts. The last five before the limit go one at a time. The next
//     is a probe again: a pass shows that a new window began, a 429 parks the gate.
//     Before a limit is known the documented ones are supposed, 60 and then 300.
//
// A park lasts for Retry-After, else until X-RateLimit-Reset by the server's clock,
// which the Date of the same answer tells, else for a backoff with jitter. Both
// times are in whole seconds, so it may be a second too long, or so short that the
// probe is refused once. All waiting is on the monotonic clock. Headers that make
// no sense, such as a limit of 0, tell nothing.
//
// Config.MaxWait bounds how long parks hold up one request, and nothing else.
// Config.RequestsPerMinute holds in any 60 seconds, beside all of the above. A park
// logs one line, however many requests it holds up.
//
// A program that configures the provider more than once keeps one Gate for each
// pair of base URL and key, and hands it to every New. That table belongs to the
// caller, who bounds it, and keys it by a hash, so that no key is kept as text.
package transport
