package botbiz

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"
)

// PageSize is the number of objects that a list request asks for (inferred: limit=1..100).
const PageSize = 100

// Limits for a list that does not end.
const (
	maxObjects = 100_000
	maxListing = 64 << 20 // bytes of all pages
)

// ErrEndlessList is a list with has_more but without new objects, with more than 100,000 objects, or with more than 64 MiB.
var ErrEndlessList = errors.New("the list does not end: its pages repeat, bring nothing new, or come to more than 64 MiB")

// Object is an object with an id.
type Object interface{ ObjectID() string }

// Pager reads a list page by page. It is not safe for concurrent use.
type Pager[T Object] struct {
	client   *Client
	path     []string
	after    string
	seen     map[string]bool
	done     bool
	complete bool
	unsaid   bool // the last page had no has_more
	bytes    int  // of all pages so far
}

func newPager[T Object](c *Client, path ...string) *Pager[T] {
	return &Pager[T]{client: c, path: path, seen: map[string]bool{}}
}

// Done reports whether all pages are read.
func (p *Pager[T]) Done() bool { return p.done }

// Complete reports whether the list is complete: has_more is false, or a page is empty. A list without has_more whose pages
// repeat may be incomplete.
func (p *Pager[T]) Complete() bool { return p.complete }

// Next fetches the next page and returns its new objects. After an error, it fetches the same page again.
func (p *Pager[T]) Next(ctx context.Context) ([]T, error) {
	r := request{method: "GET", path: p.path, query: url.Values{"limit": {strconv.Itoa(PageSize)}}}
	if p.after != "" {
		r.query.Set("starting_after", p.after)
	}
	body, err := p.client.do(ctx, r)
	var refused *Error
	switch {
	case p.unsaid && errors.As(err, &refused) && refused.Documented && refused.Status == http.StatusBadRequest:
		p.done = true // a list without has_more that rejects the cursor has no pages
		return nil, nil
	case err != nil:
		return nil, err
	}
	items, hasMore, problem := readPage[T](body)
	if problem != "" {
		return nil, p.client.unexpected(r, problem)
	}
	// p changes only after the page is valid, because an error fetches it again.
	after, fresh := p.after, items[:0:0]
	news := map[string]bool{}
	for _, item := range items {
		after = item.ObjectID()
		if !p.seen[after] && !news[after] {
			news[after] = true
			fresh = append(fresh, item)
		}
	}
	more, unsaid := hasMore != nil && *hasMore, hasMore == nil
	if more && len(fresh) == 0 || len(p.seen)+len(fresh) > maxObjects || p.bytes+len(body) > maxListing {
		return nil, ErrEndlessList
	}
	p.bytes += len(body)
	p.after, p.unsaid = after, unsaid
	maps.Copy(p.seen, news)
	p.done = !more && (!unsaid || len(fresh) == 0)
	p.complete = p.done && (!unsaid || len(items) == 0)
	return fresh, nil
}

// readPage accepts {"data":[…],"has_more":bool} or a bare array of objects with ids. Otherwise, problem states why it is
// not a list.
func readPage[T Object](body []byte) (items []T, hasMore *bool, problem string) {
	var page struct {
		Data    json.RawMessage `json:"data"`
		HasMore *bool           `json:"has_more"`
	}
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		page.Data = body
	} else if err := json.Unmarshal(body, &page); err != nil {
		return nil, nil, "the answer is not the JSON of a list: it is " + shape(body)
	}
	// Some servers write an empty list as null. Without has_more, null is not a list.
	if bytes.Equal(page.Data, []byte("null")) && page.HasMore != nil && !*page.HasMore {
		return nil, page.HasMore, ""
	}
	if !bytes.HasPrefix(bytes.TrimSpace(page.Data), []byte("[")) || json.Unmarshal(page.Data, &items) != nil {
		return nil, nil, "the answer is not a list of objects: it is " + shape(body)
	}
	for _, item := range items {
		if item.ObjectID() == "" {
			return nil, nil, "an object of the list has no id, or one that cannot be used"
		}
	}
	return items, page.HasMore, ""
}

// All yields the objects in the order of the list and fetches pages as needed. It ends with the first error.
func (p *Pager[T]) All(ctx context.Context) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for !p.done {
			items, err := p.Next(ctx)
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}
