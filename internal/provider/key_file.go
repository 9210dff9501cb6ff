package provider

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxKeyFile is the maximum size of a key file in bytes.
const maxKeyFile = 64 << 10

// readKeyFile returns the API key in a file. It stops waiting when ctx ends, because a network file can hang.
func readKeyFile(ctx context.Context, name string) (string, error) {
	return orCancelled(ctx, func() (string, error) { return keyIn(name) })
}

// orCancelled returns the result of read, or the error of ctx as soon as it ends.
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

// keyIn reads regular files only, because devices can be endless and pipes can block. Errors name the file only if it
// exists: other text may be a key in the wrong argument.
func keyIn(name string) (string, error) {
	// Stat before Open, because Open waits for the other end of a pipe.
	switch info, err := os.Stat(name); {
	case errors.Is(err, os.ErrNotExist):
		return "", secretError{errors.New("this file does not exist; set the path of a file that contains the API key, not the key itself")}
	case errors.Is(err, os.ErrPermission):
		return "", secretError{errors.New("the file cannot be read: permission denied")}
	case err != nil:
		return "", secretError{errors.New("this is not the path of a file; set the path of a file that contains the API key, not the key itself")}
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
		return "", fmt.Errorf("the file %s is larger than 64 KiB, so it does not contain an API key", name)
	}
	key, err := parseKey(string(content))
	if err != nil {
		return "", fmt.Errorf("in the file %s: %w", name, err)
	}
	return key, nil
}

// parseKey trims an API key and rejects characters that an HTTP header cannot contain.
func parseKey(key string) (string, error) {
	key = strings.TrimSpace(key)
	switch {
	case key == "":
		return "", errors.New("the API key is empty")
	case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "", errors.New("the API key contains a line break, a space, or another invalid character; copy it again from the Botbiz dashboard")
	}
	return key, nil
}
