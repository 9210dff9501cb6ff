package botbiz

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestListIsBounded(t *testing.T) {
	base := &url.URL{Scheme: "https", Host: "api.example"}
	p := New(base, roundTripper(func(*http.Request) (*http.Response, error) {
		body := `{"data":[{"id":"wha_new"}],"has_more":true}`
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body))}, nil
	})).Accounts.Pager()
	for n := range maxObjects - 1 {
		p.seen[strconv.Itoa(n)] = true
	}
	if got, err := p.Next(t.Context()); err != nil || len(got) != 1 {
		t.Errorf("object %d: %v, %v", maxObjects, got, err)
	}
	p.seen["wha_one_more"] = true
	delete(p.seen, "wha_new") // so that it counts once more
	p.seen["wha_another"] = true
	if got, err := p.Next(t.Context()); !errors.Is(err, ErrEndlessList) || got != nil {
		t.Errorf("object %d: %v, %v", maxObjects+1, got, err)
	}
}

// A page may be as large as any body, and hold one object.
func TestListIsBounded_bytes(t *testing.T) {
	base := &url.URL{Scheme: "https", Host: "api.example"}
	pad := strings.Repeat("x", 500_000)
	requests := 0
	p := New(base, roundTripper(func(*http.Request) (*http.Response, error) {
		requests++
		body := `{"data":[{"id":"wha_` + strconv.Itoa(requests) + `","pad":"` + pad + `"}],"has_more":true}`
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body))}, nil
	})).Accounts.Pager()
	p.bytes = maxListing - 1_100_000
	var err error
	for err == nil {
		_, err = p.Next(t.Context())
	}
	if !errors.Is(err, ErrEndlessList) || requests != 3 {
		t.Errorf("%d pages, %v", requests, err)
	}
}
