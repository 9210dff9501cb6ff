package botbiz

import (
	"context"
	"errors"
	"iter"
	"maps"
	"net/url"
	"slices"
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
type Object interface {
	ObjectID() string
	Leaving() bool // Botbiz is deleting it
}

// Pager reads a list page by page. It is not safe for concurrent use.
type Pager[T Object] struct {
	client    *Client
	read      func(fields) T
	path      []string
	after     string
	unlimited bool // the list rejected limit
	number    int  // of the next page, once the list has ignored or rejected the cursor
	seen      map[string]bool
	done      bool
	complete  bool
	promised  bool   // has_more of the last page is true
	brokeOff  bool   // the last page is empty, and the one before promised it
	unsaid    bool   // whether more follows the last page is not known
	short     bool   // the last page was shorter than the first
	first     int    // number of objects on the first page
	size      int    // of the pages, if the first one has a common size of its own
	bytes     int    // of all pages so far
	total     int    // number of objects on all pages, if the server says so
	member    string // of the page that has the objects
}

func newPager[T Object](c *Client, read func(fields) T, path ...string) *Pager[T] {
	return &Pager[T]{client: c, read: read, path: path, seen: map[string]bool{}}
}

// Done reports whether all pages are read.
func (p *Pager[T]) Done() bool { return p.done }

// Complete reports whether the list is complete: has_more is false, or a page is empty, and no total says otherwise. A list
// whose pages repeat may be incomplete.
func (p *Pager[T]) Complete() bool { return p.complete }

// BrokeOff reports whether the last page was empty although the one before promised more: the object of the cursor may have
// been deleted.
func (p *Pager[T]) BrokeOff() bool { return p.brokeOff }

// AtEnd reports whether the pages so far are the whole list, also if the API does not say so: one is shorter than the first.
func (p *Pager[T]) AtEnd() bool { return p.complete || p.short }

// Next fetches the next page and returns its new objects. After an error, it fetches the same page again.
func (p *Pager[T]) Next(ctx context.Context) ([]T, error) {
	r := request{method: "GET", path: p.path, query: url.Values{}}
	if !p.unlimited {
		r.query.Set("limit", strconv.Itoa(PageSize))
	}
	switch {
	case p.number > 0:
		r.query.Set("page", strconv.Itoa(p.number))
	case p.after != "":
		r.query.Set("starting_after", p.after)
	}
	body, err := p.client.do(ctx, r)
	switch {
	case p.after == "" && !p.unlimited && IsRefusal(err):
		p.unlimited = true // the list may reject the parameter
		return p.Next(ctx)
	case p.number > 0 && !p.unsaid && IsRefusal(err):
		return nil, ErrEndlessList
	case p.unsaid && IsRefusal(err):
		if p.countPages() {
			return p.Next(ctx)
		}
		p.done = true // a list without has_more that rejects both has no pages
		return nil, nil
	case err != nil:
		return nil, err
	}
	page, problem := readPage(body, p.member)
	if problem != "" {
		return nil, p.client.unexpected(r, problem)
	}
	// p changes only after the page is valid, because an error fetches it again.
	after, fresh := p.after, []T{}
	news := map[string]bool{}
	for _, f := range page.items {
		after = f.id()
		if id := CanonicalID(after); !p.seen[id] && !news[id] {
			news[id] = true
			if f.deleted() {
				continue
			}
			item := p.read(f)
			if item.ObjectID() == "" {
				return nil, p.client.unexpected(r, "an object of the list cannot be used")
			}
			fresh = append(fresh, item)
		}
	}
	all := len(p.seen) + len(news)
	none, repeats := len(page.items) == 0, len(page.items) > 0 && len(news) == 0
	more, unsaid := page.more != nil && *page.more, page.more == nil
	p.promised, p.brokeOff = more, none && p.promised
	most := max(p.total, page.total)
	more = more || unsaid && most > all
	if more && repeats && p.number > 0 || all > maxObjects || p.bytes+len(body) > maxListing {
		return nil, ErrEndlessList
	}
	// A server that knows only its own page size may deny that there is more after each page: the next one shows it.
	if p.after == "" && slices.Contains(pageSizes, len(page.items)) {
		p.size = len(page.items)
	}
	unsaid = unsaid || !more && len(page.items) == p.size
	if p.after == "" {
		p.first = len(page.items)
	}
	p.short = len(page.items) < p.first && most <= all
	p.bytes += len(body)
	p.after, p.unsaid, p.member, p.total = after, unsaid, page.member, most
	maps.Copy(p.seen, news)
	if repeats && p.countPages() {
		return p.Next(ctx)
	}
	if p.number > 0 {
		p.number++
	}
	p.done = none || !more && (!unsaid || repeats)
	p.complete = (none || p.done && !unsaid) && most <= all
	return fresh, nil
}

// countPages asks for pages by their numbers from now on, and reports whether it did not before.
func (p *Pager[T]) countPages() bool {
	if p.number > 0 {
		return false
	}
	p.number = 2
	return true
}

// pageSizes are common page sizes of servers that ignore limit.
var pageSizes = []int{10, 15, 20, 25, 30}

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
