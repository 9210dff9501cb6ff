package botbiz

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// Reply is what the API says about a write that it accepted. A 2xx alone is not yet a yes.
type Reply[T Object] struct {
	Empty   bool // it says nothing: 204, or no body
	Deleted bool // the object is marked as deleted
	Item    *T   // the object, if the body contains it
	Queued  bool // the API may carry it out later: 202
	Fine    bool // the object, {}, or "success": true; false after anything else, such as "success": false or a text
}

// write sends a PATCH, PUT, or DELETE of the object id.
func write[T Object](ctx context.Context, c *Client, r request, id string, read func(fields) T) (reply Reply[T], err error) {
	answer, queued, err := c.send(ctx, r)
	if err != nil {
		return reply, err
	}
	if len(bytes.TrimSpace(answer)) == 0 {
		return Reply[T]{Empty: true, Queued: queued, Fine: true}, nil
	}
	f, ok := readFields(answer)
	if !ok {
		return reply, nil
	}
	item := read(f)
	switch got := item.ObjectID(); {
	case got == "":
		success := f.flag("success")
		return Reply[T]{Deleted: f.deleted(), Queued: queued, Fine: len(f) == 0 || success != nil && *success}, nil
	case !strings.EqualFold(got, id):
		return reply, c.unexpected(r, "the answer is another object")
	}
	success := f.flag("success")
	return Reply[T]{Item: &item, Deleted: f.deleted(), Queued: queued, Fine: success == nil || *success}, nil
}

// ErrQueued is a create that the API may carry out later (202). The object in its response may be a job.
var ErrQueued = errors.New("the API accepted the request and may carry it out later")

// object sends r and returns the object in the response. Its id must be want, or any id if want is empty: then the object
// can come with [ErrQueued]. An object that is only a mark that it was deleted is a 410.
func object[T Object](ctx context.Context, c *Client, r request, want string, read func(fields) T) (item T, err error) {
	answer, queued, err := c.send(ctx, r)
	if err != nil {
		return item, err
	}
	f, ok := readFields(answer)
	if !ok {
		return item, c.unexpected(r, "the answer is not the JSON of an object: it is "+shape(answer))
	}
	item = read(f)
	switch got := item.ObjectID(); {
	case got == "":
		return item, c.unexpected(r, "the answer has no id")
	case want != "" && !strings.EqualFold(got, want):
		return item, c.unexpected(r, "the answer is another object")
	case f.deleted():
		return item, &Error{
			Method: r.method, Path: c.path(c.url(r)), Status: http.StatusGone, Code: "deleted",
			Message: "the object is marked as deleted", Documented: true,
		}
	case want == "" && queued:
		return item, ErrQueued
	}
	return item, nil
}

// refusesMethod reports a 405: the API may allow PUT.
func refusesMethod(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusMethodNotAllowed
}

// otherAPI reports whether a body has the format of the vendor's other API description: {"status":"1"|"0","message":…}.
func otherAPI(body []byte) bool {
	var f fields
	if json.Unmarshal(body, &f) != nil || f.id() != "" || f["data"] != nil {
		return false
	}
	status := told(asText(f["status"]))
	return (status == "0" || status == "1") && f["message"] != nil
}
