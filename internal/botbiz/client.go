package botbiz

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// DefaultBaseURL is the address of the API (documented: "Base URL").
const DefaultBaseURL = "https://api.botbiz.io/v1"

// Client calls the API. It is safe for concurrent use. Authentication, retries, the rate limit and time-outs are the
// business of the transport it is given.
type Client struct {
	base      *url.URL
	transport http.RoundTripper // no http.Client, which would follow redirects
	clock     clock
	secrets   vault

	Accounts  Accounts
	Endpoints Endpoints
	Messages  Messages
	Users     Users
}

// New returns a client of the API at base, for example [DefaultBaseURL], that sends its requests through transport.
// The secrets, such as the API key, are taken out of every error that quotes the server.
func New(base *url.URL, transport http.RoundTripper, secrets ...string) *Client {
	c := &Client{base: base, transport: transport}
	for _, secret := range secrets {
		c.Conceal(secret)
	}
	c.secrets.keep = len(c.secrets.secrets)
	c.Accounts = Accounts{c}
	c.Endpoints = Endpoints{c}
	c.Messages = Messages{c}
	c.Users = Users{c}
	return c
}

// Conceal takes a secret out of every error from now on that quotes the server. Secrets that are sent, or that the answer
// to a create tells, need no call.
func (c *Client) Conceal(secret string) { c.secrets.add(secret) }

// request is one call of the API. Path elements are escaped one by one.
type request struct {
	method string
	path   []string
	query  url.Values
	body   any
	secret string // in the body; never in an error
	accept string // a media type, where it is not JSON
}

// do sends r and returns the body of a 2xx answer that is no web page and holds no error. Errors are [*Error] and
// [*AnswerError] where the API or a proxy answered and [*RequestError] where it did not. This is the one place where text
// of an error comes in from outside; it is printable and without secrets from here on.
func (c *Client) do(ctx context.Context, r request) ([]byte, error) {
	c.Conceal(r.secret)
	secrets := c.secrets.known()
	failed := func(err error) error {
		return &RequestError{Method: r.method, Path: c.url(r).EscapedPath(), Err: secrets.hide(err)}
	}
	req, err := c.build(ctx, r)
	if err != nil {
		return nil, failed(&unsentError{err})
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, failed(err)
	}
	defer func() { _ = resp.Body.Close() }()
	c.clock.observe(resp.Header.Get("Date"))
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, failed(err)
	}
	if failure := readError(resp, answer, secrets); failure != nil {
		failure.Method, failure.Path = r.method, req.URL.EscapedPath()
		return nil, failure
	}
	if reason := notAnAnswer(answer, secrets); reason != "" {
		return nil, c.unexpected(r, reason)
	}
	return answer, nil
}

// build makes the HTTP request for r.
func (c *Client) build(ctx context.Context, r request) (*http.Request, error) {
	for _, element := range r.path {
		// Without an id a request for one object would be one for them all, and dots lead up, escaped or not.
		if strings.Trim(element, ".") == "" {
			return nil, fmt.Errorf("the object has no id (%q)", element)
		}
	}
	var body io.Reader
	if r.body != nil {
		var encoded bytes.Buffer
		// As written: an echo of \u0026 for & would be another text than the secret that it is.
		encoder := json.NewEncoder(&encoded)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(r.body); err != nil {
			return nil, err
		}
		body = bytes.NewReader(bytes.TrimSuffix(encoded.Bytes(), []byte("\n")))
	}
	req, err := http.NewRequestWithContext(ctx, r.method, c.url(r).String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", cmp.Or(r.accept, "application/json"))
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

func (c *Client) url(r request) *url.URL {
	u := c.base.JoinPath()
	for _, element := range r.path {
		u = u.JoinPath(url.PathEscape(element))
	}
	u.RawQuery = r.query.Encode()
	return u
}

// object sends r and decodes the object of the answer into out, which must come out with an id: the one that is wanted,
// or any where want is empty.
func (c *Client) object(ctx context.Context, r request, want string, out Object) error {
	answer, err := c.do(ctx, r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return c.unexpected(r, "the answer is not the JSON of an object: it is "+shape(answer))
	}
	switch got := out.ObjectID(); {
	case got == "":
		return c.unexpected(r, "the answer has no id")
	case want != "" && got != want:
		return c.unexpected(r, "the answer is another object")
	}
	return nil
}

// patched sends the PATCH r of the object id and tells whether the answer was that object: a server may answer 204 or
// {} as well, and the caller then reads the object.
func (c *Client) patched(ctx context.Context, r request, id string, out Object) (bool, error) {
	answer, err := c.do(ctx, r)
	if err != nil || len(bytes.TrimSpace(answer)) == 0 {
		return false, err
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return false, c.unexpected(r, "the answer is not the JSON of an object: it is "+shape(answer))
	}
	if got := out.ObjectID(); got != "" && got != id {
		return false, c.unexpected(r, "the answer is another object")
	}
	return out.ObjectID() != "", nil
}

// deleted sends the DELETE r. Any 2xx that do takes for an answer is a success.
func (c *Client) deleted(ctx context.Context, r request) error {
	_, err := c.do(ctx, r)
	return err
}

// unexpected is the error of a 2xx that is not an answer to r.
func (c *Client) unexpected(r request, reason string) error {
	return &AnswerError{Method: r.method, Path: c.url(r).EscapedPath(), Reason: reason}
}
