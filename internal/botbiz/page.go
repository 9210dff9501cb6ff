package botbiz

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// page is one page of a list.
type page struct {
	items  []fields
	member string // that has the items
	more   *bool  // has_more
	total  int    // number of objects on all pages; -1: the server does not say it
}

// readPage accepts a bare array of objects with ids, and an object whose member data is such an array. Otherwise, the object,
// or its member data, must have exactly one such member, or the one that an earlier page had. has_more and a total are
// optional. Otherwise, problem states why it is not a list.
func readPage(body []byte, earlier string) (p page, problem string) {
	if items, ok := readItems(body); ok {
		return page{items: items}, ""
	}
	var f fields
	if json.Unmarshal(body, &f) != nil {
		return p, "the answer is not the JSON of a list: it is " + shape(body)
	}
	p.more, p.total = f.flag("has_more"), total(f)
	// Some servers write an empty list as null. Without has_more, null is not a list.
	if string(f["data"]) == "null" && p.more != nil && !*p.more {
		return p, ""
	}
	for _, within := range []json.RawMessage{body, f["data"]} {
		var object fields
		if json.Unmarshal(within, &object) != nil {
			continue
		}
		if p.more == nil {
			p.more = object.flag("has_more")
		}
		p.total = max(p.total, total(object))
		for _, name := range []string{"data", earlier} {
			if items, ok := readItems(object[name]); ok {
				p.items, p.member = items, name
				return p, ""
			}
		}
		lists := 0
		for name, member := range object {
			// Without has_more or a total, an empty array can be anything, such as a list of warnings.
			if items, ok := readItems(member); ok && (len(items) > 0 || p.more != nil || p.total == 0) {
				lists++
				p.items, p.member = items, name
			}
		}
		if lists == 1 {
			return p, ""
		}
	}
	return p, "the answer is not a list of objects with ids: it is " + shape(body)
}

// total returns the number of objects on all pages that a page states, itself or in a member such as meta. -1: none.
func total(f fields) int {
	most := -1
	within := []fields{f}
	for _, name := range []string{"meta", "pagination", "paging"} {
		var object fields
		_ = json.Unmarshal(f[name], &object)
		within = append(within, object)
	}
	for _, object := range within {
		for _, name := range []string{"total", "total_count", "count"} {
			if n, err := strconv.Atoi(told(asText(object[name]))); err == nil {
				most = max(most, n)
			}
		}
	}
	return most
}

// readItems reads an array of objects that all have an id.
func readItems(data []byte) (items []fields, ok bool) {
	var raw []json.RawMessage
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) || json.Unmarshal(data, &raw) != nil {
		return nil, false
	}
	for _, each := range raw {
		var f fields
		if json.Unmarshal(each, &f) != nil || f.id() == "" {
			return nil, false
		}
		f[wholeObject] = each
		items = append(items, f)
	}
	return items, true
}

// wholeObject is the key of the object itself among the fields of a listed object. No member of an object has this name.
const wholeObject = "\x00"
