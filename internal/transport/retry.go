package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"os"
	"slices"
	"time"
)

const (
	maxAttempts   = 4                      // of one request, the first included
	firstPause    = 500 * time.Millisecond // before the second; then doubled
	maxPause      = 8 * time.Second
	maxRetryAfter = 30 * time.Second // the longest Retry-After of a 503 that is followed

	maxOutage         = time.Minute // of the API, in which more attempts follow
	maxOutageAttempts = 12          // of one request; their pauses are about maxOutage
)

// retry repeats GET, HEAD, PUT, PATCH, and DELETE after a network error, a time-out, a
// cut body, a 408, a 425, or a 5xx other than 501, and every method if the request was
// not sent. It sees no 429, because limiter repeats those.
//
// It makes a few attempts quickly. During an outage, such as a deployment of the API, it
// makes more, for maxOutage or Config.MaxWait. That time begins with the first failure
// of any request of the gate, so a plan with many objects waits it once.
type retry struct {
	next    http.RoundTripper
	gate    *Gate
	maxWait time.Duration
}

func (r *retry) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil && req.GetBody == nil {
		return nil, &NotSentError{Err: errors.New("the body cannot be sent more than once")}
	}
	ctx, patience := req.Context(), min(maxOutage, r.maxWait)
	reached := false // an attempt may have reached the API
	resp, err := r.attempt(req)
	for n := 1; worthRepeating(req, resp, err); n++ {
		d, began := pause(n, resp, patience), r.gate.outage.Load()
		down := unavailable(resp, err) && (began == nil || time.Since(*began)+d <= patience)
		if n >= maxAttempts && (!down || n >= maxOutageAttempts) {
			break
		}
		reached = reached || !notSent(err)
		if !sleep(ctx, d) {
			break
		}
		again, againErr := r.attempt(req)
		if neverTried(ctx, againErr) {
			break // the result of the attempt before says more
		}
		resp, err = again, againErr
	}
	if reached && notSent(err) {
		err = &reachedError{err} // only the last attempt was not sent
	}
	return resp, err
}

// attempt makes one attempt, and notes whether the API is up.
func (r *retry) attempt(req *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(req)
	switch now := time.Now(); {
	case unavailable(resp, err):
		r.gate.outage.CompareAndSwap(nil, &now)
	case err == nil:
		r.gate.outage.Store(nil)
	}
	return resp, err
}

// unavailable reports what a gateway or a proxy answers while the API is down, and a
// connection that the system could not make, for example because it is refused.
func unavailable(resp *http.Response, err error) bool {
	var status proxyError
	if err == nil {
		status = proxyError(resp.StatusCode)
	} else if !errors.As(err, &status) {
		return notSent(err) && errors.As(err, new(*os.SyscallError))
	}
	return status >= http.StatusBadGateway && status <= http.StatusGatewayTimeout
}

func worthRepeating(req *http.Request, resp *http.Response, err error) bool {
	switch {
	case err == nil:
		status := resp.StatusCode
		return idempotent(req.Method) && (status == http.StatusRequestTimeout || status == http.StatusTooEarly ||
			status >= 500 && status != http.StatusNotImplemented)
	case lasting(err), neverTried(req.Context(), err):
		return false
	}
	return idempotent(req.Method) || notSent(err)
}

func idempotent(method string) bool {
	return readOnly(method) || slices.Contains([]string{http.MethodPut, http.MethodPatch, http.MethodDelete}, method)
}

// lasting reports an error that the next attempt would repeat.
func lasting(err error) bool {
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.Is(err, ErrBodyTooLarge) || errors.Is(err, errOtherOrigin) ||
		errors.As(err, &cert) || errors.As(err, &record)
}

// neverTried reports an attempt that the gate refused or the caller cancelled.
func neverTried(ctx context.Context, err error) bool {
	var wait *WaitError
	return errors.As(err, &wait) || ctx.Err() != nil && errors.Is(err, ctx.Err())
}

func notSent(err error) bool {
	var unsent interface{ NotSent() bool }
	return errors.As(err, &unsent) && unsent.NotSent()
}

// pause returns how long to wait before attempt n+1. It follows a Retry-After up to most.
func pause(n int, resp *http.Response, most time.Duration) time.Duration {
	d := min(firstPause<<(n-1), maxPause)
	d += time.Duration((jitter() - 0.5) * 0.4 * float64(d)) // ±20 %
	if resp != nil && resp.StatusCode == http.StatusServiceUnavailable {
		d = max(d, min(readRate(resp.Header, time.Now()).retryAfter, maxRetryAfter, most))
	}
	return d
}

// jitter returns a number from 0 to 1 that differs between processes. It is that of the clock, so that a run on the clock of
// testing/synctest is always the same.
func jitter() float64 { return float64(time.Now().UnixNano()%1e6) / 1e6 }

// sleep reports whether it ended without a cancellation.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
