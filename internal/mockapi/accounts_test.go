package mockapi_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

func TestAccountLife(t *testing.T) {
	s := mockapi.New(mockapi.Options{Now: func() time.Time { return someTime }})
	r := do(t, s, "POST", "/v1/whatsapp/accounts", `{"phone_number":"+1234567890","name":"Customer Support"}`)
	id := r.str("id")
	want := `{"created_at":"2023-04-08T12:00:00Z","id":"` + id + `","name":"Customer Support","phone_number":"+1234567890",` +
		`"qr_code_url":"http://mock.test/v1/whatsapp/accounts/` + id + `/qr-code","status":"pending"}` + "\n"
	if r.status != 201 || r.body != want || !strings.HasPrefix(id, "wha_") {
		t.Fatalf("create: %d\n got %s\nwant %s", r.status, r.body, want)
	}
	path := "/v1/whatsapp/accounts/" + id
	if r := do(t, s, "GET", path, ""); r.status != 200 || r.body != want {
		t.Errorf("get: %d %s", r.status, r.body)
	}
	if r := do(t, s, "PATCH", path, `{"name":"Sales"}`); r.status != 200 || r.str("name") != "Sales" || r.str("id") != id {
		t.Errorf("patch: %d %s", r.status, r.body)
	}
	if !s.Connect(id) || do(t, s, "GET", path, "").str("status") != "connected" {
		t.Error("not connected")
	}
	if !s.Disconnect(id) || do(t, s, "GET", path, "").str("status") != "disconnected" {
		t.Error("not disconnected")
	}
	if r := do(t, s, "DELETE", path, ""); r.status != 204 || r.body != "" {
		t.Errorf("delete: %d %s", r.status, r.body)
	}
	for _, method := range []string{"GET", "PATCH", "DELETE"} {
		if r := do(t, s, method, path, `{}`); r.status != 404 || r.code != "not_found" {
			t.Errorf("%s afterwards: %d %s", method, r.status, r.body)
		}
	}
	if s.Connect(id) || s.Rename(id, "x") || s.DeleteAccount(id) {
		t.Error("control of a deleted account succeeded")
	}
	connect(t, s, "+1234567890", "the number is free again")
}

func TestAccountValidation(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	id := connect(t, s, "+1234567890", "first")
	for _, c := range []struct{ method, body, want string }{
		{"POST", ``, "JSON object"},
		{"POST", `[]`, "JSON object"},
		{"POST", `null`, "JSON object"},
		{"POST", `{"name":"n"}`, "Missing required parameter: phone_number"},
		{"POST", `{"phone_number":null,"name":"n"}`, "Missing required parameter: phone_number"},
		{"POST", `{"phone_number":"+1234567"}`, "Missing required parameter: name"},
		{"POST", `{"phone_number":"+1234567","name":" "}`, "Missing required parameter: name"},
		{"POST", `{"phone_number":"+1234567","name":7}`, "name must be a string"},
		{"POST", `{"phone_number":"1234567","name":"n"}`, "Invalid parameter: phone_number"},
		{"POST", `{"phone_number":"+123456","name":"n"}`, "Invalid parameter: phone_number"},
		{"POST", `{"phone_number":"+0234567","name":"n"}`, "Invalid parameter: phone_number"},
		{"POST", `{"phone_number":"+1 234 567","name":"n"}`, "Invalid parameter: phone_number"},
		{"POST", `{"phone_number":"+1234567890123456","name":"n"}`, "Invalid parameter: phone_number"},
		{"POST", `{"phone_number":"+1234567890","name":"again"}`, "phone_number +1234567890 is already connected"},
		{"PATCH", `{"name":null}`, "Missing required parameter: name"},
		{"PATCH", `{"name":"n","phone_number":"+1234567891"}`, "phone_number cannot be changed"},
	} {
		path := "/v1/whatsapp/accounts"
		if c.method == "PATCH" {
			path += "/" + id
		}
		r := do(t, s, c.method, path, c.body)
		if r.status != 400 || r.code != "invalid_request" || !strings.Contains(r.body, c.want) {
			t.Errorf("%s %s: %d %s", c.method, c.body, r.status, r.body)
		}
	}
	if r := do(t, s, "PATCH", "/v1/whatsapp/accounts/"+id, `{"phone_number":"+1234567890"}`); r.status != 200 {
		t.Errorf("the same number: %d %s", r.status, r.body)
	}
	if all := s.Accounts(); len(all) != 1 || all[0].Name != "first" {
		t.Errorf("a refused request acted: %+v", all)
	}
}

func TestListPages(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	seeded := s.SeedAccounts("", 25)
	for _, c := range []struct {
		query    string
		from, to int
		more     bool
	}{
		{"", 0, 10, true},
		{"?limit=25", 0, 25, false},
		{"?limit=24", 0, 24, true},
		{"?limit=100", 0, 25, false},
		{"?limit=1&starting_after=" + seeded[4].ID, 5, 6, true},
		{"?starting_after=" + seeded[14].ID, 15, 25, false},
		{"?starting_after=" + seeded[24].ID, 25, 25, false},
	} {
		r := do(t, s, "GET", "/v1/whatsapp/accounts"+c.query, "")
		var got, want []string
		for _, item := range r.json["data"].([]any) {
			got = append(got, item.(map[string]any)["id"].(string))
		}
		for _, a := range seeded[c.from:c.to] {
			want = append(want, a.ID)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) || r.json["has_more"] != c.more {
			t.Errorf("%q: has_more %v\n got %v\nwant %v", c.query, r.json["has_more"], got, want)
		}
	}
	s.AddEndpoint(mockapi.Endpoint{ID: "whe_1"})
	for _, query := range []string{"limit=0", "limit=101", "limit=-1", "limit=x", "limit=", "starting_after=wha_none", "starting_after=whe_1", "starting_after="} {
		if r := do(t, s, "GET", "/v1/whatsapp/accounts?"+query, ""); r.status != 400 || r.code != "invalid_request" {
			t.Errorf("%s: %d %s", query, r.status, r.body)
		}
	}
}

// A cursor keeps its position after its object is deleted.
func TestListPages_deletedCursor(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	seeded := s.SeedAccounts("", 5)
	for _, deleted := range []int{2, 1, 3, 0} {
		s.DeleteAccount(seeded[deleted].ID)
		r := do(t, s, "GET", "/v1/whatsapp/accounts?limit=1&starting_after="+seeded[2].ID, "")
		want := seeded[3].ID
		if _, ok := s.Account(want); !ok {
			want = seeded[4].ID
		}
		if !strings.Contains(r.body, want) {
			t.Errorf("after number %d was deleted: %s, want %s", deleted, r.body, want)
		}
	}
	if r := do(t, s, "GET", "/v1/whatsapp/accounts?starting_after="+seeded[0].ID, ""); !strings.Contains(r.body, seeded[4].ID) {
		t.Errorf("after the first: %s", r.body)
	}
}

func TestPairAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New(mockapi.Options{PairAfter: time.Minute})
		id := connect(t, s, "+1234567890", "n")
		status := func() string { return do(t, s, "GET", "/v1/whatsapp/accounts/"+id, "").str("status") }
		time.Sleep(time.Minute - 1)
		if got := status(); got != "pending" {
			t.Errorf("too early: %s", got)
		}
		time.Sleep(time.Nanosecond)
		if got := status(); got != "connected" {
			t.Errorf("in time: %s", got)
		}
		s.Disconnect(id)
		time.Sleep(time.Hour)
		if got := status(); got != "disconnected" {
			t.Errorf("paired again by itself: %s", got)
		}
	})
}

func TestPairAfterByInjectedClock(t *testing.T) {
	now := someTime
	s := mockapi.New(mockapi.Options{PairAfter: time.Hour, Now: func() time.Time { return now }})
	id := connect(t, s, "+1234567890", "n")
	now = now.Add(time.Hour)
	if a, _ := s.Account(id); a.Status != "connected" {
		t.Errorf("status %s", a.Status)
	}
}

func BenchmarkListPageOf10000(b *testing.B) {
	s := mockapi.New(mockapi.Options{})
	seeded := s.SeedAccounts("", 10_000)
	for b.Loop() {
		do(b, s, "GET", "/v1/whatsapp/accounts?limit=100&starting_after="+seeded[9_000].ID, "")
	}
}
