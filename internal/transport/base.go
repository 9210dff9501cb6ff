package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

var bases sync.Map // *http.Transport of this process, by their additional authorities

// Base returns the transport that trusts the certificate authorities of the system and
// those in pem, which can be empty. Calls with the same text return the same transport,
// so all configurations of a process share its connections. It is an error if pem
// contains no certificate.
//
// It speaks HTTP/1.1 only. On HTTP/2, net/http repeats a POST by itself after a GOAWAY,
// keeps a dead connection for every retry, and logs headers if GODEBUG asks for it.
// Proxies come from the environment.
func Base(pem string) (http.RoundTripper, error) {
	if base, ok := bases.Load(pem); ok {
		return base.(http.RoundTripper), nil
	}
	var roots *x509.CertPool // nil: those of the system
	if pem != "" {
		var err error
		if roots, err = x509.SystemCertPool(); err != nil {
			return nil, fmt.Errorf("the certificate authorities of the system cannot be read: %w", err)
		}
		if !roots.AppendCertsFromPEM([]byte(pem)) {
			return nil, errors.New("it contains no certificate in PEM format")
		}
	}
	http1 := new(http.Protocols)
	http1.SetHTTP1(true)
	base, _ := bases.LoadOrStore(pem, &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
			if resp.StatusCode == http.StatusOK {
				return nil
			}
			return proxyError(resp.StatusCode)
		},
		DialContext:         (&net.Dialer{Timeout: 30 * time.Second}).DialContext,
		TLSClientConfig:     &tls.Config{RootCAs: roots},
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConns:        100,
		MaxIdleConnsPerHost: 100, // because ten operations or more run in parallel
		IdleConnTimeout:     90 * time.Second,
		Protocols:           http1,
	})
	return base.(http.RoundTripper), nil
}
