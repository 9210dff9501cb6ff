package transport

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"time"
)

const (
	maxAttempts   = 4                      // of one request, the first included
	firstPause    = 500 * time.Millisecond // before the second; then doubled
	maxRetryAfter = 30 * time.Second       // the longest Retry-After of a 503 that is followed
)

// retry repeats GET, HEAD, PUT, PATCH, and DELETE after a network error, a time-out, a
// cut body, or a 5xx other than 501, and every method if the request was not sent. It
// sees no 429, because limiter repeats those.
type retry struct{ next http.RoundTripper }

func (r *retry) RoundTrip(req *http.Request) (*http.Response, error) {
	req, err := repeatable(req)
	if err != nil {
		return nil, &NotSentError{Err: err}
	}
	ctx := req.Context()
	reached := false // an attempt may have reached the API
	resp, err := r.next.RoundTrip(req)
	for n := 1; n < maxAttempts && worthRepeating(req, resp, err); n++ {
		reached = reached || !notSent(err)
		if !sleep(ctx, pause(n, resp)) {
			break
		}
		again, againErr := r.next.RoundTrip(req)
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

// repeatable returns the request with a GetBody, from which every attempt takes a
// fresh body, and without a Body.
func repeatable(req *http.Request) (*http.Request, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return req, nil
	}
	defer req.Body.Close()
	out := *req
	if req.GetBody == nil {
		data, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		out.ContentLength = int64(len(data))
		out.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	}
	out.Body = nil
	return &out, nil
}

func worthRepeating(req *http.Request, resp *http.Response, err error) bool {
	switch {
	case err == nil:
		return resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented && idempotent(req.Method)
	case lasting(err), neverTried(req.Context(), err):
		return false
	}
	return idempotent(req.Method) || notSent(err)
}

func idempotent(method string) bool {
	switch method {
	case http.MethodPut, http.MethodPatch, http.MethodDelete:
		return true
	}
	return readOnly(method)
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

// pause returns how long to wait before attempt n+1.
func pause(n int, resp *http.Response) time.Duration {
	d := firstPause << (n - 1)
	d += time.Duration((rand.Float64() - 0.5) * 0.4 * float64(d)) // ±20 %
	if resp != nil && resp.StatusCode == http.StatusServiceUnavailable {
		d = max(d, min(readRate(resp.Header, time.Now()).retryAfter, maxRetryAfter))
	}
	return d
}

// sleep reports whether it ended without a cancellation.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
