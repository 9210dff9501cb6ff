package provider

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxKeyFile is the size in bytes of the largest key file.
const maxKeyFile = 64 << 10

// readKeyFile returns the API key in a file. The wait ends with ctx, because a file on a network can hang.
func readKeyFile(ctx context.Context, name string) (string, error) {
	return orCancelled(ctx, func() (string, error) { return keyIn(name) })
}

// orCancelled returns what read returns, or the error of ctx as soon as that ends.
func orCancelled(ctx context.Context, read func() (string, error)) (key string, err error) {
	done := make(chan struct{})
	var readKey string
	var readErr error
	go func() {
		defer close(done)
		readKey, readErr = read()
	}()
	select {
	case <-done:
		return readKey, readErr
	case <-ctx.Done():
		return "", secretError{fmt.Errorf("the API key could not be read from its file: %w", ctx.Err())}
	}
}

// keyIn reads regular files only: a device may have no end, and a pipe may never be written to. The errors name the file
// only where it exists; any other text may be a key that was put here by mistake.
func keyIn(name string) (string, error) {
	// Stat before Open, which waits for the other end of a pipe.
	switch info, err := os.Stat(name); {
	case errors.Is(err, os.ErrNotExist):
		return "", secretError{errors.New("there is no file with this name; give the path of a file that holds the API key, not the key")}
	case errors.Is(err, os.ErrPermission):
		return "", secretError{errors.New("the file cannot be read: permission denied")}
	case err != nil:
		return "", secretError{errors.New("it is not the path of a file; give the path of a file that holds the API key, not the key")}
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s is not a regular file", name)
	}
	file, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("the API key cannot be read from its file: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxKeyFile+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("the API key cannot be read from its file: %w", err)
	case len(content) > maxKeyFile:
		return "", fmt.Errorf("the file %s is larger than 64 KiB, so it does not hold an API key", name)
	}
	key, err := parseKey(string(content))
	if err != nil {
		return "", fmt.Errorf("in the file %s: %w", name, err)
	}
	return key, nil
}

// parseKey trims an API key and refuses what cannot be in an HTTP header.
func parseKey(key string) (string, error) {
	key = strings.TrimSpace(key)
	switch {
	case key == "":
		return "", errors.New("the API key is empty")
	case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "", errors.New("the API key holds a line break, a blank or another character that no key has; copy it again from the dashboard")
	}
	return key, nil
}
