package provider

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

const (
	// maxKeyFile is the maximum size of a key file in bytes.
	maxKeyFile = 64 << 10
	// specialFileWait bounds reading a file of size 0 that is not empty. Files of the kernel have no size, and some of them,
	// such as /proc/kmsg, wait for the next event. Secrets in a FUSE file system can have no size too.
	specialFileWait = 2 * time.Second
)

// readKeyFile returns the API key in a file. It stops waiting when ctx ends, because a network file can hang.
func readKeyFile(ctx context.Context, name string) (string, error) {
	return patiently(ctx, name, sizeOf, keyIn)
}

// patiently reads a file, after size has accepted it.
func patiently[T any](ctx context.Context, name string, size func(string) (int64, error), read func(string) (T, error)) (result T, err error) {
	bytes, err := orCancelled(ctx, func() (int64, error) { return size(name) })
	if err != nil {
		return result, err
	}
	ctx, stop := patience(ctx, bytes)
	defer stop()
	return orCancelled(ctx, func() (T, error) { return read(name) })
}

func patience(ctx context.Context, size int64) (context.Context, context.CancelFunc) {
	if size > 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, specialFileWait, fmt.Errorf("it has no size and no end within %s, like a device", specialFileWait))
}

// orCancelled returns the result of read, or the error of ctx as soon as it ends.
func orCancelled[T any](ctx context.Context, read func() (T, error)) (result T, err error) {
	type outcome struct {
		result T
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		result, err := read()
		done <- outcome{result, err}
	}()
	select {
	case o := <-done:
		return o.result, o.err
	case <-ctx.Done():
		return result, secretError{fmt.Errorf("the file could not be read: %w", context.Cause(ctx))}
	}
}

// sizeOf accepts regular files only, because devices can be endless and pipes can block. Opening a pipe waits for its
// other end, so this is before it. Errors name the file only if it exists: other text may be a key in the wrong argument.
func sizeOf(name string) (int64, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil && strings.HasPrefix(name, "~"):
		return 0, secretError{errors.New("this file does not exist; only a shell replaces ~ at the beginning of a path, so write pathexpand() " +
			"around it, or $HOME in an environment variable")}
	case errors.Is(err, os.ErrNotExist):
		return 0, secretError{errors.New("this file does not exist; set the path of a file that contains the API key, not the key itself")}
	case errors.Is(err, os.ErrPermission):
		return 0, secretError{errors.New("the file cannot be read: permission denied")}
	case err != nil:
		return 0, secretError{errors.New("this is not the path of a file; set the path of a file that contains the API key, not the key itself")}
	case !info.Mode().IsRegular():
		return 0, fmt.Errorf("%s is not a regular file", name)
	}
	return info.Size(), nil
}

// keyIn returns the API key in a regular file.
func keyIn(name string) (string, error) {
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
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		return "", fmt.Errorf("the file %s is encoded as UTF-16; save it as UTF-8, in PowerShell with Set-Content -Encoding ascii", name)
	}
	key, err := parseKey(string(content))
	if err != nil {
		return "", fmt.Errorf("in the file %s: %w", name, err)
	}
	return key, nil
}

// parseKey trims an API key and rejects characters that an HTTP header cannot contain.
func parseKey(key string) (string, error) {
	key = strings.TrimSpace(strings.TrimPrefix(key, "\ufeff")) // editors on Windows write a byte order mark
	switch hidden := botbiz.Invisible(key); {
	case key == "":
		return "", errors.New("the API key is empty")
	case strings.Trim(key, `"'`) != key:
		return "", errors.New("the API key is in quotes; remove them")
	case hidden != "":
		return "", fmt.Errorf("the API key contains %s; copy it again from the Botbiz dashboard", hidden)
	case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "", errors.New("the API key contains a blank or another character that it cannot have; copy it again from the Botbiz dashboard")
	}
	return key, nil
}
