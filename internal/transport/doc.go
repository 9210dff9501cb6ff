// Package transport sends the requests of one API key. It is a chain of
// http.RoundTrippers, each with one concern; New holds their order:
//
//	retry       what may be repeated, after failures
//	gate        the rate limit
//	userAgent   who is asking
//	auth        the key, for one origin
//	logger      one debug line for every attempt
//	attempt     time-out, the whole body, a bound on its size
//
// It knows HTTP and how the server limits requests, and nothing of what is asked.
//
// # The rate gate
//
// The server allows a number of requests in a fixed window of time and answers 429
// to the rest. All requests of a transport pass one gate in the order in which they
// came, every repetition included.
//
// The gate spends a window in one burst and never paces. Under a fixed window
// pacing cannot gain anything: the window allows as many at its beginning as spread
// over it, so that requests held back are only later, and those held back too long
// are lost with the window.
//
// # Epochs and probes
//
// At the start, and after each wait, nothing is known of the server's present
// window: the process before, or one that runs at the same time, may have used it
// up. So one request goes alone, the probe, and the crowd only when it is answered,
// by whatever. If its caller gives it up the next in the queue takes its role. The
// time from a probe to the next is an epoch. An epoch also ends when a window is
// known to be over and nobody is at work; a crowd at work goes on, because its
// answers tell enough.
//
// # What is known from headers
//
// Some servers send X-RateLimit-Remaining and -Reset with every answer. Then the
// lowest remaining number seen of the window, less the requests in flight, is what
// may start, and when it is none all wait for the window's end. Alone on its key
// such a gate is not refused. A later reset is a new window; answers that are
// overtaken by those of a new window are ignored. A request that ended without an
// answer counts, until the answer to a later one tells.
//
// # What is learned
//
// Other servers send headers with a 429 only. A refused request was not acted upon,
// so the gate sends it again, whatever its method, and it keeps its place in the
// queue. From the first refusal the limit is known, from two the length of the
// window. In the epochs after, as many as the limit go at once, then one at a time;
// the first of these is normally the one refusal of the window, which tells when it
// ends. If it passes instead, the window rolled over unnoticed, as happens when the
// server is slow. The gate then learns that windows are no longer than that, and
// counts only what it started within such a time, so that it need not hesitate
// again.
//
// Before the first refusal nothing is known. The documented limits, 60 and 300 a
// minute, are where to be careful: ten before they are reached only two are in
// flight (a plan just before this apply has used a few), and the next after is sent
// alone. If it passes within the same second of the server's clock as the probe, the
// limit is none. Otherwise the window may have rolled over, and two at a time go on
// until as many again have been sent. That is slower than need be for a server that
// has no limit, once; Config.RequestsPerMinute, with a number as high as one likes,
// does away with it. Any other limit costs as many refusals as there were requests
// in flight, once.
//
// # How long a wait is
//
// Retry-After of a 429 wins where it was sent. Otherwise the wait is the reset less
// the time on the server's clock, which is known from Date headers: the local clock
// matters only where there are none. All waiting is on the monotonic clock.
//
// Dates are cut to a second, and so may be a reset. A window that was opened by the
// probe ends, at the latest, when the server's clock stands at the reset plus the
// fraction of a second at which the probe came, and counting from the receipt of
// the probe's answer has this fraction in it. If the answer may have been written in
// a later second than the probe came in, the fraction is not known, and a second is
// added. For the same reason a window that another process opened may be taken for
// over a little too early; then the one refused probe says so, and the next goes
// when the reset is over by a second. Less than 1.2 s of a window are lost. A server
// that rounds the reset up costs up to a second more, once: the window that the next
// probe opens then seems to be a second longer than the parts of a minute or the
// whole minutes that people choose, and is taken for what it is. Where that is wrong
// it costs one refusal, and is not supposed again.
//
// A reset is accepted in Unix seconds, Unix milliseconds, or seconds from now. One
// that is past, more than a day ahead, or no number tells nothing, like one that is
// absent: then the wait is a second, doubled up to a minute while refusals go on,
// with jitter. On ordinary answers such headers are ignored.
//
// # What callers see
//
// A wait logs one line, however many it holds up. A caller whose context is done
// leaves the queue at once. Config.MaxWait bounds the time of one request in the
// queue, over all of its refusals, and as soon as it is known that it will be
// exceeded, the caller gets a WaitError that says until when and under which limit.
// Config.RequestsPerMinute holds in any 60 seconds, beside all of the above.
package transport
