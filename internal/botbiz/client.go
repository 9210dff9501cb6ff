package botbiz

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
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
	base   *url.URL
	http   *http.Client
	clock  clock
	redact redact

	Accounts  Accounts
	Endpoints Endpoints
	Messages  Messages
	Users     Users
}

// New returns a client of the API at base, for example [DefaultBaseURL], that sends its requests through transport.
// The secrets, such as the API key, are taken out of every error that quotes the server.
func New(base *url.URL, transport http.RoundTripper, secrets ...string) *Client {
	c := &Client{base: base, redact: secrets, http: &http.Client{
		Transport: transport,
		// A redirect would carry the API key to wherever the answer says.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	c.Accounts = Accounts{c}
	c.Endpoints = Endpoints{c}
	c.Messages = Messages{c}
	c.Users = Users{c}
	return c
}

// errNoID keeps a request for one object from becoming a request for them all.
var errNoID = errors.New("the object has no id")

// request is one call of the API. Path elements are escaped one by one.
type request struct {
	method string
	path   []string
	query  url.Values
	body   any
	secret string // in the body; never in an error
	accept string // a media type, where it is not JSON
}

// do sends r and returns the body of a 2xx answer that holds no error envelope. Errors are [*Error] where the server
// answered and [*RequestError] where it did not.
func (c *Client) do(ctx context.Context, r request) ([]byte, error) {
	u := c.base.JoinPath()
	for _, element := range r.path {
		escaped := url.PathEscape(element)
		if strings.Trim(element, ".") == "" {
			escaped = strings.ReplaceAll(element, ".", "%2E") // no way up
		}
		if escaped == "" {
			return nil, &RequestError{Method: r.method, Path: u.Path, Err: errNoID}
		}
		u = u.JoinPath(escaped)
	}
	u.RawQuery = r.query.Encode()
	var body io.Reader
	if r.body != nil {
		encoded, err := json.Marshal(r.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, u.String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", cmp.Or(r.accept, "application/json"))
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		// The URL is in the *url.Error too, with its query: the path alone says enough.
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return nil, &RequestError{Method: r.method, Path: u.Path, Err: err}
	}
	defer func() { _ = resp.Body.Close() }()
	c.clock.observe(resp.Header.Get("Date"))
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, &RequestError{Method: r.method, Path: u.Path, Err: err}
	}
	if failure := readError(resp, answer, append(c.redact[:len(c.redact):len(c.redact)], r.secret)); failure != nil {
		failure.Method, failure.Path = r.method, u.Path
		return nil, failure
	}
	return answer, nil
}

// object sends r and decodes the object of the answer into out, which must come out with an id: the one that is wanted,
// or any where want is empty.
func (c *Client) object(ctx context.Context, r request, want string, out Object) error {
	answer, err := c.do(ctx, r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return r.unexpected("the answer is not the JSON of an object (%s)", excerpt(answer))
	}
	switch got := out.ObjectID(); {
	case got == "":
		return r.unexpected("the answer has no id")
	case want != "" && got != want:
		return r.unexpected("the answer is the object %q, asked for was %q", got, want)
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
		return false, r.unexpected("the answer is not JSON of an object (%s)", excerpt(answer))
	}
	if got := out.ObjectID(); got != "" && got != id {
		return false, r.unexpected("the answer is the object %q, asked for was %q", got, id)
	}
	return out.ObjectID() != "", nil
}

// deleted sends the DELETE r. Any 2xx is a success, except a web page, which a proxy sent.
func (c *Client) deleted(ctx context.Context, r request) error {
	answer, err := c.do(ctx, r)
	if err == nil && bytes.HasPrefix(bytes.TrimSpace(answer), []byte("<")) {
		return r.unexpected("the answer is a web page")
	}
	return err
}

func (r request) unexpected(format string, args ...any) error {
	return &AnswerError{Method: r.method, Path: "/" + strings.Join(r.path, "/"), Reason: fmt.Sprintf(format, args...)}
}
