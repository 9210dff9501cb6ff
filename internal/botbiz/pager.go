package botbiz

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/url"
	"strconv"
)

// PageSize is how many objects a list request asks for (inferred: limit=1..100).
const PageSize = 100

// maxObjects bounds a list that never ends.
const maxObjects = 100_000

// ErrEndlessList is a list that has more and brings nothing new, or more than 100,000 objects.
var ErrEndlessList = errors.New("the list does not end: its pages repeat or bring nothing new")

// Object is anything that the API gives an id.
type Object interface{ ObjectID() string }

// Pager walks through a list, page by page. It is not safe for concurrent use.
type Pager[T Object] struct {
	client *Client
	path   []string
	after  string
	seen   map[string]bool
	done   bool
}

func newPager[T Object](c *Client, path ...string) *Pager[T] {
	return &Pager[T]{client: c, path: path, seen: map[string]bool{}}
}

// Done tells whether the whole list was read.
func (p *Pager[T]) Done() bool { return p.done }

// Next fetches the next page and returns the objects on it that no page before it had. After an error the same page is
// fetched again.
func (p *Pager[T]) Next(ctx context.Context) ([]T, error) {
	r := request{method: "GET", path: p.path, query: url.Values{"limit": {strconv.Itoa(PageSize)}}}
	if p.after != "" {
		r.query.Set("starting_after", p.after)
	}
	body, err := p.client.do(ctx, r)
	if err != nil {
		return nil, err
	}
	items, hasMore, err := readPage[T](r, body)
	if err != nil {
		return nil, err
	}
	fresh := items[:0:0]
	for _, item := range items {
		id := item.ObjectID()
		if id == "" {
			return nil, r.unexpected("an object of the list has no id")
		}
		if !p.seen[id] {
			p.seen[id] = true
			fresh = append(fresh, item)
		}
		p.after = id
	}
	switch {
	case hasMore != nil && *hasMore && len(fresh) == 0, len(p.seen) > maxObjects:
		return nil, ErrEndlessList
	case hasMore != nil:
		p.done = !*hasMore
	default:
		p.done = len(items) < PageSize || len(fresh) == 0
	}
	return fresh, nil
}

// readPage reads {"data":[…],"has_more":bool} or a bare array. Nothing else is a list, least of all an empty one.
func readPage[T Object](r request, body []byte) ([]T, *bool, error) {
	var page struct {
		Data    json.RawMessage `json:"data"`
		HasMore *bool           `json:"has_more"`
	}
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		page.Data = body
	} else if err := json.Unmarshal(body, &page); err != nil {
		return nil, nil, r.unexpected("the answer is not the JSON of a list (%s)", excerpt(body))
	}
	// Some servers write an empty list as null; without has_more beside it, it is no list.
	if bytes.Equal(page.Data, []byte("null")) && page.HasMore != nil && !*page.HasMore {
		return nil, page.HasMore, nil
	}
	var items []T
	if !bytes.HasPrefix(bytes.TrimSpace(page.Data), []byte("[")) || json.Unmarshal(page.Data, &items) != nil {
		return nil, nil, r.unexpected("the answer is not a list of objects (%s)", excerpt(body))
	}
	return items, page.HasMore, nil
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
