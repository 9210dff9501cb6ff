// Package memnet is a network in memory, for tests: the clients and servers of net/http run on it as on a socket, and with
// the clock of testing/synctest, which a socket stops.
package memnet

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"
)

// Transport serves the handler until the test ends, and returns a transport that connects every address to it. A test in a
// bubble of testing/synctest calls it there. Requests that still run when the test ends are canceled.
func Transport(t testing.TB, handler http.Handler) *http.Transport {
	transport := &http.Transport{DialContext: Dialer(t, handler)}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// Dialer serves the handler like [Transport], and returns a function for [http.Transport.DialContext]. It ignores the
// address.
func Dialer(t testing.TB, handler http.Handler) func(ctx context.Context, network, address string) (net.Conn, error) {
	l := &listener{dialed: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: handler} //nolint:gosec // no timeouts: nobody else can connect
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(l) // ends with ErrServerClosed
	}()
	t.Cleanup(func() {
		_ = server.Close() // a listener in memory cannot fail
		<-ended
	})
	return l.dial
}

// listener accepts the connections that dial makes.
type listener struct {
	dialed chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *listener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.dialed <- conn{far}:
		return conn{near}, nil
	case <-l.closed:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: address, Err: net.ErrClosed}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.dialed:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *listener) Addr() net.Addr { return address }

// conn has the address of this machine, as a connection to a test server has.
type conn struct{ net.Conn }

var address = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}

func (c conn) LocalAddr() net.Addr  { return address }
func (c conn) RemoteAddr() net.Addr { return address }
