package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// strategiesFile has one line for each request of the case strategies: the strategy, the seconds since its first
// request, and how many requests were started and refused until then.
const strategiesFile = "internal/cmd/bench/testdata/strategies.csv"

// strategies creates 200 accounts under 60 requests per minute in three ways at the same time, each with its own mock:
// with the provider, and with a small client that paces its requests or repeats each refused request by itself.
func strategies(b *bench) error {
	ways := []struct {
		name, operation string
		play            func(*api) error
	}{
		{"provider", "create", func(api *api) error {
			w, err := b.workspace(api, "create", accounts(200, 0, 1))
			if err == nil {
				_, _, err = w.run("apply", "-auto-approve")
			}
			return err
		}},
		{"pacing", "create, one request a second", func(api *api) error { return paced(b.ctx, api) }},
		{"backoff", "create, backoff of each request", func(api *api) error { return backedOff(b.ctx, api) }},
	}
	data := bytes.NewBufferString("strategy,seconds,started,refused\n")
	errs := make([]error, len(ways))
	apis := make([]*api, len(ways))
	took := make([]time.Duration, len(ways))
	var wait sync.WaitGroup
	for i, way := range ways {
		apis[i] = serve(mockapi.Options{Plan: "free", Limit: 60})
		defer apis[i].close()
		wait.Go(func() {
			start := time.Now()
			errs[i] = way.play(apis[i])
			took[i] = time.Since(start)
		})
	}
	wait.Wait()
	for i, way := range ways {
		b.rowOf(apis[i], way.operation, took[i], 0)
		requests, refused := apis[i].Requests(), 0
		for n, r := range requests {
			if r.Refused {
				refused++
			}
			fmt.Fprintf(data, "%s,%.3f,%d,%d\n", way.name, r.At.Sub(requests[0].At).Seconds(), n+1, refused)
		}
	}
	if err := errors.Join(errs...); err != nil || !b.write {
		return err
	}
	return os.WriteFile(strategiesFile, data.Bytes(), 0o644)
}

// paced starts a request every second.
func paced(ctx context.Context, api *api) error {
	for n := range 200 {
		if refused, err := create(ctx, api, n); err != nil || refused {
			return errors.Join(err, fmt.Errorf("request %d failed, by the rate limit: %t", n, refused))
		}
		if err := sleep(ctx, time.Second); err != nil {
			return err
		}
	}
	return nil
}

// backedOff repeats each refused request by itself, after a wait that doubles up to 30 s, over 10 workers.
func backedOff(ctx context.Context, api *api) error {
	var next atomic.Int64
	var wait sync.WaitGroup
	errs := make([]error, 10)
	for i := range errs {
		wait.Go(func() {
			for n := next.Add(1); n <= 200 && errs[i] == nil; n = next.Add(1) {
				errs[i] = createWithBackoff(ctx, api, int(n))
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

func createWithBackoff(ctx context.Context, api *api, n int) error {
	for pause := time.Second; ; pause = min(2*pause, 30*time.Second) {
		if refused, err := create(ctx, api, n); err != nil || !refused {
			return err
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// create sends one request and reports whether the rate limit refused it.
func create(ctx context.Context, api *api, n int) (refused bool, err error) {
	body := fmt.Sprintf(`{"phone_number":"+1555%07d","name":"Account %d"}`, n+1, n+1)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, api.url+"/whatsapp/accounts", strings.NewReader(body))
	if err != nil {
		return false, err
	}
	req.Header.Set("Authorization", "Bearer bench-key")
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return false, err
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, resp.Body)
	switch resp.StatusCode {
	case http.StatusCreated, http.StatusTooManyRequests:
		return resp.StatusCode == http.StatusTooManyRequests, nil
	}
	return false, fmt.Errorf("status %d", resp.StatusCode)
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
