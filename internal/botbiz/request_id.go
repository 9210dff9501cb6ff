package botbiz

import (
	"net/http"
	"net/url"
)

// Describe returns the fields of the log for a request and the headers of its response: the path, and the request ID if the
// response has one, like those in an [Error]: printable, short, and without secrets.
func (c *Client) Describe(u *url.URL, h http.Header) map[string]any {
	line := map[string]any{"path": c.path(u)}
	if id := c.secrets.known().quote(requestID(h), maxRequestID); id != "" {
		line["request_id"] = id
	}
	return line
}

// path returns the path of a request without secrets, which the id of an object can repeat.
func (c *Client) path(u *url.URL) string { return c.secrets.known().clean(u.EscapedPath(), redacted) }
