package botbiz

import "net/http"

// RequestID returns the id of a response for the log, like that in an [Error]: printable, short, and without secrets. It is
// empty if the response has no id.
func (c *Client) RequestID(h http.Header) string {
	return c.secrets.known().quote(requestID(h), maxRequestID)
}
