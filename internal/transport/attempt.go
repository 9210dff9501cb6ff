package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// MaxBody is the size in bytes of the largest answer that is accepted.
const MaxBody = 4 << 20

// attempt sends a request once. It reads the whole body, so that a body that is cut
// or late is an error of the attempt, and retry repeats it.
//
// It writes one line to the log, which names the path without its query, and of headers and
// bodies only the id of an answer. Status 0 is an attempt without an answer.
type attempt struct {
	next     http.RoundTripper
	timeout  time.Duration
	debug    Log
	describe func(*url.URL, http.Header) map[string]any
}

func (a *attempt) RoundTrip(req *http.Request) (*http.Response, error) {
	start, status, header := time.Now(), 0, http.Header(nil)
	resp, err := a.send(req)
	if err == nil {
		status, header = resp.StatusCode, resp.Header
	}
	if a.debug != nil {
		line := a.describe(req.URL, header)
		line["method"], line["status"], line["milliseconds"] = req.Method, status, time.Since(start).Milliseconds()
		a.debug(req.Context(), "HTTP request", line)
	}
	return resp, err
}

func (a *attempt) send(req *http.Request) (*http.Response, error) {
	caller := req.Context()
	if err := caller.Err(); err != nil {
		return nil, &NotSentError{Err: err}
	}
	ctx := caller
	if !readOnly(req.Method) {
		// A write in flight runs to its end, so that its outcome is known.
		ctx = context.WithoutCancel(caller)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, a.timeout, ErrTimeout)
	defer cancel()
	var conn connTrace
	ctx = httptrace.WithClientTrace(ctx, conn.hooks())

	out := req.Clone(ctx)
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, &NotSentError{Err: err}
		}
		out.Body = body
	}
	out.GetBody = nothingWritten
	resp, err := a.next.RoundTrip(out)
	if err != nil {
		err = a.reason(ctx, err)
		if conn.neverMade(err) || errors.Is(err, errNothingWritten) {
			err = &NotSentError{Err: err}
		}
		return nil, err
	}
	if resp.StatusCode < http.StatusOK { // the body of a 101 is the connection, and no time-out ends its read
		_ = resp.Body.Close()
		return nil, fmt.Errorf("%d is not the status of an answer", resp.StatusCode)
	}
	// A 429 needs no body: its status says that the API did not act.
	if err := readBody(resp); err != nil && resp.StatusCode != http.StatusTooManyRequests {
		return nil, &BodyError{Status: resp.StatusCode, Err: a.reason(ctx, err)}
	}
	return resp, nil
}

// reason is why the attempt failed: err, or the end of ctx where that led to err.
func (a *attempt) reason(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, ErrBodyTooLarge):
		return err
	case errors.Is(context.Cause(ctx), ErrTimeout):
		return fmt.Errorf("%w after %s", ErrTimeout, a.timeout)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return err
}

// readBody replaces the body by its bytes.
func readBody(resp *http.Response) error {
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, MaxBody+1))
	if err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	if len(data) > MaxBody {
		return fmt.Errorf("%w: more than %d bytes", ErrBodyTooLarge, MaxBody)
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(data)), int64(len(data))
	return nil
}

var errNothingWritten = errors.New("the connection was closed before anything was written to it")

// nothingWritten is the GetBody of every attempt. net/http calls it to repeat a write of
// which it wrote nothing. The error leaves that to retry, so the gate counts it.
func nothingWritten() (io.ReadCloser, error) { return nil, errNothingWritten }

func readOnly(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == ""
}

// connTrace records whether a request had a connection. A Base that is not an
// http.Transport reports neither.
type connTrace struct{ wanted, got atomic.Bool }

func (c *connTrace) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { c.wanted.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { c.got.Store(true) },
	}
}

// neverMade reports whether err came before there was a connection to write to.
func (c *connTrace) neverMade(err error) bool {
	if c.got.Load() {
		return false
	}
	var op *net.OpError
	return c.wanted.Load() || errors.As(err, &op) && op.Op == "dial"
}
