package botbiz_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// pages is a transport that returns one body after the other, and then always the last one.
type pages struct {
	bodies []string
	cursor []string // starting_after of each request, or its page as p2
}

func (p *pages) RoundTrip(req *http.Request) (*http.Response, error) {
	body := p.bodies[min(len(p.cursor), len(p.bodies)-1)]
	cursor := req.URL.Query().Get("starting_after")
	if number := req.URL.Query().Get("page"); number != "" {
		cursor = "p" + number
	}
	if !req.URL.Query().Has("limit") {
		cursor = "none+" + cursor
	}
	p.cursor = append(p.cursor, cursor)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}

// items is a list of accounts, from the first to the last.
func items(first, last int) string {
	var all []string
	for n := first; n <= last; n++ {
		all = append(all, fmt.Sprintf(`{"id":"wha_%d"}`, n))
	}
	return "[" + strings.Join(all, ",") + "]"
}

func page(items string, hasMore any) string {
	if hasMore == nil {
		return `{"data":` + items + `}`
	}
	return fmt.Sprintf(`{"object":"list","data":%s,"has_more":%v}`, items, hasMore)
}

// rejected is the body of a rejected request.
const rejected = `{"error":{"code":"c","message":"m","status":400}}`

func TestPages(t *testing.T) {
	for _, tc := range []struct {
		name     string
		bodies   []string
		want     int
		requests string // cursors
		endless  bool
	}{
		{"limit is rejected", []string{rejected, page(items(1, 2), true), page(items(3, 3), false)}, 3, " none+ none+wha_2", false},
		{"one page", []string{page(items(1, 2), false)}, 2, "", false},
		{"empty", []string{page("[]", false)}, 0, "", false},
		{"empty as null", []string{page("null", false)}, 0, "", false},
		{"two pages", []string{page(items(1, 100), true), page(items(101, 102), false)}, 102, " wha_100", false},
		{"full last page", []string{page(items(1, 100), true), page(items(101, 200), false)}, 200, " wha_100", false},
		{"empty last page", []string{page(items(1, 100), true), page("[]", false)}, 100, " wha_100", false},
		{"short page with more", []string{page(items(1, 3), true), page(items(4, 4), false)}, 4, " wha_3", false},
		{"overlap", []string{page(items(1, 100), true), page(items(90, 110), false)}, 110, " wha_100", false},
		{"twice on a page", []string{page(`[{"id":"wha_1"},{"id":"wha_1"}]`, false)}, 1, "", false},
		{"bare array", []string{items(1, 5), "[]"}, 5, " wha_5", false},
		{"bare empty array", []string{" []\n"}, 0, "", false},
		{"bare pages", []string{items(1, 100), items(101, 151), "[]"}, 151, " wha_100 wha_151", false},
		{"capped pages, no has_more", []string{items(1, 25), items(26, 50), items(51, 53), "[]"}, 53, " wha_25 wha_50 wha_53", false},
		{"capped page that is the last, no has_more", []string{items(1, 10), "[]"}, 10, " wha_10", false},
		{"capped page, cursor ignored, no has_more", []string{items(1, 50), items(1, 50)}, 50, " wha_50 p2", false},
		{"no has_more", []string{page(items(1, 5), nil), page("[]", nil)}, 5, " wha_5", false},
		{"has_more is null", []string{page(items(1, 5), "null")}, 5, " wha_5 p2", false},
		{"no has_more, two pages", []string{page(items(1, 100), nil), page(items(101, 102), nil), page("[]", nil)}, 102, " wha_100 wha_102", false},
		{"no has_more, full", []string{page(items(1, 100), nil), page("[]", nil)}, 100, " wha_100", false},
		{"no has_more, cursor ignored", []string{page(items(1, 100), nil)}, 100, " wha_100 p2", false},
		{"pages by number", []string{items(1, 2), items(1, 2), items(3, 4), items(5, 5), "[]"}, 5, " wha_2 p2 p3 p4", false},
		{"pages by number, the last repeats", []string{items(1, 2), items(1, 2), items(3, 4), items(3, 4)}, 4, " wha_2 p2 p3", false},
		{"pages by number with has_more", []string{page(items(1, 2), true), page(items(1, 2), true), page(items(3, 4), true), page(items(5, 5), false)}, 5, " wha_2 p2 p3", false},
		{"pages by number and a total", []string{`{"data":` + items(1, 2) + `,"total":3}`, `{"data":` + items(1, 2) + `,"total":3}`, `{"data":` + items(3, 3) + `,"total":3}`, `{"data":[],"total":3}`}, 3, " wha_2 p2 p3", false},
		{"cursor refused, pages by number", []string{items(1, 2), rejected, items(3, 3), "[]"}, 3, " wha_2 p2 p3", false},
		{"a total, and the pages repeat", []string{`{"data":` + items(1, 2) + `,"meta":{"total":"3"}}`}, 2, " wha_2 p2", true},
		{"a total, but no more", []string{`{"data":` + items(1, 2) + `,"total":3,"has_more":false}`}, 2, "", false},
		{"page numbers are refused", []string{page(items(1, 2), true), page(items(1, 2), true), rejected}, 2, " wha_2 p2", true},
		{"under accounts with a total", []string{`{"accounts":` + items(1, 3) + `,"total":3}`, `{"accounts":[],"total":3}`}, 3, " wha_3", false},
		{"empty under accounts on a later page", []string{`{"accounts":` + items(1, 3) + `}`, `{"accounts":[]}`}, 3, " wha_3", false},
		{"empty under accounts with a total", []string{`{"accounts":[],"total":0}`}, 0, "", false},
		{"limit ignored", []string{page(items(1, 250), false)}, 250, "", false},
		{"limit ignored, no has_more", []string{items(1, 250)}, 250, " wha_250 p2", false},
		{"cursor ignored", []string{page(items(1, 100), true)}, 100, " wha_100 p2", true},
		{"empty page with more", []string{page(items(1, 100), true), page("[]", true)}, 100, " wha_100", false},
		{"empty at once with more", []string{page("[]", true)}, 0, "", false},
		{"denies more after 20", []string{page(items(1, 20), false), page(items(21, 40), false), page(items(41, 45), false)}, 45, " wha_20 wha_40", false},
		{"under accounts", []string{`{"accounts":` + items(1, 5) + `,"has_more":false}`}, 5, "", false},
		{"under data and accounts", []string{`{"data":{"accounts":` + items(1, 5) + `},"has_more":false}`}, 5, "", false},
		{"beside an empty list", []string{`{"data":` + items(1, 5) + `,"errors":[],"has_more":false}`}, 5, "", false},
		{"beside another list of objects", []string{`{"data":` + items(1, 5) + `,"included":[{"id":"usr_1"}],"has_more":false}`}, 5, "", false},
		{"empty beside an empty list", []string{`{"data":[],"errors":[],"has_more":false}`}, 0, "", false},
		{"empty under accounts", []string{`{"accounts":[],"has_more":false}`}, 0, "", false},
		{"deleted ones", []string{page(`[{"id":"wha_1"},{"id":"wha_9","deleted":true},{"id":"wha_8","status":"deleted"}]`, false)}, 1, "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := &pages{bodies: tc.bodies}
			n := 0
			var failure error
			for account, err := range clientOf(t, p).Accounts.Pager().All(t.Context()) {
				if err != nil {
					failure = err
					continue
				}
				if n++; account.ID != fmt.Sprintf("wha_%d", n) {
					t.Fatalf("account %d is %s", n, account.ID)
				}
			}
			if n != tc.want || errors.Is(failure, botbiz.ErrEndlessList) != tc.endless || (failure != nil) != tc.endless {
				t.Errorf("%d accounts, %v", n, failure)
			}
			if got := strings.Join(p.cursor, " "); got != tc.requests {
				t.Errorf("cursors %q, want %q", got, tc.requests)
			}
		})
	}
}

func TestListsThatAreNone(t *testing.T) {
	for _, body := range []string{
		``, `{}`, `null`, `"x"`, `0`, `true`, `<html>`, `OK`, `{"data":null}`, `{"data":{}}`, `{"data":"[]"}`, `{"data":{},"has_more":false}`, `{"has_more":false}`,
		`{"accounts":[]}`, `{"errors":[]}`, `{"data":null,"has_more":true}`, `{"a":[{"id":"x"}],"b":[{"id":"y"}]}`, `{"a":[],"b":[],"has_more":false}`,
		`{"accounts":[],"warnings":[{"id":"x"}],"has_more":false}`, `[`, `{"data":[`, `[1]`, `["wha_1"]`, `[null]`, `[[]]`,
		`[{}]`, `{"data":[{"id":"wha_1"},{"id":""}]}`, `{"data":[{"id":null}]}`, `[] []`,
	} {
		c, _ := client(t, 200, body)
		p := c.Accounts.Pager()
		got, err := p.Next(t.Context())
		if !errors.As(err, new(*botbiz.AnswerError)) || got != nil || p.Done() {
			t.Errorf("%s: %v, %v, done: %t", body, got, err, p.Done())
		}
	}
}

// After an error the same page is fetched again, and nothing of it is lost.
func TestPagerGoesOnAfterAnError(t *testing.T) {
	for _, bad := range []string{`[{"id":"wha_101"},{"id":""}]`, `<html>`} {
		transport := &pages{bodies: []string{page(items(1, 100), true), bad, page(items(101, 150), false)}}
		p := clientOf(t, transport).Accounts.Pager()
		if _, err := p.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Next(t.Context()); err == nil || p.Done() {
			t.Errorf("%s: no error", bad)
		}
		got, err := p.Next(t.Context())
		if err != nil || len(got) != 50 || got[0].ID != "wha_101" || !p.Done() {
			t.Errorf("%s: %d accounts, %v", bad, len(got), err)
		}
		if transport.cursor[1] != transport.cursor[2] {
			t.Errorf("%s: cursors %v", bad, transport.cursor)
		}
	}
}

func TestListStopsEarly(t *testing.T) {
	p := &pages{bodies: []string{page(items(1, 100), true)}}
	for _, err := range clientOf(t, p).Accounts.Pager().All(t.Context()) {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if len(p.cursor) != 1 {
		t.Errorf("%d requests", len(p.cursor))
	}
}

func TestUsers(t *testing.T) {
	sent := []string{
		`{"id":"usr_1","name":"A","email":"a@x"}`,
		`{ "id" : 12345678901234567890 , "role":"admin" }`,
		`{"id":"usr_3","name":null,"email":["x"],"teams":[{"id":1.50}]}`,
		`{"id":"usr_4","name":{"first":"A"},"email":7}`,
	}
	c, _ := client(t, 200, "["+strings.Join(sent, ", ")+"]")
	want := []string{"usr_1 A a@x", "12345678901234567890 - -", "usr_3 - -", "usr_4 - 7"}
	n := 0
	for user, err := range c.Users.Pager().All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%s %s %s", user.ID, or(user.Name), or(user.Email)); got != want[n] {
			t.Errorf("%s, want %s", got, want[n])
		}
		if string(user.JSON) != sent[n] {
			t.Errorf("JSON %s, sent was %s", user.JSON, sent[n])
		}
		n++
	}
	if n != len(sent) {
		t.Errorf("%d users", n)
	}
}

func or(text *string) string {
	if text == nil {
		return "-"
	}
	return *text
}

// Only a list that ends by itself shows every object.
func TestCompleteLists(t *testing.T) {
	for _, tc := range []struct {
		name   string
		bodies []string
		want   bool
	}{
		{"has_more is false", []string{page(items(1, 2), false)}, true},
		{"empty, has_more is false", []string{page("[]", false)}, true},
		{"no has_more, then an empty page", []string{items(1, 20), "[]"}, true},
		{"no has_more, empty at once", []string{"[]"}, true},
		{"no has_more, and the page repeats", []string{items(1, 20)}, false},
		{"no has_more, and a part of it repeats", []string{items(1, 20), items(11, 20)}, false},
		{"fewer than the total", []string{`{"data":` + items(1, 2) + `,"total":3}`, "[]"}, false},
		{"as many as the total", []string{`{"data":` + items(1, 2) + `,"total":2}`, "[]"}, true},
		{"fewer than the total says with the last page", []string{`{"data":` + items(1, 2) + `,"total":3}`, `{"data":[],"total":3}`}, false},
		{"fewer than the total, has_more is false", []string{`{"data":` + items(1, 2) + `,"total":3,"has_more":false}`}, false},
		{"no has_more, and the cursor is refused", []string{items(1, 20), `{"error":{"code":"c","message":"m","status":400}}`}, false},
		{"no has_more, and the cursor is refused by a 422", []string{items(1, 20), `{"error":{"code":"c","message":"m","status":422}}`}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := clientOf(t, &pages{bodies: tc.bodies}).Accounts.Pager()
			for !p.Done() {
				if p.Complete() {
					t.Error("complete before the end")
				}
				if _, err := p.Next(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if p.Complete() != tc.want {
				t.Errorf("Complete = %t", p.Complete())
			}
		})
	}
}

// A page that is shorter than the first is the end, also if the API does not say so.
func TestPagesAtEnd(t *testing.T) {
	for _, tc := range []struct {
		bodies []string
		want   []bool
	}{
		{[]string{items(1, 25), items(26, 50), items(51, 53), "[]"}, []bool{false, false, true, true}},
		{[]string{items(1, 25), items(26, 50), "[]"}, []bool{false, false, true}},
		{[]string{page(items(1, 5), false)}, []bool{true}},
		{[]string{page(items(1, 5), true), page(items(6, 10), false)}, []bool{false, true}},
		{[]string{items(1, 5), `{"data":` + items(6, 7) + `,"total":8}`, "[]"}, []bool{false, false, false}},
	} {
		p := clientOf(t, &pages{bodies: tc.bodies}).Accounts.Pager()
		for n, want := range tc.want {
			if _, err := p.Next(t.Context()); err != nil || p.AtEnd() != want {
				t.Errorf("%d pages: %t, %v", n+1, p.AtEnd(), err)
			}
		}
	}
}
