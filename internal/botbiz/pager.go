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

// PageSize is how many objects a list request asks for (inferred: limit=1..100).
const PageSize = 100

// These bound a list that never ends.
const (
	maxObjects = 100_000
	maxListing = 64 << 20 // bytes of all pages
)

// ErrEndlessList is a list that has more and brings nothing new, or more than 100,000 objects or 64 MiB.
var ErrEndlessList = errors.New("the list does not end: its pages repeat, bring nothing new, or come to more than 64 MiB")

// Object is anything that the API gives an id.
type Object interface{ ObjectID() string }

// Pager walks through a list, page by page. It is not safe for concurrent use.
type Pager[T Object] struct {
	client   *Client
	path     []string
	after    string
	seen     map[string]bool
	done     bool
	complete bool
	unsaid   bool // the page before had no has_more
	bytes    int  // of the pages so far
}

func newPager[T Object](c *Client, path ...string) *Pager[T] {
	return &Pager[T]{client: c, path: path, seen: map[string]bool{}}
}

// Done tells whether there is no further page to read.
func (p *Pager[T]) Done() bool { return p.done }

// Complete tells whether the list ended by itself: has_more is false, or a page is empty. A list without has_more of which
// a page repeats may show some of its objects only.
func (p *Pager[T]) Complete() bool { return p.complete }

// Next fetches the next page and returns the objects on it that no page before it had. After an error the same page is
// fetched again.
func (p *Pager[T]) Next(ctx context.Context) ([]T, error) {
	r := request{method: "GET", path: p.path, query: url.Values{"limit": {strconv.Itoa(PageSize)}}}
	if p.after != "" {
		r.query.Set("starting_after", p.after)
	}
	body, err := p.client.do(ctx, r)
	var refused *Error
	switch {
	case p.unsaid && errors.As(err, &refused) && refused.Documented && refused.Status == http.StatusBadRequest:
		p.done = true // a list without has_more whose cursor is refused has no pages
		return nil, nil
	case err != nil:
		return nil, err
	}
	items, hasMore, problem := readPage[T](body)
	if problem != "" {
		return nil, p.client.unexpected(r, problem)
	}
	// Nothing of p changes before the page is known to be good, because an error fetches it again.
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

// readPage reads {"data":[…],"has_more":bool} or a bare array of objects with ids. Nothing else is a list, least of all
// an empty one: problem says why not.
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
	// Some servers write an empty list as null; without has_more beside it, it is no list.
	if bytes.Equal(page.Data, []byte("null")) && page.HasMore != nil && !*page.HasMore {
		return nil, page.HasMore, ""
	}
	if !bytes.HasPrefix(bytes.TrimSpace(page.Data), []byte("[")) || json.Unmarshal(page.Data, &items) != nil {
		return nil, nil, "the answer is not a list of objects: it is " + shape(body)
	}
	for _, item := range items {
		if item.ObjectID() == "" {
			return nil, nil, "an object of the list has no id"
		}
	}
	return items, page.HasMore, ""
}

// All yields the objects of the list in the server's order, fetching pages as they are needed. It ends with the first
// error.
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
