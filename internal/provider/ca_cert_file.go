package provider

import (
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/botbiz/terraform-provider-botbiz/internal/transport"
)

// maxCACertFile is the maximum size of a file of certificates in bytes. The authorities of a system take about 250 KiB.
const maxCACertFile = 1 << 20

// trusting returns the transport that trusts the certificate authorities in a PEM file too.
func trusting(name string) (http.RoundTripper, error) {
	// Stat before Open, because Open waits for the other end of a pipe.
	switch info, err := os.Stat(name); {
	case errors.Is(err, os.ErrPermission):
		return nil, errors.New("the file cannot be read: permission denied")
	case err != nil:
		return nil, errors.New("this file does not exist; set the path of a PEM file, not its content")
	case !info.Mode().IsRegular():
		return nil, errors.New("this is not a regular file")
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, errors.New("the file cannot be read")
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxCACertFile+1))
	switch {
	case err != nil:
		return nil, errors.New("the file cannot be read")
	case len(content) > maxCACertFile:
		return nil, errors.New("the file is larger than 1 MiB")
	}
	return transport.Base(string(content))
}
