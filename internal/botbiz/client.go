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

// Client calls the API. It is safe for concurrent use. The transport handles authentication, retries, the rate limit, and
// timeouts.
type Client struct {
	base      *url.URL
	transport http.RoundTripper // not an http.Client, which follows redirects
	secrets   vault

	Accounts  Accounts
	Endpoints Endpoints
	Messages  Messages
	Users     Users
}

// New returns a client for the API at base, for example [DefaultBaseURL], that sends requests with transport. Errors never
// contain the secrets, for example the API key.
func New(base *url.URL, transport http.RoundTripper, secrets ...string) *Client {
	c := &Client{base: base, transport: transport}
	for _, secret := range secrets {
		c.Conceal(secret)
	}
	c.secrets.keep = len(c.secrets.secrets.list)
	c.Accounts = Accounts{c}
	c.Endpoints = Endpoints{c}
	c.Messages = Messages{c}
	c.Users = Users{c}
	return c
}

// Conceal adds a secret that errors must not contain. The client adds secrets that it sends, or receives in the response
// to a create, itself.
func (c *Client) Conceal(secret string) { c.secrets.add(secret) }

// request is one call of the API. Path elements are escaped one by one.
type request struct {
	method string
	path   []string
	query  url.Values
	body   any
	secret string // in the body, never in an error
	accept string // media type if it is not JSON
}

// do sends r and returns the body of its response. See [Client.send].
func (c *Client) do(ctx context.Context, r request) ([]byte, error) {
	body, _, err := c.send(ctx, r)
	return body, err
}

// send sends r and returns the body of a 2xx response that is not a web page and contains no error. queued means that the
// API may carry it out later (202). Errors are [*Error] and [*AnswerError] if the API or a proxy responded, and
// [*RequestError] if not. This is the only place where text from outside enters errors. It makes the text printable and
// removes secrets.
func (c *Client) send(ctx context.Context, r request) (answer []byte, queued bool, err error) {
	c.Conceal(r.secret)
	secrets := c.secrets.known()
	failed := func(err error) error {
		return &RequestError{Method: r.method, Path: c.path(c.url(r)), Err: secrets.hide(err)}
	}
	req, err := c.build(ctx, r)
	if err != nil {
		return nil, false, failed(&unsentError{err})
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, false, failed(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err = io.ReadAll(resp.Body)
	if err != nil {
		return nil, false, failed(err)
	}
	answer = bytes.TrimPrefix(answer, []byte("\ufeff"))
	if failure := readError(resp, answer, secrets); failure != nil {
		failure.Method, failure.Path = r.method, c.path(req.URL)
		return nil, false, failure
	}
	if otherAPI(answer) {
		unexpected := c.unexpected(r, "the answer has the format of another Botbiz API")
		unexpected.OtherAPI = true
		return nil, false, unexpected
	}
	if reason := notAnAnswer(answer, secrets); reason != "" {
		return nil, false, c.unexpected(r, reason)
	}
	return answer, resp.StatusCode == http.StatusAccepted, nil
}

// build returns the HTTP request for r.
func (c *Client) build(ctx context.Context, r request) (*http.Request, error) {
	for _, element := range r.path {
		// Without an id, the request for one object becomes a request for all. Dot segments change the path, even escaped.
		if strings.Trim(element, ".") == "" {
			return nil, fmt.Errorf("the object has no id (%q)", element)
		}
	}
	var body io.Reader
	if r.body != nil {
		var encoded bytes.Buffer
		// No HTML escaping: a server that echoes \u0026 instead of & would show a changed secret.
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

// unexpected returns the error for a 2xx that is not a valid response to r.
func (c *Client) unexpected(r request, reason string) *AnswerError {
	return &AnswerError{Method: r.method, Path: c.path(c.url(r)), Reason: reason}
}
