package provider

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/botbiz/terraform-provider-botbiz/internal/transport"
)

// maxCACertFile is the maximum size of a file of certificates in bytes. The authorities of a system take about 250 KiB.
const maxCACertFile = 1 << 20

// trusting returns the transport that trusts the certificate authorities in a PEM file too. Like a key file, it can hang.
func trusting(ctx context.Context, name string) (http.RoundTripper, error) {
	return patiently(ctx, name, sizeOfAuthorities, authoritiesIn)
}

// sizeOfAuthorities is before Open, because that waits for the other end of a pipe.
func sizeOfAuthorities(name string) (int64, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, os.ErrPermission):
		return 0, errors.New("the file cannot be read: permission denied")
	case err != nil:
		return 0, errors.New("this file does not exist; set the path of a PEM file, not its content")
	case !info.Mode().IsRegular():
		return 0, errors.New("this is not a regular file")
	}
	return info.Size(), nil
}

func authoritiesIn(name string) (http.RoundTripper, error) {
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
